/// The name of an account, as the section `[accounts.NAME]` of the configuration gives it.
package struct AccountID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let name: String

    package init(_ name: String) { self.name = name }

    package var description: String { name }

    package static func < (left: AccountID, right: AccountID) -> Bool { left.name < right.name }
}

/// A folder's row in the store.
package struct FolderID: Hashable, Sendable, Comparable {
    package let row: Int64

    package init(_ row: Int64) { self.row = row }

    package static func < (left: FolderID, right: FolderID) -> Bool { left.row < right.row }
}

/// A message's row in the store. It stays the same while the message stays in its folder.
package struct MessageID: Hashable, Sendable, Comparable {
    package let row: Int64

    package init(_ row: Int64) { self.row = row }

    package static func < (left: MessageID, right: MessageID) -> Bool { left.row < right.row }
}

/// A change's row in the journal.
package struct LocalChangeID: Hashable, Sendable, Comparable {
    package let row: Int64

    package init(_ row: Int64) { self.row = row }

    package static func < (left: LocalChangeID, right: LocalChangeID) -> Bool { left.row < right.row }
}

/// A message's unique identifier in its mailbox (RFC 9051 section 2.3.1.1). Never 0.
package struct UID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let value: UInt32

    package init(_ value: UInt32) { self.value = value }

    package var description: String { String(value) }

    package static func < (left: UID, right: UID) -> Bool { left.value < right.value }
}

/// The value that says whether UIDs kept earlier still name the same messages (RFC 9051 section 2.3.1.1).
package struct UIDValidity: Hashable, Sendable {
    package let value: UInt32

    package init(_ value: UInt32) { self.value = value }
}

/// A modification sequence (RFC 7162 section 3.1). 63 bits on the wire.
package struct ModSeq: Hashable, Sendable, Comparable {
    package let value: UInt64

    package init(_ value: UInt64) { self.value = value }

    package static func < (left: ModSeq, right: ModSeq) -> Bool { left.value < right.value }
}
