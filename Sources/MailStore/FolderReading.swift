import GRDB
import MailModel

extension MailStore {
    /// The folders to show, inbox first and then by name: of one account, or of all that the store knows.
    package func folders(of account: AccountID? = nil) throws(StoreError) -> [Folder] {
        try read { try $0.folders(of: account) }
    }

    package func folder(_ id: FolderID) throws(StoreError) -> Folder? {
        try read { try $0.folder(id) }
    }

    /// The folder that has this role in the account.
    package func folder(_ role: FolderRole, of account: AccountID) throws(StoreError) -> Folder? {
        try read { try $0.folders(of: account).first { $0.role == role } }
    }

    /// How far the folder's rows agree with the server; nil where there is no such folder.
    package func syncState(of folder: FolderID) throws(StoreError) -> FolderSyncState? {
        try read { try $0.syncState(of: folder) }
    }

    /// The UIDs of the range that have a row, hidden ones included.
    package func knownUIDs(
        of folder: FolderID, in range: ClosedRange<UInt32> = 1...UInt32.max
    ) throws(StoreError) -> UIDSet {
        try read { reader in
            var ranges: [ClosedRange<UInt32>] = []
            let arguments: StatementArguments = [folder.row, range.lowerBound, range.upperBound]
            let sql = "SELECT uid FROM message WHERE folder = ? AND uid BETWEEN ? AND ? ORDER BY uid"
            try reader.forEach(sql, arguments) { row in
                let uid = UInt32(clamping: row[0] as Int64)
                if let last = ranges.last, last.upperBound < UInt32.max, last.upperBound + 1 == uid {
                    ranges[ranges.count - 1] = last.lowerBound...uid
                } else {
                    ranges.append(uid...uid)
                }
            }
            return UIDSet(ranges: ranges)
        }
    }
}

/// The flags that a row of a folder shows.
package struct RowFlags: Hashable, Sendable {
    package var uid: UID
    package var flags: Flags
    /// Whether changes of the user that the server has not confirmed are in it.
    package var isPending: Bool
}

extension MailStore {
    /// The flags of the rows with these UIDs and up, ascending, at most so many; hidden rows included.
    package func flags(of folder: FolderID, from uid: UID, atMost count: Int) throws(StoreError) -> [RowFlags] {
        try read { reader in
            let sql = """
                SELECT uid, flags, keywords, openChanges FROM message WHERE folder = ? AND uid >= ? ORDER BY uid LIMIT ?
                """
            return try reader.all(sql, [folder.row, uid.value, count]) { row in
                RowFlags(
                    uid: UID(UInt32(clamping: row[0] as Int64)), flags: SummaryRow.flags(row[1], row[2]),
                    isPending: row[3] as Int > 0)
            }
        }
    }
}

extension StoreReader {
    static let folderColumns = """
        f.id, a.name, f.name, f.wireName, f.delimiter, f.role, f.isSubscribed, f.isSelectable,
        max(0, coalesce(f.serverTotal + f.rowCount - f.serverRows, f.rowCount)),
        max(0, coalesce(f.serverUnread + f.unread - f.serverUnreadRows, f.unread))
        """

    static func folder(_ row: Row) -> Folder {
        let delimiter: String? = row[4]
        let role: String? = row[5]
        return Folder(
            id: FolderID(row[0]), account: AccountID(row[1]), name: row[2], wireName: row[3],
            delimiter: delimiter?.first, role: role.flatMap(FolderRole.init), isSubscribed: row[6],
            isSelectable: row[7], total: row[8], unread: row[9])
    }

    func folders(of account: AccountID?) throws -> [Folder] {
        try all(
            """
            SELECT \(Self.folderColumns) FROM folder f JOIN account a ON a.id = f.account
            WHERE (?1 IS NULL OR a.name = ?1) AND (f.isListed OR f.isLocal) AND NOT f.isDeleting
            ORDER BY a.name, f.role IS NOT 'inbox', f.name COLLATE NOCASE, f.id
            """, [account?.name], Self.folder)
    }

    func folder(_ id: FolderID) throws -> Folder? {
        let sql = "SELECT \(Self.folderColumns) FROM folder f JOIN account a ON a.id = f.account WHERE f.id = ?"
        return try first(sql, [id.row], Self.folder)
    }

    func syncState(of folder: FolderID) throws -> FolderSyncState? {
        let sql = """
            SELECT uidValidity, uidNext, highestModSeq, serverTotal, serverRows, lowestSyncedUID, isComplete
            FROM folder WHERE id = ?
            """
        return try first(sql, [folder.row]) { row in
            let validity: Int64? = row[0]
            let next: Int64? = row[1]
            let modSeq: Int64? = row[2]
            let lowest: Int64? = row[5]
            return FolderSyncState(
                uidValidity: validity.map { UIDValidity(UInt32(clamping: $0)) },
                uidNext: next.map { UID(UInt32(clamping: $0)) },
                highestModSeq: modSeq.map { ModSeq(UInt64(clamping: $0)) }, serverTotal: row[3], rows: row[4],
                lowestSyncedUID: lowest.map { UID(UInt32(clamping: $0)) }, isComplete: row[6])
        }
    }
}
