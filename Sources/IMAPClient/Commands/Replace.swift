import IMAPWire
import MailModel

/// UID REPLACE (RFC 8508), and what stands for it.
extension IMAPConnection {
    /// Puts a message in the place of another, such as the next version of a draft.
    ///
    /// Without REPLACE the new one is uploaded, and only after the OK to that the old one is removed, it and no other.
    /// - Parameters:
    ///   - uid: the old one, in the open mailbox.
    ///   - wireName: where the new one goes.
    /// - Returns: where it went, if the server says so (UIDPLUS).
    /// - Throws: `unsupported("UIDPLUS")` where the server can neither replace nor remove single messages; nothing has
    ///   been sent then.
    package func replace(
        _ uid: UID, in wireName: String, with message: OutgoingMessage
    ) async throws(IMAPError) -> AppendResult? {
        _ = try await knownCapabilities()
        return try await ask(doubting: [.replace]) { () async throws(IMAPError) in
            try await placed(uid, in: wireName, message)
        }
    }

    private func placed(
        _ uid: UID, in wireName: String, _ message: OutgoingMessage
    ) async throws(IMAPError) -> AppendResult? {
        let known = usableNow
        guard known.contains("REPLACE") else {
            try known.require("UIDPLUS")
            let placed = try await append(wireName, all: [message])
            try await store(UIDSet([uid]), [.system(.deleted)], adding: true)
            try await expunge(UIDSet([uid]))
            return placed.first ?? nil
        }
        let written = try message.written(for: known, acceptsUTF8: acceptsUTF8)
        try refuseIfTooLarge(written.content.count, for: wireName, known)
        let outcome = try await run("UID REPLACE", interest: .codes) { encoder throws(EncodingError) in
            try encoder.raw(" \(uid.value) ")
            encoder.mailbox(wireName)
            try encoder.appendMessage(written, synchronizing: !known.contains("LITERAL+"))
        }
        // Told in an untagged OK before the old message goes (RFC 8508 section 3.5).
        var codes = [outcome.status.code]
        for case .status(let status) in outcome.responses { codes.append(status.code) }
        return codes.lazy.compactMap { AppendResult.results($0, count: 1)[0] }.first
    }
}
