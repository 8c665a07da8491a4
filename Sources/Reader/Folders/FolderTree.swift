import MailModel

/// Puts folders into the order and the shape of a tree.
enum FolderTree {
    /// Sections by account; in each the folders with a role first, then the others as a tree, then junk and trash.
    static func rows(of folders: [Folder], collapsed: Set<FolderID>) -> [FolderPane.Row] {
        var accounts: [AccountID] = []
        for folder in folders where !accounts.contains(folder.account) { accounts.append(folder.account) }
        let sections = accounts.map { account -> [FolderPane.Row] in
            let section = rows(ofAccount: folders.filter { $0.account == account }, collapsed: collapsed)
            return accounts.count > 1 ? [.account(account)] + section : section
        }
        return Array(sections.joined(separator: [.gap]))
    }

    private static func rows(ofAccount folders: [Folder], collapsed: Set<FolderID>) -> [FolderPane.Row] {
        let first: [FolderRole] = [.inbox, .flagged, .important, .drafts, .sent, .archive, .all]
        let last: [FolderRole] = [.junk, .trash]
        return withRole(first, in: folders) + tree(of: folders, collapsed: collapsed) + withRole(last, in: folders)
    }

    private static func withRole(_ roles: [FolderRole], in folders: [Folder]) -> [FolderPane.Row] {
        roles.flatMap { role in
            folders.filter { $0.role == role }.map { folder in
                let title = role == .inbox ? "Inbox" : folder.leaf
                return .folder(
                    FolderPane.FolderRow(
                        folder: folder, title: title, indent: 0, hasChildren: false, isCollapsed: false))
            }
        }
    }

    /// A folder without a role, with its path.
    private struct Node {
        var folder: Folder
        var path: [String]
    }

    private static func path(of folder: Folder) -> [String] {
        guard let delimiter = folder.delimiter else { return [folder.name] }
        let parts = folder.name.split(separator: delimiter).map(String.init)
        return parts.isEmpty ? [folder.name] : parts
    }

    private static func tree(of folders: [Folder], collapsed: Set<FolderID>) -> [FolderPane.Row] {
        let nodes =
            folders.filter { $0.role == nil }.map { Node(folder: $0, path: path(of: $0)) }
            .sorted { precedes($0.path, $1.path) }
        var rows: [FolderPane.Row] = []
        var ancestors: [Node] = []
        var hiddenUnder: [String]?
        for (index, node) in nodes.enumerated() {
            while let last = ancestors.last, !node.path.starts(with: last.path) { ancestors.removeLast() }
            if let hidden = hiddenUnder, node.path.starts(with: hidden) { continue }
            hiddenUnder = nil
            let hasChildren = index + 1 < nodes.count && nodes[index + 1].path.starts(with: node.path)
            // A container whose children all have roles, as `[Gmail]`, would be an empty drawer.
            if !node.folder.isSelectable, !hasChildren { continue }
            let isCollapsed = hasChildren && collapsed.contains(node.folder.id)
            let said = ancestors.last?.path.count ?? 0
            let title = node.path.dropFirst(said).joined(separator: node.folder.delimiter.map(String.init) ?? "")
            rows.append(
                .folder(
                    FolderPane.FolderRow(
                        folder: node.folder, title: title, indent: ancestors.count, hasChildren: hasChildren,
                        isCollapsed: isCollapsed,
                        hiddenUnread: isCollapsed ? unread(under: node.path, in: nodes.dropFirst(index + 1)) : 0)))
            ancestors.append(node)
            if isCollapsed { hiddenUnder = node.path }
        }
        return rows
    }

    private static func unread(under path: [String], in nodes: ArraySlice<Node>) -> Int {
        nodes.prefix { $0.path.starts(with: path) }.reduce(0) { $0 + $1.folder.unread }
    }

    /// By component, without regard to case; the parent before its children.
    private static func precedes(_ left: [String], _ right: [String]) -> Bool {
        for (one, other) in zip(left, right) where one != other {
            let folded = (one.lowercased(), other.lowercased())
            return folded.0 == folded.1 ? one < other : folded.0 < folded.1
        }
        return left.count < right.count
    }
}
