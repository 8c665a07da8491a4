import Dispatch
import MailModel
import MailStore
import MailSync
import MessageContent
import Reader

/// Makes a message readable from what the store has of it.
struct MessageLoader: Sendable {
    let store: MailStore
    var contexts = ReadingContexts()
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
            let folder = try store.folder(summary.folder)
            send(.message(id, .ready(MessageLoader.readable(summary, body, contexts.context(of: folder)))))
            send(.facts(id, try facts(summary, in: folder)))
        } catch {
            send(.message(id, .failed(ErrorWords.words(for: error))))
        }
        return true
    }

    /// Opens what is signed or encrypted of a message that is shown, and shows it anew.
    func openSeals(of id: MessageID, _ bytes: MessageBytes, _ engine: any SealEngine) async {
        do {
            guard let opened = try await opened(id, bytes, engine) else { return }
            if !Task.isCancelled { send(.message(id, .ready(opened))) }
        } catch is CancellationError {
            return  // somebody reads on elsewhere
        } catch {
            if !Task.isCancelled {
                send(.notice(Notice("Not checked: " + PieceLoader.words(for: error), kind: .error)))
            }
        }
    }

    /// A message with its seals opened, for which the whole of it is needed; nil where nothing in it is sealed. What comes of it
    /// is for the screen and goes nowhere else.
    func opened(
        _ id: MessageID, _ bytes: MessageBytes, _ engine: any SealEngine
    ) async throws -> ReadableMessage? {
        guard let summary = try store.summary(id), let body = try store.body(of: id) else { return nil }
        let context = contexts.context(of: try store.folder(summary.folder))
        let shown = MessageLoader.readable(summary, body, context)
        guard !shown.seals.isEmpty else { return nil }
        guard summary.size <= MessageLoader.largestSealed else { return MessageLoader.tooLarge(shown) }
        let source = try await bytes.sealedSource(of: id, limit: MessageLoader.largestSealed)
        guard !source.isCut else { return MessageLoader.tooLarge(shown) }
        try Task.checkCancellation()
        return await withCheckedContinuation { done in
            // gpg takes its time: not on a thread that others wait for.
            DispatchQueue.global(qos: .userInitiated).async {
                let opened = MessageReader.readable(source: source.bytes, context: context, engine: engine)
                done.resume(returning: opened)
            }
        }
    }

    private static func tooLarge(_ message: ReadableMessage) -> ReadableMessage {
        var message = message
        for place in message.seals.indices { message.seals[place].state = .tooLarge }
        return message
    }

    /// Octets of a message that is fetched as a whole because something in it is sealed.
    static let largestSealed = 32 << 20

    /// What the store knows of the sender and the conversation. Mail of the user's own needs no such caution.
    private func facts(_ summary: MessageSummary, in folder: Folder?) throws(StoreError) -> MessageFacts {
        var facts = MessageFacts(conversation: try store.conversation(of: summary.id).count)
        guard let folder, let sender = summary.from.first else { return facts }
        switch folder.role {
        case .sent, .drafts: return facts
        case .inbox, .flagged, .archive, .all, .important, .junk, .trash, nil: break
        }
        facts.isFirstFromSender = try store.isFirstFromSender(summary.id) ?? false
        if facts.isFirstFromSender, !sender.name.isEmpty {
            facts.namesake = try store.contact(
                named: sender.name, otherThan: sender.address, account: folder.account)
        }
        return facts
    }

    /// Waits until the text is in the store and shows it.
    func showWhenFetched(_ id: MessageID) async {
        for await _ in store.observeBody(id) where showFromStore(id) { return }
    }

    static func readable(
        _ summary: MessageSummary, _ body: StoredBody, _ context: ReadingContext
    ) -> ReadableMessage {
        MessageReader.readable(
            headers: HeaderSummary(of: summary), structure: body.structure, parts: body.parts, context: context)
    }
}
