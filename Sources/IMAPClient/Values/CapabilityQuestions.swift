/// What follows from a server's capabilities.
extension Capabilities {
    /// Whether an extension is offered by its name or as a part of IMAP4rev2 (RFC 9051 appendix E).
    package func offers(_ name: String) -> Bool {
        contains(name)
            || (Self.partsOfRevision2.contains(name) && contains("IMAP4REV2") && !withheld.contains(name))
    }

    /// - Throws: `unsupported` with the name where the extension is not offered.
    func require(_ name: String) throws(IMAPError) {
        guard offers(name) else { throw .unsupported(name) }
    }

    /// Whether any capability begins like that, such as `QUOTA=`.
    func offersAny(withPrefix prefix: String) -> Bool { sorted.contains { $0.hasPrefix(prefix) } }

    /// The most octets that a message may have in any mailbox (RFC 7889 section 3).
    package var appendLimit: Int? {
        sorted.lazy.compactMap { name in
            name.hasPrefix("APPENDLIMIT=") ? Int(name.dropFirst("APPENDLIMIT=".count)) : nil
        }.first
    }

    private static let partsOfRevision2: Set<String> = [
        "NAMESPACE", "UNSELECT", "UIDPLUS", "ESEARCH", "SEARCHRES", "ENABLE", "IDLE", "SASL-IR", "LIST-EXTENDED",
        "LIST-STATUS", "MOVE", "LITERAL-", "BINARY", "SPECIAL-USE", "STATUS=SIZE",
    ]
}
