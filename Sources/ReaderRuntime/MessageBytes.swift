import Dispatch
import MailModel
import MailStore
import MailSync
import MessageContent
import Synchronization

/// Reads pieces of a message: from the store where they are, else from the server, chunk by chunk as they come.
package struct MessageBytes: Sendable {
    /// Fetches a section of a message from its server in pieces, from an encoded octet on: octets, how many there are with those
    /// before, and how many there will be by the server's word.
    package typealias Fetch =
        @Sendable (
            _ section: String, _ message: MessageID, _ offset: Int,
            _ onChunk: @escaping @Sendable ([UInt8], Int, Int) async throws -> Void
        ) async throws -> Void

    let store: MailStore
    /// Nil where the message's account is not connected to.
    private let fetch: Fetch?
    /// Opens what files stand in that were encrypted.
    private let engine: (any SealEngine)?
    private let atHand: SourceAtHand

    /// With what the account's own connection gives; nil where there is none.
    init(
        store: MailStore, account: AccountSync?, engine: (any SealEngine)? = nil, atHand: SourceAtHand = SourceAtHand()
    ) {
        self.store = store
        self.atHand = atHand
        self.engine = engine
        guard let account else {
            fetch = nil
            return
        }
        fetch = { section, message, offset, onChunk in
            try await account.attachment(message, section: section, from: offset, onChunk: onChunk)
        }
    }

    package init(
        store: MailStore, fetch: Fetch?, engine: (any SealEngine)? = nil, atHand: SourceAtHand = SourceAtHand()
    ) {
        self.store = store
        self.atHand = atHand
        self.fetch = fetch
        self.engine = engine
    }

    /// A `winmail.dat` is taken apart in memory; a larger one is not.
    static let largestPacked = 64 << 20

    /// Hands a section over without its transfer encoding. `""` is the whole message, `HEADER` its header, and `2/1` the
    /// first of the files that are wrapped in part 2.
    ///
    /// - Parameter onProgress: how many encoded octets have come, and how many there are as far as that is known.
    package func stream(
        _ section: String, of message: MessageID, onProgress: @escaping @Sendable (Int, Int) -> Void = { _, _ in },
        to write: @escaping @Sendable ([UInt8]) async throws -> Void
    ) async throws {
        if section.isEmpty || section == "HEADER" {
            return try await encoded(section, of: message, onProgress: onProgress, to: write)
        }
        if section.contains(">") {
            return try await write(try await sealed(section, of: message, onProgress: onProgress))
        }
        let steps = section.split(separator: "/", maxSplits: 1).map(String.init)
        guard let outer = steps.first, let part = try store.structure(of: message)?.part(outer) else {
            throw SyncError.noSuchPart(section)
        }
        if steps.count == 2 {
            return try await write(try await packed(steps[1], in: part, of: message, onProgress: onProgress))
        }
        let decoder = Mutex(TransferDecoder(encoding: part.isMultipart ? "" : part.encoding))
        try await encoded(section, of: message, onProgress: onProgress) { chunk in
            try await write(decoder.withLock { $0.decode(chunk) })
        }
        try await write(decoder.withLock { $0.finish() })
    }

    /// Up to so many octets of a section without its transfer encoding.
    package func bytes(
        _ section: String, of message: MessageID, limit: Int,
        onProgress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> (bytes: [UInt8], isCut: Bool) {
        let gathered = Gathered(limit: limit)
        do {
            try await stream(section, of: message, onProgress: onProgress) { try gathered.take($0) }
        } catch {
            // Enough has come: the error only stopped the rest.
            guard gathered.isCut else { throw error }
        }
        return (gathered.bytes, gathered.isCut)
    }

    /// What a part is of that comes from the server and can be gone on with later; nil for all else: what is here, what is made of
    /// other parts, and what was encrypted, of which nothing is kept.
    func origin(of section: String, in message: MessageID) throws -> PartOrigin? {
        guard fetch != nil, try stored(section, of: message) == nil,
            let part = try store.structure(of: message)?.part(section), let summary = try store.summary(message),
            let uid = summary.uid, let folder = try store.folder(summary.folder),
            let validity = try store.syncState(of: folder.id)?.uidValidity
        else { return nil }
        return PartOrigin(
            account: folder.account.name, folder: folder.wireName, validity: validity, uid: uid,
            messageSize: summary.size, section: section, encoding: part.isMultipart ? "" : part.encoding,
            size: part.size)
    }

    /// A file within a sealed part; nothing of it is kept.
    private func sealed(
        _ section: String, of message: MessageID, onProgress: @escaping @Sendable (Int, Int) -> Void
    ) async throws -> [UInt8] {
        let source = try await sealedSource(of: message, limit: MessageBytes.largestPacked, onProgress: onProgress)
        guard !source.isCut else { throw SyncError.refused("The message is too large to be opened.") }
        let opened = await withCheckedContinuation { done in
            DispatchQueue.global(qos: .userInitiated).async {
                done.resume(
                    returning: engine.flatMap {
                        MessageReader.sealedPart(section: section, ofSource: source.bytes, engine: $0)
                    })
            }
        }
        guard let opened else { throw SyncError.noSuchPart(section) }
        return opened.bytes
    }

    /// The whole of a message that has something sealed in it.
    func sealedSource(
        of message: MessageID, limit: Int, onProgress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> (bytes: [UInt8], isCut: Bool) {
        if let held = atHand.source(of: message), held.count <= limit { return (held, false) }
        let source = try await bytes("", of: message, limit: limit, onProgress: onProgress)
        if !source.isCut { atHand.hold(source.bytes, of: message) }
        return source
    }

    private func packed(
        _ number: String, in part: PartTree, of message: MessageID, onProgress: @escaping @Sendable (Int, Int) -> Void
    ) async throws -> [UInt8] {
        let gathered = Gathered(limit: MessageBytes.largestPacked)
        try await encoded(part.section, of: message, onProgress: onProgress) { try gathered.take($0) }
        guard let number = Int(number),
            let file = MessageReader.packedFile(number, in: part, encoded: gathered.bytes)
        else { throw SyncError.noSuchPart("\(part.section)/\(number)") }
        return file
    }

    /// - Parameter offset: encoded octets that the caller has already.
    func encoded(
        _ section: String, of message: MessageID, from offset: Int = 0,
        onProgress: @escaping @Sendable (Int, Int) -> Void,
        to write: @escaping @Sendable ([UInt8]) async throws -> Void
    ) async throws {
        if let stored = try stored(section, of: message) { return try await write(Array(stored.dropFirst(offset))) }
        guard let fetch else {
            throw SyncError.refused("That part is not on this machine yet, and its account is not connected.")
        }
        try await fetch(section, message, offset) { chunk, received, total in
            try await write(chunk)
            onProgress(received, total)
        }
    }

    /// The section where the store has all of it: long texts are only kept up to a limit.
    private func stored(_ section: String, of message: MessageID) throws(StoreError) -> [UInt8]? {
        guard let body = try store.body(of: message) else { return nil }
        guard let bytes = body.parts[section] else { return nil }
        if section.isEmpty { return bytes }
        guard let part = body.structure?.part(section), bytes.count >= part.size else { return nil }
        return bytes
    }

    /// Octets that have come, up to a limit.
    private final class Gathered: Sendable {
        /// Thrown to stop what would only be thrown away.
        struct Full: Error {}

        private let state = Mutex<(bytes: [UInt8], isCut: Bool)>(([], false))
        private let limit: Int

        init(limit: Int) { self.limit = limit }

        var bytes: [UInt8] { state.withLock { $0.bytes } }
        var isCut: Bool { state.withLock { $0.isCut } }

        func take(_ chunk: [UInt8]) throws {
            let isFull = state.withLock { state in
                let room = limit - state.bytes.count
                state.bytes += chunk.prefix(room)
                if chunk.count > room { state.isCut = true }
                return state.isCut
            }
            if isFull { throw Full() }
        }
    }
}
