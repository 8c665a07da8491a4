/// The mail a demo server starts with: folders and their messages.
package struct Maildrop: Sendable {
    /// What a special folder is for (RFC 6154).
    package enum Use: String, Sendable, CaseIterable {
        case all = "\\All"
        case archive = "\\Archive"
        case drafts = "\\Drafts"
        case flagged = "\\Flagged"
        case junk = "\\Junk"
        case sent = "\\Sent"
        case trash = "\\Trash"
    }

    var folders: [String: ServedFolder] = [:]
    private var nextUIDValidity: UInt32 = 1_700_000_001

    /// No mail, and no folder but INBOX.
    package init() {
        add(folder: "INBOX")
    }

    /// An empty INBOX and the usual special folders.
    package static func empty() -> Maildrop {
        var maildrop = Maildrop()
        for (name, use) in [
            ("Archive", Use.archive), ("Drafts", .drafts), ("Junk", .junk), ("Sent", .sent), ("Trash", .trash),
        ] {
            maildrop.add(folder: name, use: use)
        }
        return maildrop
    }

    /// Adds a folder, named as on the wire (modified UTF-7, `/` between levels).
    package mutating func add(folder name: String, use: Use? = nil) {
        guard folders[name] == nil else { return }
        folders[name] = ServedFolder(use: use?.rawValue, uidValidity: nextUIDValidity)
        nextUIDValidity &+= 1
    }

    /// Adds a message to a folder, which is made when missing. `received` is in seconds since 1970.
    package mutating func add(_ message: [UInt8], to folder: String, flags: [String] = [], received: Int64) {
        add(.holding(message), to: folder, flags: flags, received: received)
    }

    mutating func add(_ source: MessageSource, to folder: String, flags: [String], received: Int64) {
        add(folder: folder)
        folders[folder]?.append(source, flags: flags, received: received)
    }

    /// How many messages all folders hold.
    package var messageCount: Int {
        folders.values.reduce(0) { $0 + $1.messages.count }
    }
}
