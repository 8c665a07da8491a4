import MailModel
import Screen

/// What happened, told to `AppState.update`.
package enum Event: Equatable, Sendable {
    case input(InputEvent)
    /// The time, in seconds since 1970, and the rule of local time. Once at the start, then at least once a minute, and
    /// once a second while `AppState.wantsSeconds`.
    case tick(now: Int64, localTime: LocalTime)
    /// The pause that `Effect.pause` asked for is over.
    case paused
    /// The time that `Effect.awaitRest` asked for is over: the cursor has not moved since.
    case cursorRested
    /// Every folder of every account.
    case folders([Folder])
    case accountStatus(AccountStatus)
    case window(MessageWindow)
    case message(MessageID, MessageContentState)
    /// What the store knows of a message beside its text.
    case facts(MessageID, MessageFacts)
    /// The conversation of a message, again whenever more of it has come.
    case conversation(MessageID, [ConversationEntry])
    case piece(MessageID, MessagePiece, MessagePieceState)
    /// What `Effect.pipe` came to.
    case piped(PipeResult)
    /// How many changes in the journal are not yet confirmed, over all accounts.
    case journal(pending: Int)
    /// All messages of a list, to be selected.
    case selected(MessageWindow)
    /// The messages of a range that is not loaded as a whole.
    case selectedRange(MessagesOfRange)
    /// What an undo or a redo came to.
    case history(HistoryStep, UndoOutcome)
    /// The newest entries of the journal, newest first.
    case journalLines([JournalLine])
    case figures(StoreFigures)
    case notice(Notice)
    /// Octets of an attachment that have come; the total is nil where it is not known.
    case attachmentProgress(name: String, received: Int, total: Int?)
    /// So many octets of an attachment are here from an earlier attempt.
    case attachmentGoesOn(name: String, reached: Int, total: Int)
    case attachmentSaved(path: String)
    /// Something lies at the path, and overwriting had not been allowed.
    case attachmentExists(AttachmentRequest)
    case attachmentFailed(reason: String)
    /// It failed, and so many octets are kept for so many days, to go on with.
    case attachmentInterrupted(reason: String, kept: Int, total: Int, days: Int)
}

/// How far the text of a message is.
package enum MessageContentState: Equatable, Sendable {
    case loading
    case ready(ReadableMessage)
    /// Why it can't be shown, in words for the user.
    case failed(String)
}

/// An attachment and where it should go.
package struct AttachmentRequest: Hashable, Sendable {
    package var message: MessageID
    package var section: String
    /// As the user typed it; `~/` is the home folder.
    package var path: String

    package init(message: MessageID, section: String, path: String) {
        self.message = message
        self.section = section
        self.path = path
    }
}
