import IMAPWire
import MailModel

/// UID COPY (RFC 9051 section 6.4.7).
extension IMAPConnection {
    /// Copies messages.
    ///
    /// - Returns: where they went, if the server says so (UIDPLUS).
    package func copy(_ uids: UIDSet, to wireName: String) async throws(IMAPError) -> CopyResult? {
        guard !uids.isEmpty else { return nil }
        try refuseIfCancelled()
        return try await transfer("UID COPY", uids, to: wireName)
    }

    /// UID COPY or UID MOVE, in as many commands as the length of a line needs.
    func transfer(_ name: String, _ uids: UIDSet, to wireName: String) async throws(IMAPError) -> CopyResult? {
        var tags: [String] = []
        for part in UIDSetParts.parts(of: uids, longest: longestSet) {
            let tag = try submit(name, interest: .codes) { encoder throws(EncodingError) in
                try encoder.raw(" \(part.wireNotation) ")
                encoder.mailbox(wireName)
            }
            tags.append(tag)
        }
        var result: CopyResult?
        for outcome in try await answers(to: tags, name) {
            // MOVE tells it in an untagged OK, COPY in the tagged one (RFC 6851 section 4.3).
            var statuses = [outcome.status]
            for case .status(let status) in outcome.responses { statuses.append(status) }
            for status in statuses { result = CopyResult.joining(result, status.code) }
        }
        return result
    }
}

extension CopyResult {
    /// More pairs than that in one answer are not believed.
    private static let mostPairs = 1 << 20

    fileprivate static func joining(_ known: CopyResult?, _ code: ResponseCode?) -> CopyResult? {
        guard case .copyUID(let validity, let source, let destination) = code else { return known }
        let count = source.reduce(0) { $0 + $1.count }
        guard count == destination.reduce(0, { $0 + $1.count }), count <= mostPairs else { return known }
        var targets = known?.targets ?? [:]
        for (from, to) in zip(source.lazy.joined(), destination.lazy.joined()) { targets[UID(from)] = UID(to) }
        return CopyResult(uidValidity: UIDValidity(validity), targets: targets)
    }
}
