import MailModel

/// What the store has of a message's content: its structure and the encoded bytes of the sections fetched so far.
package struct StoredBody: Hashable, Sendable {
    package var structure: PartTree?
    /// By section number, encoded as on the wire.
    package var parts: [String: [UInt8]]

    package init(structure: PartTree?, parts: [String: [UInt8]]) {
        self.structure = structure
        self.parts = parts
    }
}

/// The journal in a line: what the status bar shows.
package struct JournalSummary: Hashable, Sendable {
    /// Changes that the server has not yet confirmed, by account.
    package var pending: [AccountID: Int]
    /// The entry that was written last.
    package var newest: LocalChangeID?
    /// The entry that was refused last, whenever that was.
    package var newestRefusal: LocalChange?

    /// Changes of all accounts that the server has not yet confirmed.
    package var pendingCount: Int { pending.values.reduce(0, +) }
}
