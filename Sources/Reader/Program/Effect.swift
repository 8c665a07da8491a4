import MailModel

/// What must be done outside of the state. `EffectRunner` performs them in their order.
package enum Effect: Equatable, Sendable {
    /// Replaces the observation before it. Windows of other requests are ignored when they still arrive.
    case observeWindow(WindowRequest)
    /// The folder is looked at now: synchronise it first and watch it.
    case openFolder(FolderID)
    /// Answered by `Event.message`, from the store where it is there.
    case loadMessage(MessageID)
    /// Answered by `Event.conversation`.
    case loadConversation(MessageID)
    /// One request to that address leaves a mailing list (RFC 8058).
    case leaveList(OpenableAddress)
    /// Answered by `Event.piece`.
    case loadPiece(MessageID, MessagePiece)
    /// Gives something of a message to a program, and tells what that came to by `Event.piped`.
    case pipe(PipeRequest)
    /// Opens a file of a message with the program that the system has for it.
    case openAttachment(MessageID, section: String, filename: String)
    /// Texts the user will probably want next, most probable first.
    case prefetch([MessageID])
    case apply(ChangeRequest)
    /// A change that follows from what the user does, as marking read what he reads: no undo is needed to take it back.
    case applyUnasked(ChangeRequest)
    /// Answered by `Event.selected`: the messages of a list that is not loaded as a whole.
    case selectAll(WindowRequest)
    /// Answered by `Event.selectedRange`.
    case selectRange(MessageRange)
    /// Answered by `Event.history`.
    case undo
    case redo
    /// Answered by `Event.journalLines`.
    case loadJournal
    case retryChange(LocalChangeID)
    case cancelChange(LocalChangeID)
    /// Answered by `Event.figures`.
    case loadFigures
    case saveAttachment(MessageID, section: String, path: String, overwrite: Bool)
    case cancelSaving
    /// All texts of the folder, for reading without the server. The account's status tells how far it is and how it ends.
    case keepTexts(FolderID)
    /// No more of them; nil for all folders.
    case stopKeeping(FolderID?)
    case syncNow
    case reconnect
    /// Whether nothing is to be fetched but what is asked for, on all accounts.
    case setMetered(Bool)
    /// Remembers that the user trusts this certificate of the account's server, and connects.
    case trustCertificate(AccountID, TrustQuestion)
    case rememberLayout(Layout)
    case rememberFolder(FolderID)
    case rememberThreads(Bool)
    /// In the program of the user's choice, outside of the terminal.
    case openAddress(OpenableAddress)
    case copyToClipboard(String)
    /// Send `Event.paused` after so many milliseconds. A later pause replaces an earlier one.
    case pause(milliseconds: Int)
    /// Send `Event.cursorRested` after so many milliseconds. A later one replaces an earlier one.
    case awaitRest(milliseconds: Int)
    case suspend
    case redraw
    case bell
    case quit
}
