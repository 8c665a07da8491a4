import IMAPWire
import MailModel

/// UID COPY (RFC 9051 section 6.4.7).
extension IMAPConnection {
    /// Copies messages.
    ///
    /// - Returns: where they went, if the server says so (UIDPLUS).
    package func copy(_ uids: UIDSet, to wireName: String) async throws(IMAPError) -> CopyResult? {
        try await transfer(uids, to: wireName, isMove: false).get()
    }

    /// Copies or moves messages, in as many commands as the length of a line needs, and tells how far the server got:
    /// what it has answered counts, whatever ends the rest.
    ///
    /// - Parameter isMove: by MOVE; only where `movesAtOnce()` says so.
    package func transfer(_ uids: UIDSet, to wireName: String, isMove: Bool) async -> Transfer {
        var transfer = Transfer()
        guard !uids.isEmpty else { return transfer }
        let name = isMove ? "UID MOVE" : "UID COPY"
        var sent: [(uids: UIDSet, tag: String)] = []
        do throws(IMAPError) {
            try refuseIfCancelled()
            for part in UIDSetParts.parts(of: uids, longest: longestSet) {
                let tag = try submit(name, interest: .codes) { encoder throws(EncodingError) in
                    try encoder.raw(" \(part.wireNotation) ")
                    encoder.mailbox(wireName)
                }
                sent.append((part, tag))
            }
        } catch {
            transfer.failure = error
        }
        for (part, tag) in sent {
            do throws(IMAPError) {
                transfer.take(try accepted(await answer(to: tag), name), of: part)
            } catch {
                transfer.failure = transfer.failure ?? error
            }
        }
        if isMove, transfer.failure == nil { ladder.clear(.move) }
        return transfer
    }
}

/// How far a COPY or MOVE of many messages got.
package struct Transfer: Sendable {
    /// The messages that commands were about which the server answered with OK. Of those, the ones that were there are
    /// copied (RFC 9051 section 6.4.7).
    package private(set) var accepted = UIDSet()
    /// Where they went, if the server says so (UIDPLUS). It names no messages that were gone.
    package private(set) var result: CopyResult?
    /// What ended the rest of them; nil where all were accepted.
    package fileprivate(set) var failure: IMAPError?

    fileprivate init() {}

    fileprivate mutating func take(_ outcome: CommandOutcome, of uids: UIDSet) {
        accepted = accepted.union(uids)
        // MOVE tells it in an untagged OK, COPY in the tagged one (RFC 6851 section 4.3).
        var statuses = [outcome.status]
        for case .status(let status) in outcome.responses { statuses.append(status) }
        for status in statuses { result = CopyResult.joining(result, status.code) }
    }

    /// Where they went.
    ///
    /// - Throws: what ended it before all were accepted.
    func get() throws(IMAPError) -> CopyResult? {
        if let failure { throw failure }
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
