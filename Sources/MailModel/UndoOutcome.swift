/// What an undo or a redo of the user's last command came to.
package enum UndoOutcome: Hashable, Sendable {
    /// There is nothing to take back, or to do again.
    case nothing
    /// The last command is of a kind that cannot be taken back. The next undo takes back the one before.
    case impossible(LocalChange.Kind)
    /// The messages or the folder that it was about are no longer there.
    case gone(LocalChange.Kind)
    case changed(UndoneChange)
}

/// A command that was taken back or done again.
package struct UndoneChange: Hashable, Sendable {
    /// What the user had done.
    package var kind: LocalChange.Kind
    /// How many messages it was about; 0 for changes of folders.
    package var messages: Int
    /// Where its messages are now: the newest of them, by folder.
    package var places: [FolderID: MessageKey]

    package init(kind: LocalChange.Kind, messages: Int, places: [FolderID: MessageKey]) {
        self.kind = kind
        self.messages = messages
        self.places = places
    }
}
