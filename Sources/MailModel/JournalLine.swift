/// An entry of the journal with the names that a list of them shows.
package struct JournalLine: Hashable, Sendable, Identifiable {
    package var change: LocalChange
    /// The folder that it happened in, by its name of now; nil where it is gone.
    package var folder: String?
    /// Where a move or a copy goes.
    package var target: String?
    /// How many messages it concerns.
    package var messages: Int
    /// The subject of one of them, where the store still has it.
    package var subject: String?

    package var id: LocalChangeID { change.id }

    package init(change: LocalChange, folder: String?, target: String?, messages: Int, subject: String?) {
        self.change = change
        self.folder = folder
        self.target = target
        self.messages = messages
        self.subject = subject
    }
}
