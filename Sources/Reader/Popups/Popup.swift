import MailModel

/// What lies above the panes and takes the keys.
package enum Popup: Equatable, Sendable {
    case finder(Finder)
    case links(LinkList)
    case attachments(AttachmentList)
    case prompt(Prompt)
    case confirmation(Confirmation)
    /// The keys that work in that pane, from this line on.
    case help(Pane, top: Int)
    /// The notices so far, from this line on.
    case notices(top: Int)
    case journal(JournalScreen)
    /// How the accounts stand and what the store holds, from this line on.
    case status(top: Int)
    /// The search being typed.
    case search(SearchEntry)
    /// Words to find in the text, being typed.
    case find(FindEntry)
    /// What a command printed.
    case output(CommandOutput)
    /// Whether a certificate is to be trusted that is not known here.
    case trust(TrustDialog)
}

/// Finds one of many by some of its letters.
package struct Finder: Equatable, Sendable {
    package enum Purpose: Equatable, Sendable {
        case openFolder
        case move([MessageID])
        case copy([MessageID])
        case command(in: Pane)
    }

    package enum Choice: Equatable, Sendable {
        case folder(FolderID)
        case command(Command)
    }

    package struct Item: Equatable, Sendable {
        var choice: Choice
        var title: String
        /// At the right: the keys of a command, the account of a folder.
        var detail: String
        /// Why it can't be chosen now.
        var whyNot: String?
    }

    package var purpose: Purpose
    var items: [Item]
    var query = TextField()
    var selected = 0

    /// The items that fit the query, best first; all in their order without one.
    var matches: [Item] {
        guard !query.text.allSatisfy({ $0 == " " }) else { return items }
        let scored = items.enumerated().compactMap { place, item in
            FuzzyMatch.score(query.text, in: item.title).map { score in
                // What can't be done now stands below what can, unless it fits much better.
                (score: item.whyNot == nil ? score : score - 15, place: place, item: item)
            }
        }
        return scored.sorted { $0.score == $1.score ? $0.place < $1.place : $0.score > $1.score }.map(\.item)
    }
}

/// Asks for a line of text.
package struct Prompt: Equatable, Sendable {
    package enum Purpose: Equatable, Sendable {
        case createFolder(AccountID)
        case renameFolder(FolderID)
        case saveAttachment(MessageID, section: String)
        /// The folder into which all of them go.
        case saveAttachments(MessageID, [ReadableMessage.Attachment])
        /// The command for the shell.
        case pipe(MessageID, PipeRequest.Content)
    }

    package var purpose: Purpose
    var title: String
    var field: TextField
}

/// Asks before something that can't be taken back.
package struct Confirmation: Equatable, Sendable {
    package enum Action: Equatable, Sendable {
        case expunge([MessageID])
        case deleteFolder(FolderID)
        case overwrite(AttachmentRequest)
        /// The link may not lead where it seems to.
        case openAddress(OpenableAddress)
        case leaveList(OpenableAddress)
        /// A file that can do more than show something.
        case openAttachment(MessageID, section: String, filename: String)
    }

    package var action: Action
    var question: String
    /// What `y` does, in a word or two.
    var consequence: String
}

/// A search being typed, and what to come back to.
package struct SearchEntry: Equatable, Sendable {
    var field: TextField
    var earlierSearch: String?
    var earlierKey: MessageKey?
}
