import MailModel

/// What is known around a message that it does not say itself, or must not be believed in.
package struct ReadingContext: Sendable, Equatable {
    /// The server that received the message; nil where nobody's word counts.
    package var server: ReceivingServer?
    /// People with whom the user has written.
    package var contacts: [EmailAddress]

    package init(server: ReceivingServer? = nil, contacts: [EmailAddress] = []) {
        self.server = server
        self.contacts = contacts
    }
}

/// Whose `Authentication-Results` count: those of the account's own server, by the name it goes by there.
package struct ReceivingServer: Sendable, Equatable {
    /// The authserv-id that the user has configured.
    package var configured: String?
    /// The host of the account, from which the name is learnt where none is configured.
    package var host: String

    package init(configured: String? = nil, host: String) {
        self.configured = configured
        self.host = host
    }

    /// Owners whose servers sign by another name than that of the host.
    private static let knownNames: [(host: String, names: [String])] = [
        ("gmail.com", ["google.com"]), ("googlemail.com", ["google.com"]),
        ("office365.com", ["outlook.com", "protection.outlook.com", "microsoft.com"]),
        ("outlook.com", ["protection.outlook.com", "office365.com"]),
        ("mail.me.com", ["icloud.com", "apple.com", "me.com"]), ("yahoo.com", ["yahoo.com", "yahoodns.net"]),
        ("fastmail.com", ["messagingengine.com"]),
    ]

    /// Whether an authserv-id is the own server's: the configured one, else one of the owner of the account's host.
    package func isOwn(_ name: String) -> Bool {
        let name = name.lowercased()
        if let configured { return name == configured.lowercased() }
        guard !host.isEmpty, name.contains(".") else { return name == host.lowercased() && !name.isEmpty }
        if LinkHost.isSameOwner(name, host.lowercased()) { return true }
        return ReceivingServer.knownNames.contains { known in
            LinkHost.isSameOwner(host.lowercased(), known.host)
                && known.names.contains { LinkHost.isSameOwner(name, $0) }
        }
    }
}
