import Foundation
import MailCrypto
import MailModel
import MailStore
import MailSync
import MessageContent
import ReaderRuntime

/// A message that a command is about: in a folder, in a file or on standard input.
struct MessageSource {
    private let name: String
    private let common: CommonOptions
    /// Whose server's word counts about the sender of a message that is in no folder.
    private let account: String?

    init(_ name: String, _ common: CommonOptions, account: String? = nil) {
        self.name = name
        self.account = account
        self.common = common
    }

    /// Without a screen a pinentry may have the terminal.
    private var engine: any SealEngine { GnuPG(mayAsk: true, limit: .seconds(120)) }

    /// A locator, unless a file of that name is there.
    private var isLocator: Bool {
        name != "-" && !FileManager.default.fileExists(atPath: name) && MessageLocator(name) != nil
    }

    /// The message ready to be read, and where it is, unless it came from a file.
    func readable() async throws -> (ReadableMessage, (folder: Folder, summary: MessageSummary)?) {
        guard isLocator else {
            let bytes = try MessageFile.read(name).bytes
            return (MessageReader.readable(source: bytes, context: try contextOfFile(), engine: engine), nil)
        }
        let place = try await Place(name, common)
        if try place.store.body(of: place.summary.id) == nil {
            try await place.online { connection in
                try await AccountSync.fetchText(of: place.summary.id, connection, store: place.store)
            }
        }
        guard let body = try place.store.body(of: place.summary.id) else {
            throw CommandFailure(.refused, "\(name) is gone from the server")
        }
        let context = ReadingContexts(place.workplace.configuration.accounts).context(of: place.folder)
        var readable = MessageReader.readable(
            headers: HeaderSummary(of: place.summary), structure: body.structure, parts: body.parts, context: context)
        if !readable.seals.isEmpty {
            var source: [UInt8] = []
            try await withContents { source = try await $0.source() }
            readable = MessageReader.readable(source: source, context: context, engine: engine)
        }
        return (readable, (place.folder, place.summary))
    }

    /// A file may be from anybody: nobody's word counts about it, unless the user says that it is from his account.
    private func contextOfFile() throws -> ReadingContext {
        guard let account else { return ReadingContext() }
        let workplace = try Workplace(common)
        return ReadingContexts(workplace.configuration.accounts)[try workplace.account(named: account).id]
    }

    /// Lends the message's contents to `body`: those of a folder come over one connection, opened when the first octet that is not
    /// here is wanted.
    func withContents(_ body: (MessageContents) async throws -> Void) async throws {
        guard isLocator else {
            return try await body(MessageContents(source: MessageFile.read(name).bytes, engine: engine))
        }
        let place = try await Place(name, common)
        guard !place.workplace.isOffline else {
            do {
                return try await body(
                    MessageContents(of: place.summary.id, in: place.store, fetch: nil, engine: engine))
            } catch is SyncError {
                throw Place.isNotFetched
            }
        }
        try await place.online { connection in
            try await MessageSections.with(place.summary.id, connection, store: place.store) { sections in
                try await body(
                    MessageContents(
                        of: place.summary.id, in: place.store,
                        fetch: { section, _, offset, onChunk in
                            try await sections.fetch(section, from: offset, onChunk: onChunk)
                        },
                        engine: engine))
            }
        }
    }

    /// A message found in the store.
    private struct Place {
        let workplace: Workplace
        let store: MailStore
        let folder: Folder
        let summary: MessageSummary

        init(_ name: String, _ common: CommonOptions) async throws {
            workplace = try Workplace(common)
            store = try workplace.openStore()
            (folder, summary) = try await MessageFinder(workplace: workplace, store: store).message(name)
        }

        static let isNotFetched = CommandFailure(
            .offline, "the message has not been fetched yet: leave --offline out")

        func online<Value>(_ body: (AccountConfiguration) async throws -> Value) async throws -> Value {
            if workplace.isOffline { throw Place.isNotFetched }
            do {
                return try await body(workplace.connection(of: try workplace.account(named: folder.account.name)))
            } catch let error as SyncError {
                throw CommandFailure(error, account: folder.account)
            }
        }
    }
}
