import MailModel

/// Looks whether a message may be from somebody else than its sender's name says.
enum SenderCheck {
    private static let maximumContacts = 20_000

    static func warnings(
        from: [EmailAddress], replyTo: [EmailAddress], list: MailingList?, contacts: [EmailAddress]
    ) -> [SenderWarning] {
        guard let sender = from.first.map(harmless), !sender.address.isEmpty else { return [] }
        var warnings: [SenderWarning] = []
        if let other = address(in: sender.name), !isSame(other, sender.address) {
            warnings.append(.nameIsAnotherAddress(other))
        }
        if let contact = namesake(of: sender, among: contacts) { warnings.append(.nameOfAnotherContact(contact)) }
        if let elsewhere = replyTo.first(where: { leadsElsewhere($0, from: from, list: list) }) {
            warnings.append(.repliesGoElsewhere(elsewhere.address.oneLine))
        }
        return warnings
    }

    private static func harmless(_ sender: EmailAddress) -> EmailAddress {
        EmailAddress(name: sender.name.oneLine, address: sender.address.oneLine)
    }

    /// An address that a name is, or holds.
    private static func address(in name: String) -> String? {
        guard name.contains("@") || name.contains("＠") else { return nil }
        let text = name.prefix(1_000).replacing("＠", with: "@")
        for word in text.split(whereSeparator: { $0.isWhitespace || "<>()[]\"',;:".contains($0) }) {
            let halves = word.split(separator: "@", omittingEmptySubsequences: false)
            guard halves.count == 2, !halves[0].isEmpty, halves[1].contains("."), !halves[1].hasPrefix("."),
                !halves[1].hasSuffix(".")
            else { continue }
            return String(word)
        }
        return nil
    }

    /// The contact who goes by the sender's name, unless the sender is a contact too.
    private static func namesake(of sender: EmailAddress, among contacts: [EmailAddress]) -> EmailAddress? {
        let name = folded(sender.name)
        // One word is the name of many.
        guard name.contains(" ") else { return nil }
        let known = contacts.prefix(maximumContacts)
        if known.contains(where: { isSame($0.address, sender.address) }) { return nil }
        return known.first { folded($0.name) == name }
    }

    private static func folded(_ name: String) -> String {
        // `Lovelace, Ada` is Ada Lovelace.
        let halves = name.prefix(200).lowercased().split(separator: ",")
        let words = halves.count == 2 ? halves[1] + " " + halves[0] : Substring(halves.joined(separator: " "))
        return String(words).oneLine
    }

    private static func leadsElsewhere(_ reply: EmailAddress, from: [EmailAddress], list: MailingList?) -> Bool {
        let host = domain(reply.address)
        guard !host.isEmpty else { return false }
        if from.contains(where: { LinkHost.isSameOwner(domain($0.address), host) }) { return false }
        // A list may have its answers sent to itself.
        return list.map { !LinkHost.isSameOwner($0.identifier.lowercased(), host) } ?? true
    }

    private static func domain(_ address: String) -> String {
        address.lastIndex(of: "@").map { address[address.index(after: $0)...].lowercased() } ?? ""
    }

    private static func isSame(_ first: String, _ second: String) -> Bool { first.lowercased() == second.lowercased() }
}

extension ReadableMessage {
    /// Adds what the header says of sender and list.
    package mutating func take(header: [UInt8], context: ReadingContext) {
        list = MailingList.parse(header)
        authentication = context.server.flatMap { AuthenticationResults.parse(header: header, of: $0) }
        senderWarnings = SenderCheck.warnings(from: from, replyTo: replyTo, list: list, contacts: context.contacts)
    }
}
