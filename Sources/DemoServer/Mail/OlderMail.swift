/// Older mail of the demo, put together from sentences; the same every time.
struct OlderMail {
    /// A message of some kind, with how long ago it was written.
    struct Message {
        let folder: String
        let daysAgo: Int
        let timeOfDay: Int
        let flags: [String]
        let header: [String]
        let lines: [String]
    }

    /// Subjects and paragraphs of one kind of mail.
    private struct Kind {
        var subjects: [String] = []
        var paragraphs: [String] = []
    }

    private var kinds: [String: Kind] = [:]
    private var random = SeededRandom(seed: 1871)

    private static let people = [
        "Wren Okafor <wren@harbourlight.example>", "Luisa Moretti <luisa@moretti.example>",
        "Maren Holt <maren@holt.example>", "Sunniva Berg <sunniva@berg.example>",
        "Noor Haddad <noor@haddad.example>", "Carlos Iturbe <carlos@iturbe.example>",
    ]
    private static let colleagues = [
        "Tomas Brandt <tomas@lanternworks.example>", "Ewa Zielinska <ewa@lanternworks.example>",
        "Ines Calder <ines@lanternworks.example>", "Build Farm <builds@lanternworks.example>",
    ]
    private static let listMembers = [
        "Jonah Pryce <jonah@pryce.example>", "Piet van Dalen <piet@vandalen.example>",
        "Hanne Solberg <hanne@solberg.example>", "Rui Tavares <rui@tavares.example>",
        "Imke Janssen <imke@janssen.example>", "A. N. Other <other@nowhere.example>",
    ]
    private static let shops = [
        "Harbourlight Books <orders@harbourbooks.example>", "Nordline Ferries <tickets@nordline.example>",
        "Rope and Tar <shop@ropeandtar.example>", "The Seed Library <seeds@seedlibrary.example>",
    ]
    private static let letters = [
        "Papercrane Quarterly <hello@papercrane.example>", "The Slow Walk <letter@slowwalk.example>",
        "Town Hall Concerts <music@townhall.example>",
    ]

    /// Reads the sentences, as `Resources/demo/phrases.txt` lists them.
    init(phrases: String) {
        var name: String?
        var isInParagraphs = false
        for line in phrases.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("== ") {
                name = String(line.dropFirst(3))
                isInParagraphs = false
            } else if let name, line.isEmpty {
                isInParagraphs = isInParagraphs || !(kinds[name]?.subjects.isEmpty ?? true)
            } else if let name {
                if isInParagraphs {
                    kinds[name, default: Kind()].paragraphs.append(line)
                } else {
                    kinds[name, default: Kind()].subjects.append(line)
                }
            }
        }
    }

    /// All older messages, in no order.
    mutating func messages() -> [Message] {
        var messages: [Message] = []
        messages += threads("friends", Self.people, in: "INBOX", count: 34, from: 15, to: 160)
        messages += threads("colleagues", Self.colleagues, in: "INBOX", count: 38, from: 15, to: 120)
        messages += threads("friends", Self.people, in: "Archive", count: 30, from: 40, to: 700)
        messages += threads("colleagues", Self.colleagues, in: "Archive", count: 24, from: 60, to: 500)
        messages += threads("list", Self.listMembers, in: "Lists/swallow-dev", count: 62, from: 0, to: 90)
        messages += threads("letters", Self.letters, in: "Lists/letters", count: 20, from: 3, to: 400)
        messages += threads("receipts", Self.shops, in: "Receipts", count: 22, from: 4, to: 600)
        messages += threads("friends", ["Robin Vale <robin@vale.example>"], in: "Sent", count: 26, from: 3, to: 300)
        return messages
    }

    /// Threads of one to four messages of a kind until there are `count`.
    private mutating func threads(
        _ name: String, _ people: [String], in folder: String, count: Int, from first: Int, to last: Int
    ) -> [Message] {
        guard let kind = kinds[name] else { return [] }
        var messages: [Message] = []
        while messages.count < count {
            let subject = random.pick(kind.subjects)
            let length = min(
                count - messages.count, name == "letters" || name == "receipts" ? 1 : 1 + random.next(below: 4))
            // The newest mail lies closest together, as it does in life.
            let spread = last - first
            let day = first + spread * messages.count / count + random.next(below: 1 + spread / count)
            var identifiers: [String] = []
            for position in (0..<length).reversed() {
                let identifier = "\(name).\(first).\(messages.count)"
                messages.append(
                    message(
                        kind, person: random.pick(people), subject: identifiers.isEmpty ? subject : "Re: " + subject,
                        identifier: identifier, parents: identifiers, folder: folder, daysAgo: day + position))
                identifiers.append(identifier)
            }
        }
        return messages
    }

    private mutating func message(
        _ kind: Kind, person: String, subject: String, identifier: String, parents: [String], folder: String,
        daysAgo: Int
    ) -> Message {
        let isList = folder.hasPrefix("Lists/swallow")
        var header = [
            "From: \(person)",
            "To: \(isList ? "Swallow developers <swallow-dev@lists.example>" : "Robin Vale <robin@vale.example>")",
            "Subject: \(isList ? "[swallow-dev] " : "")\(subject)", "Message-ID: <\(identifier)@mail.example>",
        ]
        if let parent = parents.last {
            header.append("In-Reply-To: <\(parent)@mail.example>")
            header.append("References: " + parents.map { "<\($0)@mail.example>" }.joined(separator: "\r\n "))
        }
        if isList { header.append("List-Id: Development of Swallow <swallow-dev.lists.example>") }
        header += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
        var lines: [String] = []
        var used: Set<String> = []
        for _ in 0..<(1 + random.next(below: 4)) {
            let paragraph = random.pick(kind.paragraphs)
            guard used.insert(paragraph).inserted else { continue }
            if !lines.isEmpty { lines.append("") }
            lines += Self.wrapped(paragraph)
        }
        let name = person.prefix { $0 != " " }
        lines += ["", String(name)]
        var flags = daysAgo > 1 && random.next(below: 12) > 0 || folder == "Sent" ? ["\\Seen"] : []
        if random.next(below: 15) == 0 { flags.append("\\Flagged") }
        if !parents.isEmpty, random.next(below: 3) == 0 { flags.append("\\Answered") }
        let time = 7 * 3600 + random.next(below: 15 * 60) * 60 + random.next(below: 60)
        return Message(
            folder: folder, daysAgo: daysAgo, timeOfDay: time, flags: flags, header: header, lines: lines)
    }

    /// Breaks a paragraph into lines of at most 72 columns.
    private static func wrapped(_ paragraph: String) -> [String] {
        var lines = [""]
        for word in paragraph.split(separator: " ") {
            let line = lines[lines.count - 1]
            if line.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if line.count + word.count < 72 {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
