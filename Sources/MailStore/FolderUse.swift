import Foundation
import MailModel

/// How much a folder is used: what the background brings in step first.
package struct FolderUse: Sendable, Equatable {
    /// After so many seconds a folder that was opened counts half as much.
    private static let halfLife = 30.0 * 86_400

    /// How often the user opened it, as it counted at `openedAt`.
    package var openings: Double
    /// Seconds since 1970; 0 for never.
    package var openedAt: Int64

    package init(openings: Double = 0, openedAt: Int64 = 0) {
        self.openings = openings
        self.openedAt = openedAt
    }

    /// What it counts at that time.
    package func weight(at now: Int64) -> Double {
        openings * exp2(-Double(max(0, now - openedAt)) / Self.halfLife)
    }

    /// The user opens it once more.
    package func opened(at now: Int64) -> FolderUse {
        FolderUse(openings: weight(at: now) + 1, openedAt: max(now, openedAt))
    }
}

extension MailStore {
    /// The user has opened a folder.
    package func noteOpened(_ folder: FolderID, at now: Int64) throws(StoreError) {
        try write { writer in
            guard let use = try writer.reader.folderUse(folder) else { return }
            let new = use.opened(at: now)
            try writer.run(
                "UPDATE folder SET openings = ?, openedAt = ? WHERE id = ?", [new.openings, new.openedAt, folder.row])
        }
    }

    /// How much the folder is used; nil where there is no such folder.
    package func use(of folder: FolderID) throws(StoreError) -> FolderUse? {
        try read { try $0.folderUse(folder) }
    }
}

extension StoreReader {
    fileprivate func folderUse(_ folder: FolderID) throws -> FolderUse? {
        try first("SELECT openings, openedAt FROM folder WHERE id = ?", [folder.row]) { row in
            FolderUse(openings: row[0], openedAt: row[1])
        }
    }
}
