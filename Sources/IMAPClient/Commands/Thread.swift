import IMAPWire
import MailModel

/// UID THREAD (RFC 5256).
extension IMAPConnection {
    /// The messages that meet the criteria, joined to threads by the server.
    ///
    /// - Throws: `unsupported` where the server cannot join them that way.
    package func threads(
        _ criteria: SearchCriteria = .all, by algorithm: ThreadAlgorithm
    ) async throws(IMAPError) -> [ThreadedMessage] {
        let known = try await usableCapabilities()
        try known.require("THREAD=" + algorithm.rawValue)
        let key = try criteria.key.adapted(to: known)
        let outcome = try await run("UID THREAD", interest: .thread) { encoder throws(EncodingError) in
            try encoder.raw(" \(algorithm.rawValue) UTF-8 ")
            try encoder.searchKey(key)
        }
        var messages: [ThreadedMessage] = []
        for case .thread(let entries) in outcome.responses {
            for entry in entries {
                messages.append(ThreadedMessage(uid: entry.number.map { UID($0) }, depth: entry.depth))
            }
        }
        return messages
    }
}
