/// A change that the user made: written to the journal in the transaction that changes the rows, then replayed on
/// the server.
package struct LocalChange: Hashable, Sendable, Identifiable {
    package enum Kind: Hashable, Sendable {
        case setFlag(Flag, Bool)
        /// Move to another folder of the same account.
        case move(to: FolderID)
        case copy(to: FolderID)
        /// Remove for good (from Trash).
        case expunge
        case createFolder(name: String)
        case renameFolder(newName: String)
        case deleteFolder
        case subscribe(Bool)
        /// Upload a message; its bytes lie in the store under `payload`.
        case append(payload: Int64)
    }

    package enum State: String, Hashable, Sendable {
        /// Not yet sent.
        case pending
        /// Sent, answer outstanding.
        case sent
        case done
        case refused
        case undone
    }

    package var id: LocalChangeID
    package var account: AccountID
    package var kind: Kind
    /// The folder it happened in; for `createFolder` nil.
    package var folder: FolderID?
    /// The messages it concerns, by UID under `uidValidity`.
    package var uids: UIDSet
    package var uidValidity: UIDValidity?
    package var state: State
    package var attempts: Int
    /// Why it was refused, in words for the user.
    package var error: String?
    /// Seconds since 1970.
    package var createdAt: Int64

    package init(
        id: LocalChangeID, account: AccountID, kind: Kind, folder: FolderID?, uids: UIDSet,
        uidValidity: UIDValidity?, state: State, attempts: Int, error: String?, createdAt: Int64
    ) {
        self.id = id
        self.account = account
        self.kind = kind
        self.folder = folder
        self.uids = uids
        self.uidValidity = uidValidity
        self.state = state
        self.attempts = attempts
        self.error = error
        self.createdAt = createdAt
    }
}

/// What the user asked for, before it is a row in the journal.
package enum ChangeRequest: Hashable, Sendable {
    case setFlag(Flag, Bool, [MessageID])
    case move([MessageID], to: FolderID)
    case copy([MessageID], to: FolderID)
    case expunge([MessageID])
    case createFolder(AccountID, name: String)
    case renameFolder(FolderID, newName: String)
    case deleteFolder(FolderID)
    case subscribe(FolderID, Bool)
    case append(FolderID, bytes: [UInt8], flags: Flags)
}
