import MailModel
import Screen

extension AppState {
    /// Takes in what happened.
    /// - Returns: what must be done about it, in this order.
    package mutating func update(_ event: Event) -> [Effect] {
        var effects = take(event)
        effects += settle()
        while let entry = nextHeld() {
            effects += perform(entry)
            effects += settle()
        }
        return effects
    }

    private mutating func take(_ event: Event) -> [Effect] {
        switch event {
        case .input(let input):
            return take(input)
        case .tick(let now, let localTime):
            self.now = now
            self.localTime = localTime
            list.leaving = nil
            if held.isOverdue(at: now) { dropHeld() }
            return []
        case .paused:
            keys.showsContinuations = !keys.keys.isEmpty
            return []
        case .cursorRested:
            isCursorMoving = false
            return []
        case .folders(let all):
            return take(all)
        case .accountStatus(let status):
            return take(status)
        case .window(let window):
            return take(window)
        case .message(let id, let content):
            if reader.message == id, content != .loading || reader.readable == nil { reader.content = content }
            return []
        case .facts(let id, let facts):
            if reader.message == id { reader.facts = facts }
            return []
        case .conversation(let id, let entries):
            if reader.message == id { take(entries) }
            return []
        case .piece(let id, let piece, let state):
            if reader.message == id { take(piece, state) }
            return []
        case .piped(let result):
            take(result)
            return []
        case .journal(let pending):
            pendingChanges = pending
            if case .journal = popup { return [.loadJournal] }
            return []
        case .selected(let window):
            select(all: window)
            return []
        case .selectedRange(let found):
            take(found)
            return []
        case .history(let step, let outcome):
            take(step, outcome)
            return []
        case .journalLines(let lines):
            if case .journal(var screen) = popup {
                screen.receive(lines)
                popup = .journal(screen)
            }
            return []
        case .figures(let figures):
            self.figures = figures
            return []
        case .notice(let notice):
            notices.show(notice, at: now)
            return []
        case .attachmentProgress, .attachmentGoesOn, .attachmentSaved, .attachmentExists, .attachmentFailed,
            .attachmentInterrupted:
            return takeSaving(event)
        }
    }

    private mutating func take(_ status: AccountStatus) -> [Effect] {
        let before = statuses.first { $0.account == status.account }
        if before?.link != status.link { linkedSince[status.account] = now }
        if let kept = status.kept, kept != before?.kept { tell(kept) }
        if let place = statuses.firstIndex(where: { $0.account == status.account }) {
            statuses[place] = status
        } else {
            statuses.append(status)
            statuses.sort { $0.account < $1.account }
        }
        reviewTrust(after: status)
        return []
    }

    private mutating func take(_ window: MessageWindow) -> [Effect] {
        guard list.receive(window, visible: visibleRows(of: .messages)) else { return [] }
        return continueHunt()
    }

    private mutating func take(_ all: [Folder]) -> [Effect] {
        folders.receive(all)
        if folders.openFolder != nil { return [] }
        let inboxes = all.filter { $0.role == .inbox && $0.isSelectable }
        let start = all.first { $0.id == settings.startFolder && $0.isSelectable }
        guard let first = start ?? inboxes.first ?? all.first(where: \.isSelectable) else {
            folders.open = nil
            list = MessageList()
            list.isThreaded = settings.isThreaded
            reader.clear()
            return []
        }
        return open(first.id)
    }

    /// The first time the message from which it was opened comes to the top.
    private mutating func take(_ entries: [ConversationEntry]) {
        let isFirst = reader.conversation == nil
        reader.conversation = entries
        guard isFirst, reader.choices.view == .conversation, let message = reader.message else { return }
        layOutDocument()
        if let start = reader.document.starts[message] {
            reader.scroll(to: start, visible: visibleRows(of: .reader))
        }
    }

    private mutating func takeSaving(_ event: Event) -> [Effect] {
        switch event {
        case .attachmentProgress(let name, let received, let total):
            saving = SavingProgress(name: name, received: received, total: total)
            return []
        case .attachmentGoesOn(let name, let reached, let total):
            saving = SavingProgress(name: name, received: reached, total: total)
            notices.show(Notice(AttachmentWords.goesOn(name, at: reached, of: total)), at: now)
            return []
        case .attachmentSaved(let path):
            saving = nil
            notices.show(Notice("Saved \(path)"), at: now)
            return saveNext()
        case .attachmentExists(let request):
            saving = nil
            popup = .confirmation(
                Confirmation(
                    action: .overwrite(request), question: "\(request.path) exists already. Overwrite it?",
                    consequence: "overwrite"))
            return []
        case .attachmentFailed(let reason):
            saving = nil
            notices.show(Notice(reason, kind: .error), at: now)
            return saveNext()
        case .attachmentInterrupted(let reason, let kept, let total, let days):
            saving = nil
            let words = AttachmentWords.isKept(kept, of: total, days: days)
            notices.show(Notice("\(reason) \(words)", kind: .error), at: now)
            return saveNext()
        case .input, .tick, .paused, .cursorRested, .folders, .accountStatus, .window, .message, .journal, .history,
            .selected, .selectedRange, .journalLines, .figures, .notice, .piece, .piped, .facts, .conversation:
            return []
        }
    }

    // MARK: After every event

    /// Brings what follows from the rest up to date: the loaded window, the message shown, its layout, its mark.
    private mutating func settle() -> [Effect] {
        var effects: [Effect] = []
        folders.reveal(visible: visibleRows(of: .folders))
        list.reveal(visible: visibleRows(of: .messages), turnsPages: isCursorMoving && isListBesideOthers)
        if let request = list.nextRequest(visible: visibleRows(of: .messages)) {
            effects.append(.observeWindow(request))
        }
        effects += followCursor()
        layOutDocument()
        effects += askForPictures()
        effects += markRead()
        askForTrust()
        return effects
    }

