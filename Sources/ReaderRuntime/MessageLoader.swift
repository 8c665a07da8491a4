import MailModel
import MailStore
import MailSync
import MessageContent
import Reader

/// Makes a message readable from what the store has of it.
struct MessageLoader: Sendable {
    let store: MailStore
    let send: @Sendable (Event) -> Void

    /// Shows the message if its text is there, or says why it can't be shown.
    ///
    /// - Returns: false where the text has to be fetched first.
    func showFromStore(_ id: MessageID) -> Bool {
        do {
            guard let summary = try store.summary(id) else {
                send(.message(id, .failed("This message is gone: it was moved or deleted elsewhere.")))
                return true
            }
            guard let body = try store.body(of: id) else { return false }
            send(.message(id, .ready(MessageLoader.readable(summary, body))))
        } catch {
            send(.message(id, .failed(ErrorWords.words(for: error))))
        }
        return true
    }

    /// Waits until the text is in the store and shows it.
    func showWhenFetched(_ id: MessageID) async {
        for await _ in store.observeBody(id) where showFromStore(id) { return }
    }

    static func readable(_ summary: MessageSummary, _ body: StoredBody) -> ReadableMessage {
        MessageReader.readable(
            headers: HeaderSummary(of: summary), structure: body.structure, parts: body.parts)
    }
}
