/// A message that is composed from its number and a seed whenever somebody asks for it; the same bytes each time.
struct GeneratedMail: Sendable {
    let number: Int
    let seed: UInt64
    /// Seconds since 1970.
    let date: Int64

    private static let names = [
        "Ines Calder", "Tomas Brandt", "Wren Okafor", "Luisa Moretti", "Aiko Nomura", "Piet van Dalen", "Maren Holt",
        "Sunniva Berg", "Carlos Iturbe", "Noor Haddad", "Ewa Zielinska", "Jonah Pryce",
    ]
    private static let topics = [
        "the quarterly figures", "Thursday's workshop", "the draft of chapter four", "keys for the boathouse",
        "a bug in the importer", "tickets to Lisbon", "the new supplier", "minutes of the meeting", "the garden fence",
        "slides for Monday", "an invoice from May", "the choir rehearsal", "test results", "the reading list",
    ]
    private static let sentences = [
        "I went through it again last night and only found two small things.",
        "Could you look at the second page before we send it?",
        "The numbers match what we saw in spring, apart from the last column.",
        "Nobody has answered yet, so I would rather wait until Wednesday.",
        "I have put the old version aside in case we need it.",
        "If the room is taken we can meet at my place instead.",
        "They promised to call back, and for once they did.",
        "Let me know what you think, there is no hurry.",
    ]

    /// The whole message, CRLF line ends.
    var bytes: [UInt8] {
        var random = SeededRandom(seed: seed &+ UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15)
        let name = random.pick(Self.names)
        let address = name.lowercased().map { $0 == " " ? "." : $0 }
        let isReply = number > 20 && random.next(below: 3) == 0
        let topic = random.pick(Self.topics)
        var text = "From: \(name) <\(String(address))@example.org>\r\nTo: Robin Vale <robin@example.net>\r\n"
        text += "Subject: \(isReply ? "Re: " : "")About \(topic) (\(number))\r\n"
        text += "Date: \(CalendarDate.headerDate(date))\r\nMessage-ID: <\(Self.identifier(number, seed))>\r\n"
        if isReply {
            let parent = Self.identifier(number - 1 - random.next(below: 20), seed)
            text += "In-Reply-To: <\(parent)>\r\nReferences: <\(parent)>\r\n"
        }
        text += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello Robin,\r\n\r\n"
        for _ in 0..<(3 + random.next(below: 12)) { text += random.pick(Self.sentences) + "\r\n" }
        return Array((text + "\r\n\(name.prefix { $0 != " " })\r\n").utf8)
    }

    private static func identifier(_ number: Int, _ seed: UInt64) -> String {
        "generated.\(number).\(seed)@example.org"
    }
}

/// SplitMix64: small, fast, and the same on every machine.
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound` - 1; 0 when the bound is not positive.
    mutating func next(below bound: Int) -> Int {
        bound > 0 ? Int(next() % UInt64(bound)) : 0
    }

    /// One of the texts; empty when there are none.
    mutating func pick(_ texts: [String]) -> String {
        let index = next(below: texts.count)
        return texts.indices.contains(index) ? texts[index] : ""
    }
}

extension Maildrop {
    /// INBOX with `count` messages, the newest written at `now`, and empty special folders.
    ///
    /// The messages are composed on demand, so that 100,000 of them take little time and memory.
    package static func generated(count: Int, seed: UInt64 = 1, now: Int64 = 1_770_000_000) -> Maildrop {
        var maildrop = Maildrop.empty()
        guard var inbox = maildrop.folders["INBOX"] else { return maildrop }
        for number in 0..<max(0, count) {
            let date = now - Int64(count - 1 - number) * 613
            // Older mail has mostly been read.
            let isSeen = count - number > 50 && number % 17 != 0
            let flags = (number % 41 == 0 ? ["\\Flagged"] : []) + (isSeen ? ["\\Seen"] : [])
            inbox.append(
                .generated(GeneratedMail(number: number, seed: seed, date: date)), canonicalFlags: flags, received: date
            )
        }
        maildrop.folders["INBOX"] = inbox
        return maildrop
    }
}
