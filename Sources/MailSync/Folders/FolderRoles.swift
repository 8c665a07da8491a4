import MailModel

/// Which folder of an account is its Trash, its Archive and so on: by the user's configuration, else by the server.
package struct FolderRoles: Sendable, Equatable {
    private let folders: [Folder]
    private let configured: [FolderRole: String]

    /// - Parameters:
    ///   - folders: those of one account.
    ///   - configured: names that the user set; a name that no folder has counts for nothing.
    package init(_ folders: [Folder], configured: [FolderRole: String] = [:]) {
        self.folders = folders
        self.configured = configured
    }

    package func folder(_ role: FolderRole) -> Folder? {
        if let name = configured[role], let folder = named(name) { return folder }
        if let folder = folders.first(where: { $0.role == role && $0.isSelectable }) { return folder }
        // INBOX is a folder's name in any case (RFC 9051 section 5.1).
        return role == .inbox ? folders.first { $0.name.lowercased() == "inbox" && $0.isSelectable } : nil
    }

    /// The folder of that name, as shown or as on the wire; INBOX in any case.
    package func named(_ name: String) -> Folder? {
        folders.first { $0.name == name || $0.wireName == name }
            ?? (name.lowercased() == "inbox" ? folders.first { $0.name.lowercased() == "inbox" } : nil)
    }
}

extension [ListedFolder] {
    /// The folders with the roles that the user gave by name. A role so given is taken from whatever folder the server
    /// or a guess gave it to; a name that no folder has counts for nothing.
    func assigning(_ configured: [FolderRole: String]) -> [ListedFolder] {
        var folders = self
        for (role, name) in configured {
            guard let chosen = folders.firstIndex(where: { $0.name == name || $0.wireName == name }) else { continue }
            for place in folders.indices where folders[place].role == role { folders[place].role = nil }
            folders[chosen].role = role
        }
        return folders
    }
}
