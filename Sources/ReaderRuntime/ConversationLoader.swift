import MailModel
import MailStore
import MailSync
import MessageContent
import Reader

/// Gathers a conversation from the store, and the texts that are missing from the server, one after the other. What is signed or
/// encrypted is opened when all of it is there to be read.
struct ConversationLoader: Sendable {
    let store: MailStore
    /// The account of the conversation; nil where it is not connected.
    let account: AccountSync?
    var contexts = ReadingContexts()
    let engine: any SealEngine
    let send: @Sendable (Event) -> Void

    func load(_ id: MessageID) async {
        do {
            var entries = try entries(of: id)
            send(.conversation(id, entries))
            for place in entries.indices {
                guard case .loading = entries[place].content else { continue }
                try Task.checkCancellation()
                entries[place].content = await fetched(entries[place].summary)
                send(.conversation(id, entries))
            }
            try await openSeals(of: &entries, opened: id)
        } catch is CancellationError {
            return  // somebody reads on elsewhere
        } catch {
            send(.notice(Notice(PieceLoader.words(for: error), kind: .error)))
        }
    }

    /// Messages of a conversation whose seals are opened: each starts a program.
    private static let mostOpened = 50

    /// Opens one after the other, the message first from which the conversation was opened. A program that does not answer is
    /// not asked again, and a message that can't be had leaves the others alone.
    private func openSeals(of entries: inout [ConversationEntry], opened id: MessageID) async throws {
        let sealed = entries.indices.filter { place in
            if case .ready(let message) = entries[place].content { !message.seals.isEmpty } else { false }
        }
        let first = sealed.filter { entries[$0].summary.id == id }
        let loader = MessageLoader(store: store, contexts: contexts, send: send)
        let bytes = MessageBytes(store: store, account: account, engine: engine)
        var trouble: String?
        for place in (first + sealed.filter { !first.contains($0) }).prefix(ConversationLoader.mostOpened) {
            try Task.checkCancellation()
            do {
                guard let opened = try await loader.opened(entries[place].summary.id, bytes, engine) else { continue }
                try Task.checkCancellation()
                entries[place].content = .ready(opened)
                send(.conversation(id, entries))
                if opened.seals.contains(where: { $0.state == .noAnswer }) { break }
            } catch let error as CancellationError {
                throw error
            } catch {
                trouble = PieceLoader.words(for: error)
            }
        }
        if let trouble { send(.notice(Notice("Not all was checked: " + trouble, kind: .error))) }
    }

    private func entries(of id: MessageID) throws(StoreError) -> [ConversationEntry] {
        let sorted = try store.conversation(of: id).sorted {
            ConversationLoader.order($0) < ConversationLoader.order($1)
        }
        var entries: [ConversationEntry] = []
        for summary in sorted {
            let folder = try store.folder(summary.folder)
            let body = try store.body(of: summary.id)
            entries.append(
                ConversationEntry(
                    summary: summary, folder: folder.map { $0.role == .inbox ? "Inbox" : $0.name } ?? "",
                    content: body.map {
                        .ready(MessageLoader.readable(summary, $0, contexts.context(of: folder)))
                    } ?? .loading))
        }
        return entries
    }

    private static func order(_ message: MessageSummary) -> (Int64, Int64) {
        ((message.sent ?? message.received).seconds, message.id.row)
    }

    private func fetched(_ summary: MessageSummary) async -> MessageContentState {
        guard let account else { return .failed("Not on this machine yet, and offline.") }
        do {
            try await account.want(summary.id)
            for await body in store.observeBody(summary.id) {
                let folder = try store.folder(summary.folder)
                return .ready(MessageLoader.readable(summary, body, contexts.context(of: folder)))
            }
            return .failed("It was cancelled.")
        } catch {
            return .failed(ErrorWords.words(for: SyncError(error)))
        }
    }
}
