import MailModel
import MailStore
import MailSync
import MessageContent
import ReaderRuntime

/// What a command takes out of one message, piece by piece: a file's octets are in memory, those of a server never all at once.
struct MessageContents: Sendable {
    private enum Origin: Sendable {
        case source([UInt8])
        case folder(MessageBytes, MessageID)
    }

    private let origin: Origin
    /// Opens what files stand in that were encrypted.
    private let engine: any SealEngine

    init(source: [UInt8], engine: any SealEngine) {
        origin = .source(source)
        self.engine = engine
    }

    /// - Parameter fetch: nil where the network is not to be used.
    init(of message: MessageID, in store: MailStore, fetch: MessageBytes.Fetch?, engine: any SealEngine) throws {
        self.engine = engine
        if let whole = try store.body(of: message)?.parts[""] {
            origin = .source(whole)
        } else {
            origin = .folder(MessageBytes(store: store, fetch: fetch, engine: engine), message)
        }
    }

    /// Hands a section over without its transfer encoding; `""` is the whole message.
    func stream(_ section: String, to write: @escaping @Sendable ([UInt8]) async throws -> Void) async throws {
        switch origin {
        case .folder(let bytes, let message): try await bytes.stream(section, of: message, to: write)
        case .source(let source) where section.isEmpty: try await write(source)
        case .source(let source):
            let part =
                section.contains(">")
                ? MessageReader.sealedPart(section: section, ofSource: source, engine: engine)
                : MessageReader.part(section: section, ofSource: source)
            guard let part else {
                throw CommandFailure(.refused, "part \(section) can't be taken out of the message")
            }
            try await write(part.bytes)
        }
    }

    /// Writes a section into a file beside a place, going on with what an earlier run left of it, and lets `place` name it.
    func save<Place>(
        _ section: String, beside path: String, onProgress: @escaping @Sendable (PartSaving.Progress) -> Void,
        place: (PartialFile) throws -> Place
    ) async throws -> Place {
        switch origin {
        case .folder(let bytes, let message):
            return try await PartSaving(bytes).save(
                section, of: message, beside: path, onProgress: onProgress, place: place)
        case .source:
            let file = try PartialFile(beside: path)
            do {
                try await stream(section) { try file.write($0) }
                return try place(file)
            } catch {
                file.discard()
                throw error
            }
        }
    }

    /// The header as it was sent.
    func header() async throws -> [UInt8] {
        switch origin {
        case .source(let source): MessageText.header(of: source)
        case .folder(let bytes, let message):
            try await bytes.bytes("HEADER", of: message, limit: MessageContents.longest).bytes
        }
    }

    /// The whole message.
    func source() async throws -> [UInt8] {
        switch origin {
        case .source(let source): return source
        case .folder(let bytes, let message):
            let source = try await bytes.bytes("", of: message, limit: MessageContents.longest)
            guard !source.isCut else { throw CommandFailure(.refused, "the message is too large for that") }
            return source.bytes
        }
    }

    /// Octets of what is gathered in memory.
    private static let longest = 256 << 20
}
