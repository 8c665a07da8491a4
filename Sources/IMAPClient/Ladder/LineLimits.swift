/// How long a set of UIDs may be in one command, by the server (quirk 24 and the limits of MailKit).
extension IMAPConnection {
    /// In octets.
    var longestSet: Int { Self.longestSet(machine.capabilities, greeting: machine.greeting) }

    static func longestSet(_ capabilities: Capabilities?, greeting: String) -> Int {
        let greeting = greeting.lowercased()
        // Yahoo and the servers of the University of Washington end a line at about a thousand octets.
        if capabilities?.contains("XYMHIGHESTMODSEQ") == true || greeting.contains("uw-imap")
            || greeting.contains("imap4rev1 2007")
        {
            return 900
        }
        // Gmail takes 16 KiB.
        if capabilities?.offers(.gmail) == true { return 16_000 }
        return UIDSetParts.longestNotation
    }
}
