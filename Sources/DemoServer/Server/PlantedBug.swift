/// A known bug of mail clients, planted at the edge: the server behaves so that a client without the bug ends where one
/// with it would. It shows that a test finds the bug.
package enum PlantedBug: Sendable, Equatable {
    /// EXPUNGE is told twice: the client takes a message away that nobody removed.
    case expungeTwice
    /// A folder that is built anew keeps its UIDVALIDITY: the client changes messages by the UIDs of others.
    case sameUIDValidity
    /// Modification sequences stand still: only UIDNEXT tells that anything has happened.
    case onlyUIDNext
    /// STORE toggles flags: what is sent again after a lost answer undoes itself.
    case toggle
}
