import MailModel

/// What the user can ask for. Keys, titles and help are in `CommandTable`, what it does in the files of each group.
package enum Command: Hashable, Sendable {
    case move(Movement)
    case navigate(Navigation)
    case go(Destination)
    case select(Selecting)
    case change(Changing)
    case search(Searching)
    case read(Reading)
    case folder(FolderWork)
    case history(HistoryStep)
    case layout(LayoutWork)
    case program(ProgramWork)
}

/// Moves in the pane that has the focus.
package enum Movement: Hashable, Sendable {
    case down, up, top, bottom, halfPageDown, halfPageUp, pageDown, pageUp
}

/// From pane to pane and from message to message.
package enum Navigation: Hashable, Sendable {
    case deeper, back
    /// Back, and from the folders out of the program.
    case backOrQuit
    case nextPane, previousPane
    case nextMessage, previousMessage, nextUnread, previousUnread
    /// A page further in the text; at its end the next unread message.
    case pageOrNextUnread
}

/// Opens a folder.
package enum Destination: Hashable, Sendable {
    case role(FolderRole)
    case anyFolder
}

/// Chooses the messages that commands act on.
package enum Selecting: Hashable, Sendable {
    case toggle, toggleAndMove, range, all
}

/// Changes messages; every one goes through the journal.
package enum Changing: Hashable, Sendable {
    case delete, archive, moveTo, copyTo, junk, star, read
}

/// Narrows the open folder.
package enum Searching: Hashable, Sendable {
    case start, nextHit, previousHit
}

/// In the text of a message.
package enum Reading: Hashable, Sendable {
    case quotes, links, attachments, save, copy
    case headers, source, structure, defects
    case find, wrap, scrollLeft, scrollRight
    case pipe, print
    case conversation, leaveList, pictures
    /// Of a conversation: the message at the top of the pane, or all of them.
    case foldMessage, foldAll
}

/// Changes folders themselves.
package enum FolderWork: Hashable, Sendable {
    case create, rename, delete, subscribe, unsubscribe, toggleChildren
    /// All texts of the folder, to be read without the server; given again, no more of them.
    case keep
}

/// Takes the last command back, or does it again.
package enum HistoryStep: Hashable, Sendable {
    case undo, redo
}

package enum LayoutWork: Hashable, Sendable {
    case one, two, three, automatic, narrower, wider
    /// The list by conversations, or in the order in which messages came.
    case threads
}

/// The program as a whole.
package enum ProgramWork: Hashable, Sendable {
    case syncNow, palette, help, messages, journal, status, metered, redraw, suspend, cancel, quit
}
