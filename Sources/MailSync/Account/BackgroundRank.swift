import MailModel
import MailStore

/// Which folders come first in the background: those that the user opens, the most used first, and then by what they are
/// for.
struct BackgroundRank: Sendable, Comparable {
    /// What one opening of long ago counts no more.
    private static let leastWeight = 0.05

    private let weight: Double
    private let role: Int

    init(_ folder: Folder, _ use: FolderUse?, now: Int64) {
        let weight = use?.weight(at: now) ?? 0
        self.weight = weight < Self.leastWeight ? 0 : weight
        role = Self.rank(folder.role)
    }

    static func < (first: BackgroundRank, second: BackgroundRank) -> Bool {
        first.weight == second.weight ? first.role < second.role : first.weight > second.weight
    }

    private static func rank(_ role: FolderRole?) -> Int {
        switch role {
        case .inbox: 0
        case .sent: 1
        case .drafts: 2
        case .archive: 3
        case .flagged, .important: 4
        case nil: 5
        case .all, .trash: 6
        case .junk: 7
        }
    }
}
