import MailModel

extension AppState {
    /// Why the command can't be performed now, in words for the user; nil where it can.
    package func whyNot(_ command: Command) -> String? {
        if let entry = CommandTable.entry(of: command), !entry.panes.contains(focus) {
            let names = Pane.allCases.filter(entry.panes.contains).map(\.spokenName)
            return "“\(entry.name)” works in \(names.joined(separator: " and "))"
        }
        switch command {
        case .program(.metered): return settings.isOffline || statuses.isEmpty ? "No account is connected" : nil
        case .move, .layout(.one), .layout(.automatic), .history, .program:
            return nil
        case .navigate(let navigation): return whyNot(navigation)
        case .go(let destination): return whyNot(destination)
        case .select: return list.current == nil ? noMessage : nil
        case .change(let changing): return whyNot(changing)
        case .search(let searching): return whyNot(searching)
        case .read(let reading): return whyNot(reading)
        case .folder(let work): return whyNot(work)
        case .layout(.threads):
            return list.search == nil ? nil : "A search has no conversations; Esc ends it"
        case .layout(.two): return whyNot(.two, rows: PaneFrames.leastRowsOfTwo)
        case .layout(.three): return whyNot(.three, rows: 0)
        case .layout(.narrower), .layout(.wider):
            return frames.mode == .one ? "There is no border: one pane fills the screen" : nil
        }
    }

    private var noMessage: String {
        let isEmptyYet = list.length == 0 && (list.window?.serverTotal ?? 0) > 0
        return list.isWaiting || isEmptyYet
            ? "The messages are still loading" : "There is no message under the cursor"
    }

    private func whyNot(_ navigation: Navigation) -> String? {
        switch navigation {
        case .deeper:
            switch focus {
            case .folders:
                guard let folder = folders.current else { return "There is no folder under the cursor" }
                return folder.isSelectable ? nil : "This one only holds folders, no messages"
            case .messages: return list.current == nil ? noMessage : nil
            case .reader: return nil
            }
        case .back:
            return focus == .folders ? "This is the top; \(quitKey) leaves the program" : nil
        case .backOrQuit, .nextPane, .previousPane, .nextUnread, .previousUnread, .pageOrNextUnread:
            return nil
        case .nextMessage:
            return list.cursor + 1 >= list.length ? "This is the last message" : nil
        case .previousMessage:
            return list.cursor == 0 ? "This is the first message" : nil
        }
    }

    private var quitKey: String { keymap.label(for: .navigate(.backOrQuit), in: .folders) }

    private func whyNot(_ destination: Destination) -> String? {
        switch destination {
        case .anyFolder:
            return folders.known?.isEmpty ?? true ? "No folders are known yet" : nil
        case .role(let role):
            guard let account = folders.account else { return "No folders are known yet" }
            return folders.folder(role, of: account) == nil
                ? "The account \(account) has no folder for \(role.spokenName)" : nil
        }
    }

    private func whyNot(_ changing: Changing) -> String? {
        guard list.current != nil else { return noMessage }
        guard let open = folders.openFolder else { return "No folder is open" }
        switch changing {
        case .star, .read, .moveTo, .copyTo: return nil
        case .delete: return open.role == .trash ? nil : whyNot(.role(.trash))
        case .archive:
            return open.role == .archive ? "This is the archive already" : whyNot(.role(.archive))
        case .junk: return whyNot(.role(open.role == .junk ? .inbox : .junk))
        }
    }

    private func whyNot(_ searching: Searching) -> String? {
        switch searching {
        case .start: list.folder == nil ? "No folder is open" : nil
        case .nextHit, .previousHit:
            list.search == nil && (focus != .reader || reader.find == nil) ? "No search is open; / starts one" : nil
        }
    }

    private func whyNot(_ reading: Reading) -> String? {
        guard let readable = reader.readable, showsText else {
            return reader.isLoading && showsText ? "The text is still loading" : "Open a message first"
        }
        switch reading {
        case .quotes, .copy, .headers, .source, .structure, .find, .wrap, .pipe, .print: return nil
        case .conversation:
            return reader.facts.conversation > 1 ? nil : "There are no other messages in this conversation"
        case .foldMessage, .foldAll:
            if reader.choices.view != .conversation { return "That is for a conversation, which T shows" }
            return reader.conversation?.isEmpty ?? true ? "The conversation is still loading" : nil
        case .pictures:
            if !settings.drawsPictures { return "Pictures are switched off in the configuration" }
            return readable.attachments.contains(where: AttachmentWords.isPicture)
                ? nil : "No pictures came with this message"
        case .leaveList:
            let list = readable.list
            return list?.oneClick == nil && list?.unsubscribe.isEmpty ?? true
                ? "This message names no way to leave a list" : nil
        case .scrollLeft: return reader.choices.left == 0 ? "This is the left edge" : nil
        case .scrollRight: return nil
        case .defects: return readable.defects.isEmpty ? "Nothing is wrong with this message" : nil
        case .links: return readable.links.isEmpty ? "This message has no links" : nil
        case .attachments, .save: return readable.attachments.isEmpty ? "This message has no attachments" : nil
        }
    }

    private func whyNot(_ work: FolderWork) -> String? {
        if case .create = work { return folders.account == nil ? "No account is connected yet" : nil }
        if case .keep = work { return whyNotKept(folderToKeep) }
        guard let folder = folders.current else { return "There is no folder under the cursor" }
        switch work {
        case .create, .keep: return nil
        case .rename: return folder.role == .inbox ? "The inbox can't be renamed" : nil
        case .delete: return folder.role == .inbox ? "The inbox can't be deleted" : nil
        case .subscribe: return folder.isSubscribed ? "This folder is subscribed already" : nil
        case .unsubscribe: return folder.isSubscribed ? nil : "This folder is not subscribed"
        case .toggleChildren: return folders.hasChildren(folder.id) ? nil : "There are no folders under this one"
        }
    }

    private func whyNot(_ choice: Layout.Choice, rows: Int) -> String? {
        let columns = PaneFrames.leastColumns(choice)
        if size.columns < columns { return "That needs \(columns) columns; the terminal has \(size.columns)" }
        if size.rows < rows { return "That needs \(rows) rows; the terminal has \(size.rows)" }
        return nil
    }
}

extension Pane {
    /// As a sentence names it.
    var spokenName: String {
        switch self {
        case .folders: "the folders"
        case .messages: "the message list"
        case .reader: "the text"
        }
    }
}

extension FolderRole {
    /// As a sentence names it.
    var spokenName: String {
        switch self {
        case .inbox: "new mail"
        case .flagged: "flagged mail"
        case .drafts: "drafts"
        case .sent: "sent mail"
        case .archive: "archived mail"
        case .all: "all mail"
        case .important: "important mail"
        case .junk: "junk"
        case .trash: "deleted mail"
        }
    }
}
