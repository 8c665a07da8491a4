import IMAPWire

/// What the server of a connection can do, and what was agreed with it: who we are, and what is switched on.
struct SessionTerms: Sendable, Equatable {
    private(set) var isAuthenticated = false
    /// What ENABLE has switched on, upper case.
    private(set) var enabled: Set<String> = [] { didSet { noteNames() } }
    /// Whether names of mailboxes are UTF-8 on the wire, and not modified UTF-7: with UTF8=ACCEPT (RFC 6855 section 3),
    /// and in IMAP4rev2 (RFC 9051 section 5.1), which is enabled where a server speaks IMAP4rev1 too.
    private(set) var namesAreUTF8 = false
    /// Whether a mailbox was ever selected: ENABLE belongs before that (RFC 5161 section 3.1).
    private(set) var hasSelected = false
    /// Nil while not known: before the greeting, and from TLS or a login on until told again.
    private(set) var capabilities: Capabilities? { didSet { noteNames() } }
    /// Whether an untagged CAPABILITY came while the login was under way.
    private var capabilitiesAreOfLogin = false

    /// A response code may tell what the server can do.
    mutating func note(_ status: StatusResponse) {
        if case .capability(let names) = status.code { capabilities = Capabilities(names) }
    }

    /// - Parameter duringLogin: whether the login under way is the oldest command without an answer.
    mutating func note(capabilities names: [String], duringLogin: Bool) {
        capabilities = Capabilities(names)
        if duringLogin { capabilitiesAreOfLogin = true }
    }

    /// The server has answered what it can do; where it named nothing, that is nothing.
    mutating func askedForCapabilities() { if capabilities == nil { capabilities = Capabilities([]) } }

    /// What was said before TLS counts for nothing (RFC 9051 section 6.2.1).
    mutating func forgetCapabilities() { capabilities = nil }

    mutating func isPreauthenticated() { isAuthenticated = true }

    mutating func loginBegins() { capabilitiesAreOfLogin = false }

    mutating func loggedIn() {
        isAuthenticated = true
        // Capabilities given before the login count no more, those given with its answer do (quirk: many differ).
        if !capabilitiesAreOfLogin { capabilities = nil }
    }

    mutating func enable(_ words: [String]) { enabled.formUnion(words.map { $0.uppercased() }) }

    mutating func selects() { hasSelected = true }

    private mutating func noteNames() {
        let isEnabled = enabled.contains("UTF8=ACCEPT") || enabled.contains("IMAP4REV2")
        // While capabilities are not known they are most likely what they were.
        let isOnlyRevision2 =
            capabilities.map { $0.contains("IMAP4REV2") && !$0.contains("IMAP4REV1") }
            ?? (namesAreUTF8 && isAuthenticated)
        namesAreUTF8 = isEnabled || isOnlyRevision2
    }
}
