import MailModel

/// Which messages a list has and in which order, wherever in it one looks.
struct ListScope: Equatable, Sendable {
    var folder: FolderID
    /// The words that it is narrowed to.
    var search: String?
    /// Whether the messages of a conversation stand together.
    var isThreaded: Bool

    func request(_ anchor: WindowRequest.Anchor, count: Int) -> WindowRequest {
        WindowRequest(folder: folder, search: search, isThreaded: isThreaded, anchor: anchor, count: count)
    }
}

extension WindowRequest {
    var scope: ListScope { ListScope(folder: folder, search: search, isThreaded: isThreaded) }
}

/// Rows of a folder that was left, which stay on the screen for the moment until those of the next one are there.
struct LeavingRows: Equatable, Sendable {
    var window: MessageWindow
    var top: Int
}

extension MessageList {
    /// The list that is wanted; what is shown may be the one before. A narrowed list has no conversations.
    var scope: ListScope? {
        folder.map { ListScope(folder: $0, search: search, isThreaded: isThreaded && search == nil) }
    }

    /// Whether a list of other messages was asked for and is not there yet: what the cursor is on is not what the next
    /// key is meant for. The same messages in another order are no change.
    var isChanging: Bool {
        guard folder != nil else { return false }
        guard let shown = window?.request else { return true }
        return shown.folder != folder || shown.search != search
    }

    /// Whether the cursor is on a row that is still to be read.
    var isRowMissing: Bool { current == nil && length > 0 }

    /// Whether something asked for has not come yet.
    package var isWaiting: Bool {
        folder != nil && (window?.request.scope != scope || isRowMissing)
    }
}
