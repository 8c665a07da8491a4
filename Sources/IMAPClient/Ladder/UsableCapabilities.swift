/// Capabilities less what was found broken here, so that one question answers both.
extension IMAPConnection {
    /// What the server can do, and does well as far as is known; asked for if it has not said so.
    func usableCapabilities() async throws(IMAPError) -> Capabilities {
        _ = try await knownCapabilities()
        return usableNow
    }

    /// The same, as far as the server has said so.
    var usableNow: Capabilities {
        let unusable = ServerExtension.allCases.filter { known in
            capabilities.offers(known) && !mayUse(known)
        }
        return capabilities.without(unusable.map(\.rawValue))
    }
}
