import IMAPWire

/// NAMESPACE (RFC 2342).
extension IMAPConnection {
    /// Where the user's own folders, others' and shared ones begin.
    ///
    /// - Throws: `unsupported("NAMESPACE")` where not offered, and where asking is known to end the server (quirk 10).
    package func namespaces() async throws(IMAPError) -> NamespaceResponse {
        _ = try await knownCapabilities()
        guard !greetsAsExchange2003, uses(.namespace) else { throw .unsupported("NAMESPACE") }
        let outcome = try await run("NAMESPACE", interest: .namespace)
        for case .namespace(let found) in outcome.responses { return found }
        return NamespaceResponse()
    }

    private var greetsAsExchange2003: Bool {
        let greeting = machine.greeting.lowercased()
        return greeting.contains("microsoft exchange server 2003") || greeting.contains("version 6.5")
    }
}
