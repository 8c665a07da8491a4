import IMAPClient
import MailModel
import MailStore

extension AccountSync {
    /// Pieces that are fetched in one go, before anything else gets its turn.
    private static let piecesTogether = 4
    /// Connections that may be lost in a row without a single octet of the attachment.
    private static let mostLosses = 5

    /// Fetches a part of a message in pieces, so that nothing else waits for long and no more than a few are in memory.
    ///
    /// Where the connection is lost it goes on with the next one from where it was. Cancel the task to stop it; what was
    /// handed over can be gone on from by its length.
    /// - Parameters:
    ///   - offset: where to start, in encoded octets.
    ///   - onChunk: receives the encoded octets in order, how many have come, and how many there are by the server's word.
    /// - Throws: `SyncError`, and what `onChunk` throws as it is.
    package func attachment(
        _ message: MessageID, section: String, from offset: Int = 0,
        onChunk: @escaping @Sendable (_ bytes: [UInt8], _ received: Int, _ total: Int) async throws -> Void
    ) async throws {
        do {
            let size = try store.size(ofSection: section, of: message) ?? 0
            if isElsewhere { return try await pieceBeside(message, section, from: max(0, offset), onChunk) }
            try refuseWhileOffline()
            var offset = max(0, offset)
            var losses = 0
            while true {
                try Task.checkCancellation()
                switch await stretch(of: message, section, at: offset) {
                case .success(let stretch):
                    if !stretch.pieces.isEmpty { losses = 0 }
                    for bytes in stretch.pieces {
                        offset += bytes.count
                        try await onChunk(bytes, offset, max(offset, size))
                    }
                    if stretch.isLast { return }
                case .failure(.offline) where losses < Self.mostLosses: losses += 1
                case .failure(let error): throw error
                }
            }
        } catch {
            throw SyncError.sorted(error)
        }
    }

    private func refuseWhileOffline() throws(SyncError) {
        switch link {
        case .connecting, .live, .elsewhere: return
        case .offline(_, let reason, _), .stopped(let reason): throw .refused(reason)
        }
    }

    private func stretch(
        of message: MessageID, _ section: String, at offset: Int
    ) async -> Result<PieceRequest.Stretch, SyncError> {
        pieceCount += 1
        let number = pieceCount
        let request = PieceRequest(message: message, section: section, offset: offset)
        pieces[number] = request
        queue.add(attachment: number)
        bell.ring()
        return await request.wait()
    }

    func fetchPiece(_ number: Int, on connection: IMAPConnection) async throws {
        queue.remove(attachment: number)
        guard let request = pieces.removeValue(forKey: number), !request.isDone else { return }
        let gathered = GatheredPieces()
        do {
            let isLast = try await fetch(request, into: gathered, on: connection)
            request.finish(.success(PieceRequest.Stretch(pieces: gathered.all, isLast: isLast)))
        } catch {
            var error = SyncError(error)
            // When a connection ends, what works on it is cancelled: that is not the end of the account.
            if error == .cancelled, let reason = await connection.endedBecause { error = SyncError(reason) }
            // What has come of it is good, also where no more does.
            let came = gathered.all
            request.finish(
                came.isEmpty ? .failure(error) : .success(PieceRequest.Stretch(pieces: came, isLast: false)))
            switch error {
            case .refused, .noSuchFolder, .noSuchMessage, .noSuchPart: break
            case .offline, .loginRefused, .notTrusted, .store, .cancelled: throw error
            }
        }
    }

    /// - Returns: whether the attachment ends with what was gathered.
    private func fetch(
        _ request: PieceRequest, into gathered: GatheredPieces, on connection: IMAPConnection
    ) async throws -> Bool {
        guard let summary = try store.summary(request.message), let uid = summary.uid,
            try await select(summary.folder, on: connection)
        else { throw SyncError.noSuchMessage }
        let told = try store.size(ofSection: request.section, of: request.message)
        let fetch = SectionFetch(connection: connection, options: configuration.options)
        let rest = try await fetch.fetch(request.section, of: uid, from: request.offset, told: told) { piece in
            let count = gathered.add(piece)
            return await self.mayGoOn(with: request, after: count)
        }
        if rest == request.offset { throw SyncError(IMAPError.protocolViolation("a part without end")) }
        return rest == nil
    }

    /// Whether the next pieces may be asked for before somebody else has a turn.
    private func mayGoOn(with request: PieceRequest, after count: Int) -> Bool {
        count < Self.piecesTogether && !request.isDone && !queue.hasUser
    }

    /// Those that wait for a piece go on with the next connection, unless there will be none before the user acts.
    func keepPieces(after failure: SyncError) {
        let waiting = pieces.filter { !$0.value.isDone }
        pieces = [:]
        for (number, request) in waiting.sorted(by: { $0.key < $1.key }) {
            if failure.needsUser || failure == .cancelled {
                request.finish(.failure(failure))
            } else {
                pieces[number] = request
                queue.add(attachment: number)
            }
        }
    }
}
