import IMAPWire
import MailModel

/// APPEND (RFC 9051 section 6.3.12).
extension IMAPConnection {
    /// Uploads a message.
    ///
    /// - Parameter date: its INTERNALDATE; nil for now.
    /// - Returns: where it went, if the server says so (UIDPLUS).
    package func append(
        _ wireName: String, _ bytes: [UInt8], flags: Flags = Flags(), date: MailDate? = nil
    ) async throws(IMAPError) -> AppendResult? {
        let known = try await knownCapabilities()
        try refuseIfCancelled()
        try refuseIfTooLarge(bytes.count, for: wireName, known)
        // Without `{n+}` of any length the server is asked first, so that it can refuse before the upload.
        let mayStream = known.contains("LITERAL+")
        let outcome = try await run("APPEND") { encoder throws(EncodingError) in
            encoder.space()
            encoder.mailbox(wireName)
            encoder.space()
            let names = flags.wireNames
            if !names.isEmpty {
                try encoder.raw("(" + names.joined(separator: " ") + ") ")
            }
            if let date { try encoder.raw("\"\(WireDateText.text(date))\" ") }
            encoder.literal(bytes, synchronizing: !mayStream)
        }
        guard case .appendUID(let validity, let uids) = outcome.status.code, let uid = uids.first?.lowerBound, uid != 0
        else { return nil }
        return AppendResult(uidValidity: UIDValidity(validity), uid: UID(uid))
    }
}
