import MailModel
import MailStore
import MailSync
import Reader

/// Gathers a conversation from the store, and the texts that are missing from the server, one after the other.
struct ConversationLoader: Sendable {
    let store: MailStore
    /// The account of the conversation; nil where it is not connected.
    let account: AccountSync?
    var contexts = ReadingContexts()
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
        } catch is CancellationError {
            return  // somebody reads on elsewhere
        } catch {
            send(.notice(Notice(PieceLoader.words(for: error), kind: .error)))
        }
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
