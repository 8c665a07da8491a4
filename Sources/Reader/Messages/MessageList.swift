import MailModel

/// The open folder's messages: a loaded window, the cursor on its message, and the selection. The list never holds the
/// whole folder.
package struct MessageList: Equatable, Sendable {
    package internal(set) var folder: FolderID?
    /// The words that the list is narrowed to.
    package internal(set) var search: String?
    /// Whether the messages of a conversation stand together.
    package internal(set) var isThreaded = false
    package internal(set) var window: MessageWindow?
    /// What the screen showed of the folder before, until the first rows of this one are there.
    var leaving: LeavingRows?
    /// What was asked for last; the answer may be outstanding.
    package internal(set) var requested: WindowRequest?
    /// The position in the whole (narrowed) list, 0 being the newest.
    package internal(set) var cursor = 0
    /// The message that the cursor stays on while mail comes and goes; nil where its row is not loaded.
    var cursorKey: MessageKey?
    package internal(set) var top = 0
    /// Where the cursor goes when the list that was asked for is there, if that has other messages; nil for its top.
    var startsAt: MessageKey?
    /// The end of the list was asked for: the cursor goes there, wherever it turns out to be.
    var goesToEnd = false
    /// The messages chosen, with the flags they had when last seen.
    package internal(set) var selection: [MessageID: Flags] = [:]
    /// Where an open range begins, and at what position that was when last seen.
    var rangeStart: MessageKey?
    var rangeStartPosition = 0
    /// A range that goes beyond the loaded rows, and is being read.
    var rangeAsked: MessageRange?
    var hunt: UnreadHunt?
    /// The message whose neighbours were last asked for ahead.
    var prefetchedAround: MessageID?

    package init() {}

    /// How many rows the (narrowed) list has in the store.
    var length: Int { window?.total ?? 0 }

    /// The row at a position of the list, where it is loaded.
    func row(at position: Int) -> MessageSummary? {
        guard let window else { return nil }
        let index = position - window.offset
        return window.rows.indices.contains(index) ? window.rows[index] : nil
    }

    /// How deep the row at a position lies in its conversation.
    func depth(at position: Int) -> Int {
        guard let window else { return 0 }
        let index = position - window.offset
        return window.depths.indices.contains(index) ? window.depths[index] : 0
    }

    /// Puts the messages of a conversation together, or in the order in which they came; the cursor stays on its message,
    /// and the rows as they are until the others are there.
    mutating func toggleThreads() {
        isThreaded.toggle()
        dropRange()
        hunt = nil
    }

    var current: MessageSummary? { row(at: cursor) }

    /// Forgets the folder before and starts at the newest message of this one.
    mutating func open(_ id: FolderID) {
        var new = MessageList()
        new.isThreaded = isThreaded
        new.folder = id
        new.leaving = window.map { LeavingRows(window: $0, top: top) } ?? leaving
        self = new
    }

    /// Narrows the list, or widens it again with nil; the cursor goes to that message, or to the top, once the rows are
    /// there. Until then the rows before stay.
    mutating func narrow(to words: String?, at key: MessageKey? = nil) {
        search = words
        startsAt = key
        goesToEnd = false
        dropRange()
        hunt = nil
    }

    // MARK: Moving

    /// Puts the cursor on a position; it may lie outside of what is loaded.
    mutating func move(to position: Int) {
        cursor = min(max(0, position), max(0, length - 1))
        cursorKey = current?.key
        goesToEnd = false
    }

    /// Scrolls so that the cursor is on the screen.
    ///
    /// - Parameter turnsPages: whether a cursor that runs over the edge brings the next page, some rows of the one before
    ///   with it, and not the next row.
    mutating func reveal(visible: Int, turnsPages: Bool = false) {
        let rows = max(1, visible)
        let kept = min(2, rows - 1)
        if turnsPages, cursor == top + rows { top = cursor - kept }
        if turnsPages, cursor == top - 1 { top = cursor - rows + 1 + kept }
        if cursor < top { top = cursor }
        if cursor >= top + rows { top = cursor - rows + 1 }
        top = max(0, min(top, max(0, length - 1)))
    }

    /// Scrolls, taking the cursor along where it would leave the screen.
    mutating func scroll(by rows: Int, visible: Int) {
        top = max(0, min(top + rows, max(0, length - visible)))
        if cursor < top { move(to: top) }
        if cursor >= top + visible { move(to: top + visible - 1) }
    }
}