    /// Whether the text of the message under the cursor is wanted on the screen.
    var showsText: Bool { focus == .reader || (frames.panes[.reader] != nil && settings.showsPreview) }

    /// Whether other panes share the list's lines of the screen. A terminal scrolls whole lines only, so those would be
    /// written again for each row.
    private var isListBesideOthers: Bool {
        guard let list = frames.panes[.messages] else { return false }
        return list.columns < size.columns
    }

    private mutating func followCursor() -> [Effect] {
        guard let current = list.current else {
            if list.window != nil, !list.isWaiting { reader.clear() }
            return []
        }
        // While the cursor runs down the list the preview stays as it is, and no text is fetched ahead: drawing a text for
        // each row that is passed costs a terminal on a slow line more than the list itself, and each text a turn.
        let isPassing = isCursorMoving && focus != .reader
        var effects = noteMove(to: current.id)
        if showsText {
            if reader.message == current.id {
                reader.summary = current
            } else if isPassing, reader.message != nil {
                return effects
            } else {
                reader.show(current)
                effects.append(.loadMessage(current.id))
            }
        }
        if list.prefetchedAround != current.id, !isPassing {
            list.prefetchedAround = current.id
            let ahead = [0, 1, 2, 3, -1].compactMap { list.row(at: list.cursor + $0)?.id }
            effects.append(.prefetch(showsText ? ahead.filter { $0 != current.id } : ahead))
        }
        return effects
    }

    private mutating func noteMove(to message: MessageID) -> [Effect] {
        guard passing != message else { return [] }
        passing = message
        guard focus != .reader else { return [] }
        isCursorMoving = true
        return [.awaitRest(milliseconds: AppState.restMilliseconds)]
    }

    /// Lays out a long message to its end, which is asked for.
    mutating func layOutWholeDocument() {
        guard reader.document.linesToCome > 0 else { return }
        reader.lineLimit = .max
        layOutDocument()
    }

    mutating func layOutDocument() {
        guard let message = reader.message else { return }
        let columns = frames.readerText.columns
        reader.lengthen(toShow: 2 * visibleRows(of: .reader))
        let key = ReaderPane.DocumentKey(
            message: message, revision: reader.revision, limit: reader.lineLimit, columns: columns,
            choices: reader.choices, localTime: localTime,
            pictureRows: reader.wantsPictures ? visibleRows(of: .reader) : nil)
        if reader.documentKey != key {
            let isSameText =
                reader.documentKey?.message == message && reader.documentKey?.choices.view == key.choices.view
            let new = document(columns: columns)
            if isSameText { reader.replaceDocument(new) } else { reader.document = new }
            reader.documentKey = key
        }
        reader.scroll(to: reader.scroll, visible: visibleRows(of: .reader))
    }

    private func document(columns: Int) -> ReaderDocument {
        let layout = DocumentLayout(
            settings: settings, localTime: localTime, columns: columns, choices: reader.choices,
            header: reader.pieces[.header], known: reader.facts,
            keys: DocumentLayout.Keys(
                quotes: keyLabel(.read(.quotes)), attachments: keyLabel(.read(.attachments)),
                save: keyLabel(.read(.save)), defects: keyLabel(.read(.defects)),
                conversation: keyLabel(.read(.conversation)), leaveList: keyLabel(.read(.leaveList))),
            pictures: pictureShelf)
        let pieces = PieceLayout(layout: layout, limit: reader.lineLimit)
        let subject = reader.readable?.subject ?? reader.summary?.subject ?? ""
        switch reader.choices.view {
        case .source:
            return pieces.document(title: "Source: \(subject)", reader.pieces[.source], format: .plain)
        case .structure:
            return pieces.structure(title: "Parts: \(subject)", reader.readable?.structure)
        case .conversation:
            let conversation = ConversationLayout(
                layout: layout, opened: reader.message ?? MessageID(0), folded: reader.folded,
                foldKey: keyLabel(.read(.foldMessage)))
            return conversation.document(subject: subject, reader.conversation)
        case .picture(let attachment):
            return pieces.picture(attachment, on: wholePictureShelf)
        case .attachment(let attachment):
            return pieces.document(
                title: AttachmentWords.name(of: attachment),
                reader.pieces[.attachment(section: attachment.section)],
                format: AttachedFormat(attachment) ?? .plain)
        case .text:
            if let readable = reader.readable { return layout.document(readable, limit: reader.lineLimit) }
            return reader.summary.map { layout.head($0) } ?? reader.document
        }
    }

    /// The first key of a command in the reader.
    private func keyLabel(_ command: Command) -> String {
        keymap.keys(for: command, in: .reader).first?.description ?? ""
    }

    private mutating func markRead() -> [Effect] {
        guard case .afterSeconds(let delay) = settings.markRead, focus == .reader, reader.readable != nil,
            let message = reader.message
        else {
            reader.shownSince = nil
            return []
        }
        // A clock that is set back begins the wait anew, and does not prolong it.
        let since = min(reader.shownSince ?? now, now)
        reader.shownSince = since
        guard !reader.isMarkedRead, now - since >= Int64(delay) else { return [] }
        reader.isMarkedRead = true
        guard let row = reader.summary, !row.flags.isSeen else { return [] }
        return [.applyUnasked(.setFlag(.system(.seen), true, [message]))]
    }
}
