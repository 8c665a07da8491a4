/// The messages that reach a running demo now and then.
enum NewArrivals {
    private static let mails: [(from: String, subject: String, text: String)] = [
        (
            "Wren Okafor <wren@harbourlight.example>", "Ferry is late again",
            "The 17:20 has not left yet, so start without me.\r\nSave me a chair by the window.\r\n\r\nWren"
        ),
        (
            "Build Farm <builds@lanternworks.example>", "[tidewatch] main is green again (#4127)",
            "Build 4127 of main passed in 6 min 12 s.\r\n212 tests, none skipped.\r\n\r\nThe failing one was quarantined by Ewa this morning."
        ),
        (
            "Aiko Nomura <aiko@papercrane.example>", "Proofs for page 12",
            "The colours came out darker than on screen, which I rather like.\r\nTell me before noon if you do not.\r\n\r\nAiko"
        ),
        (
            "Tomas Brandt <tomas@lanternworks.example>", "Lunch?",
            "The soup place has its pumpkin one back. I am leaving at half past.\r\n\r\nT."
        ),
        (
            "Municipal Library <desk@library.example>", "A book you reserved is here",
            "\"The Salt Path of the Birds\" waits for you at the desk for seven days.\r\n\r\nYour library"
        ),
        (
            "Maren Holt <maren@holt.example>", "Found your scarf",
            "It was under the piano, of all places. I will bring it on Sunday.\r\n\r\nMaren"
        ),
    ]

    /// The message that arrives as number `number`, written at `now` in seconds since 1970.
    static func message(_ number: Int, now: Int64) -> [UInt8] {
        let index = number % mails.count
        guard mails.indices.contains(index) else { return [] }
        let mail = mails[index]
        let header = [
            "From: \(mail.from)", "To: Robin Vale <robin@vale.example>", "Subject: \(mail.subject)",
            "Date: \(CalendarDate.headerDate(now))", "Message-ID: <arrival.\(now).\(number)@demo.example>",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
        ]
        return Array((header.joined(separator: "\r\n") + "\r\n\r\n" + mail.text + "\r\n").utf8)
    }
}
