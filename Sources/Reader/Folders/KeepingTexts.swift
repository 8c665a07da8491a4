import MailModel

/// `:keep`: all texts of a folder, to be read without the server.
extension AppState {
    /// The folder under the cursor where folders have the focus, else the open one.
    var folderToKeep: Folder? { focus == .folders ? folders.current : folders.openFolder }

    func whyNotKept(_ folder: Folder?) -> String? {
        if settings.isOffline { return "Offline, as asked for; start without --offline to connect" }
        guard let folder else {
            return focus == .folders ? "There is no folder under the cursor" : "No folder is open"
        }
        guard folder.isSelectable else { return "This one only holds folders, no messages" }
        guard let status = statuses.first(where: { $0.account == folder.account }) else {
            return "The account \(folder.account) is not connected"
        }
        return status.link == .elsewhere ? "Another Martlet keeps this account in step; ask for it there" : nil
    }

    mutating func keep() -> [Effect] {
        guard let folder = folderToKeep, let status = statuses.first(where: { $0.account == folder.account }) else {
            return []
        }
        let name = Self.shownName(folder)
        if status.keeping.contains(folder.id) {
            notices.show(Notice("No more texts of \(name) are fetched; what is here stays"), at: now)
            return [.stopKeeping(folder.id)]
        }
        notices.show(Notice("All texts of \(name) are fetched\(circumstance(status)); :keep again stops it"), at: now)
        return [.keepTexts(folder.id)]
    }

    /// What the user may not expect.
    private func circumstance(_ status: AccountStatus) -> String {
        switch status.link {
        case .connecting, .offline, .stopped, .elsewhere: " as soon as there is a connection"
        case .live where status.isMetered: ", though the link is metered"
        case .live: " for reading offline"
        }
    }

    private static func shownName(_ folder: Folder) -> String { folder.role == .inbox ? "Inbox" : folder.name }

    /// Says how it ended.
    mutating func tell(_ kept: KeptTexts) {
        let fetched = Amounts.grouped(kept.fetched)
        let missing = Amounts.grouped(kept.missing)
        switch kept.end {
        case .limit(let octets):
            notices.show(
                Notice(
                    "\(missing) texts of \(kept.folder) are not here: text-limit (\(Amounts.octets(octets))) is reached",
                    kind: .error), at: now)
        case .whole where kept.missing > 0:
            notices.show(
                Notice("\(fetched) texts of \(kept.folder) were fetched; \(missing) could not be had", kind: .error),
                at: now)
        case .whole:
            let amount = kept.fetched == 0 ? "were here already" : "are here, \(fetched) of them new"
            notices.show(Notice("All texts of \(kept.folder) \(amount)"), at: now)
        }
    }
}
