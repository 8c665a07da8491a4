import IMAPWire
import MailModel

/// Folders from the responses to LIST and LSUB.
enum FolderList {
    /// The folders, each once, with roles: those that the server tells, and for the others a guess by their names.
    ///
    /// - Parameter subscribed: the names that LSUB listed, empty if that is not known; nil where LIST told it.
    static func folders(_ responses: [Response], subscribed: Set<String>?) -> [ListedFolder] {
        var folders: [ListedFolder] = []
        var seen: Set<String> = []
        for case .list(let list) in responses where !list.wireName.isEmpty && seen.insert(list.wireName).inserted {
            let attributes = Set(list.attributes)
            let isListed = subscribed.map { $0.isEmpty || $0.contains(list.wireName) }
            folders.append(
                ListedFolder(
                    name: list.name, wireName: list.wireName, delimiter: list.delimiter,
                    role: role(attributes, name: list.name),
                    isSubscribed: isListed ?? attributes.contains("\\subscribed"),
                    isSelectable: !attributes.contains("\\noselect") && !attributes.contains("\\nonexistent")))
        }
        return FolderRoleGuess.completing(folders)
    }

    static func names(_ responses: [Response]) -> Set<String> {
        var names: Set<String> = []
        for response in responses {
            switch response {
            case .lsub(let list), .list(let list): names.insert(list.wireName)
            default: break
            }
        }
        return names
    }

    /// RFC 6154 section 2, and the attributes of XLIST.
    private static func role(_ attributes: Set<String>, name: String) -> FolderRole? {
        if name.uppercased() == "INBOX" { return .inbox }
        let table: [(String, FolderRole)] = [
            ("\\inbox", .inbox), ("\\sent", .sent), ("\\drafts", .drafts), ("\\trash", .trash), ("\\junk", .junk),
            ("\\spam", .junk),
            ("\\archive", .archive), ("\\all", .all), ("\\allmail", .all), ("\\flagged", .flagged),
            ("\\starred", .flagged), ("\\important", .important),
        ]
        return table.first { attributes.contains($0.0) }?.1
    }
}
