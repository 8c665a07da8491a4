import IMAPWire

/// SETACL, DELETEACL, GETACL, LISTRIGHTS and MYRIGHTS (RFC 4314 section 3). All throw `unsupported("ACL")` without it.
extension IMAPConnection {
    /// Changes what somebody may do with a mailbox.
    package func setRights(_ change: RightsChange, of identifier: String, on wireName: String) async throws(IMAPError) {
        _ = try await runWithACL("SETACL", wireName) { encoder throws(EncodingError) in
            encoder.space()
            encoder.astring(identifier)
            encoder.space()
            try encoder.rightsChange(change)
        }
    }

    /// Takes somebody off the list of a mailbox.
    package func deleteRights(of identifier: String, on wireName: String) async throws(IMAPError) {
        _ = try await runWithACL("DELETEACL", wireName) { encoder in
            encoder.space()
            encoder.astring(identifier)
        }
    }

    /// Who may do what with a mailbox.
    package func rights(on wireName: String) async throws(IMAPError) -> [AccessRights] {
        let outcome = try await runWithACL("GETACL", wireName)
        for case .acl(let found) in outcome.responses { return found.entries }
        return []
    }

    /// What somebody always may, first, and then each group of rights that can be given.
    package func possibleRights(of identifier: String, on wireName: String) async throws(IMAPError) -> [String] {
        let outcome = try await runWithACL("LISTRIGHTS", wireName) { encoder in
            encoder.space()
            encoder.astring(identifier)
        }
        for case .listRights(let found) in outcome.responses { return found.entries.map(\.rights) }
        return []
    }

    /// What we may do with a mailbox; nil where the server does not say.
    package func myRights(on wireName: String) async throws(IMAPError) -> String? {
        let outcome = try await runWithACL("MYRIGHTS", wireName)
        for case .myRights(let found) in outcome.responses { return found.entries.first?.rights }
        return nil
    }

    private func runWithACL(
        _ name: String, _ wireName: String,
        _ more: (inout CommandEncoder) throws(EncodingError) -> Void = { (_) throws(EncodingError) in }
    ) async throws(IMAPError) -> CommandOutcome {
        try await usableCapabilities().require("ACL")
        return try await run(name, interest: .accessRights) { encoder throws(EncodingError) in
            encoder.space()
            encoder.mailbox(wireName)
            try more(&encoder)
        }
    }
}
