import IMAPWire

/// NAMESPACE (RFC 2342, RFC 9051 section 6.3.10).
extension IMAPConnection {
    /// Where the user's own mailboxes lie, those of others and those of all.
    ///
    /// - Returns: without the extension, one personal namespace with no prefix, as RFC 2342 section 4 would have it.
    package func namespaces() async throws(IMAPError) -> Namespaces {
        guard try await knownCapabilities().offers("NAMESPACE") else {
            return Namespaces(personal: [Namespace(wirePrefix: "", prefix: "", delimiter: nil)])
        }
        let outcome = try await run("NAMESPACE", interest: .namespace)
        for case .namespace(let found) in outcome.responses { return found }
        return Namespaces()
    }
}
