import IMAPClient
import MailModel
import MailStore

/// One piece of an attachment that somebody waits for.
struct PieceRequest {
    var message: MessageID
    var section: String
    var offset: Int
    var continuation: CheckedContinuation<Result<[UInt8], SyncError>, Never>
}

extension AccountSync {
    /// Fetches a part of a message in pieces, so that nothing else waits for long.
    ///
    /// Cancel the task to stop it; what was handed over can be gone on from by its length.
    /// - Parameters:
    ///   - offset: where to start, in encoded octets.
    ///   - onChunk: receives the encoded octets in order, how many have come, and how many there are by the server's word.
    package func attachment(
        _ message: MessageID, section: String, from offset: Int = 0,
        onChunk: @escaping @Sendable (_ bytes: [UInt8], _ received: Int, _ total: Int) async throws -> Void
    ) async throws(SyncError) {
        do {
            let size = try size(of: section, in: message)
            if isElsewhere { return try await pieceBeside(message, section, size, onChunk) }
            let chunk = configuration.options.attachmentChunk
            var offset = max(0, offset)
            var hasMore = offset < size || offset == 0
            while hasMore {
                try Task.checkCancellation()
                let bytes = try await piece(of: message, section, at: offset).get()
                offset += bytes.count
                if !bytes.isEmpty { try await onChunk(bytes, offset, max(offset, size)) }
                // The size that the server tells may be wrong: the part ends where no full piece comes.
                hasMore = bytes.count >= chunk
            }
        } catch {
            throw SyncError(error)
        }
    }

    /// Octets of a section as far as they are known. `""` is the whole message and `HEADER` its header (RFC 9051
    /// section 6.4.5, `section-spec`), which need no structure.
    private func size(of section: String, in message: MessageID) throws -> Int {
        switch section {
        case "":
            guard let summary = try store.summary(message) else { throw SyncError.noSuchMessage }
            return summary.size
        case "HEADER": return 0
        default:
            guard let part = try store.structure(of: message)?.part(section) else {
                throw SyncError.noSuchPart(section)
            }
            return part.size
        }
    }

    private func piece(of message: MessageID, _ section: String, at offset: Int) async -> Result<[UInt8], SyncError> {
        switch link {
        case .connecting, .live, .elsewhere: break
        case .offline(_, let reason, _), .stopped(let reason): return .failure(.refused(reason))
        }
        pieceCount += 1
        let number = pieceCount
        return await withCheckedContinuation { continuation in
            pieces[number] = PieceRequest(
                message: message, section: section, offset: offset, continuation: continuation)
            queue.add(attachment: number)
            bell.ring()
        }
    }

    func fetchPiece(_ number: Int, on connection: IMAPConnection) async throws {
        queue.remove(attachment: number)
        guard let request = pieces.removeValue(forKey: number) else { return }
        do {
            request.continuation.resume(returning: .success(try await fetch(request, on: connection)))
        } catch {
            let error = SyncError(error)
            request.continuation.resume(returning: .failure(error))
            switch error {
            case .refused, .noSuchFolder, .noSuchMessage, .noSuchPart: break
            case .offline, .loginRefused, .notTrusted, .store, .cancelled: throw error
            }
        }
    }

    private func fetch(_ request: PieceRequest, on connection: IMAPConnection) async throws -> [UInt8] {
        guard let summary = try store.summary(request.message), let uid = summary.uid,
            try await select(summary.folder, on: connection)
        else { throw SyncError.noSuchMessage }
        let end = request.offset + configuration.options.attachmentChunk
        let item = FetchItem.peek(section: request.section, partial: request.offset..<end)
        guard let answer = try await connection.fetch(.uids(UIDSet([uid])), [.uid, item]).first else {
            throw SyncError.noSuchMessage
        }
        // NIL: the server does not have the part (RFC 9051 section 7.5.2).
        guard let bytes = answer.sections[request.section] else { throw SyncError.noSuchPart(request.section) }
        return bytes
    }
}
