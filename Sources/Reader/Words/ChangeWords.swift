import MailModel

/// What a change did, as a sentence tells it: `moved 3 messages to Archive`.
enum ChangeWords {
    /// - Parameters:
    ///   - count: how many messages it was about.
    ///   - folder: the name of the folder that it was about, where that is known.
    ///   - target: the name of the folder that a move or a copy went to.
    static func past(_ kind: LocalChange.Kind, count: Int, folder: String?, target: String?) -> String {
        let messages = Amounts.messages(count)
        let place = folder ?? "a folder"
        switch kind {
        case .setFlag(let flag, let isSet): return words(flag, isSet, messages)
        case .move: return "moved \(messages) to \(target ?? "another folder")"
        case .copy: return "copied \(messages) to \(target ?? "another folder")"
        case .expunge: return "deleted \(messages) for good"
        case .createFolder(let name): return "made the folder \(name)"
        case .renameFolder(let name): return "renamed \(place) to \(name)"
        case .deleteFolder: return "deleted \(folder.map { "the folder \($0)" } ?? place)"
        case .subscribe(let isSubscribed): return isSubscribed ? "subscribed to \(place)" : "unsubscribed from \(place)"
        case .append: return "uploaded a message to \(place)"
        }
    }

    private static func words(_ flag: Flag, _ isSet: Bool, _ messages: String) -> String {
        switch flag {
        case .system(.seen): return "marked \(messages) as \(isSet ? "read" : "unread")"
        case .system(.flagged): return isSet ? "starred \(messages)" : "took the star off \(messages)"
        case .system, .keyword:
            let name = Flags().setting(flag, to: true).wireNames.joined(separator: " ")
            return isSet ? "set \(name) on \(messages)" : "took \(name) off \(messages)"
        }
    }

    /// As a sentence of its own begins.
    static func capitalised(_ words: String) -> String { words.prefix(1).uppercased() + words.dropFirst() }

    /// How far the entry is, in a word.
    static func state(_ state: LocalChange.State) -> String {
        switch state {
        case .pending: "waits"
        case .sent: "sent"
        case .done: "done"
        case .refused: "refused"
        case .undone: "undone"
        }
    }
}

extension JournalLine {
    /// What it did to the screen, in words.
    var words: String {
        ChangeWords.capitalised(ChangeWords.past(change.kind, count: messages, folder: folder, target: target))
    }
}
