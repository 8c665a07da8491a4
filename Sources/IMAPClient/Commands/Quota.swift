import IMAPWire

/// What is used and what may be used under one quota root (RFC 9208 section 3.1).
package struct Quota: Sendable, Equatable {
    /// Its name, often empty.
    package var root: String
    package var resources: [QuotaResource]
}

/// GETQUOTA, GETQUOTAROOT and SETQUOTA (RFC 9208 section 4.1, RFC 2087).
extension IMAPConnection {
    /// The quotas that a mailbox is under; none for a mailbox without bounds.
    ///
    /// - Throws: `unsupported("QUOTA")` where the server keeps none.
    package func quotas(of wireName: String) async throws(IMAPError) -> [Quota] {
        try await usableCapabilities().require("QUOTA")
        let outcome = try await run("GETQUOTAROOT", interest: .quota) { encoder in
            encoder.space()
            encoder.mailbox(wireName)
        }
        return Self.quotas(outcome)
    }

    /// The quota of one root.
    package func quota(root: String) async throws(IMAPError) -> Quota? {
        try await usableCapabilities().require("QUOTA")
        let outcome = try await run("GETQUOTA", interest: .quota) { encoder in
            encoder.space()
            encoder.string(root)
        }
        return Self.quotas(outcome).first
    }

    /// Sets the limits of a root, which most servers allow to administrators alone. Limits left out are taken away.
    ///
    /// - Returns: the quota as it is now, where the server tells it.
    package func setQuota(root: String, _ limits: [QuotaLimit]) async throws(IMAPError) -> Quota? {
        try await usableCapabilities().require("QUOTA")
        let outcome = try await run("SETQUOTA", interest: .quota) { encoder throws(EncodingError) in
            encoder.space()
            encoder.string(root)
            encoder.space()
            try encoder.quotaLimits(limits)
        }
        return Self.quotas(outcome).first
    }

    private static func quotas(_ outcome: CommandOutcome) -> [Quota] {
        var quotas: [Quota] = []
        for case .quota(let found) in outcome.responses {
            quotas.append(Quota(root: found.root, resources: found.resources))
        }
        return quotas
    }
}
