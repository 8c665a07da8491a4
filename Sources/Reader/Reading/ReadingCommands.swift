import MailModel

extension AppState {
    /// - Parameter count: the number typed before the key.
    mutating func perform(_ reading: Reading, count: Int? = nil) -> [Effect] {
        guard let id = reader.message, let readable = reader.readable else { return [] }
        switch reading {
        case .quotes: reader.choices.showsQuotes.toggle()
        case .headers:
            reader.choices.showsFullHeaders.toggle()
            return reader.choices.showsFullHeaders ? show(.text) + load(.header) : show(.text)
        case .source: return show(reader.choices.view == .source ? .text : .source)
        case .structure: return show(reader.choices.view == .structure ? .text : .structure)
        case .conversation:
            if reader.choices.view == .conversation { return show(.text) }
            return show(.conversation) + (reader.conversation == nil ? [.loadConversation(id)] : [])
        case .foldMessage: foldMessage()
        case .foldAll: foldAll()
        case .pictures: return showPictures()
        case .leaveList: if let list = readable.list { askToLeave(list, readable) }
        case .defects: reader.choices.showsDefects.toggle()
        case .find: startFinding()
        case .wrap:
            reader.choices.wraps.toggle()
            reader.choices.left = 0
        case .scrollLeft: reader.choices.left = max(0, reader.choices.left - AppState.sideStep * (count ?? 1))
        case .scrollRight: return scrollRight(count ?? 1)
        case .pipe: askForPipe(.source, of: id, what: "the message")
        case .print: askForPrinting(readable, of: id)
        case .links:
            if let count { return openLink(count, of: readable) }
            popup = .links(LinkList(readable.links))
        case .attachments: popup = .attachments(AttachmentList(readable.attachments, of: id))
        case .save:
            if let only = readable.attachments.first, readable.attachments.count == 1 {
                askWhereToSave(only, of: id)
            } else {
                popup = .attachments(AttachmentList(readable.attachments, of: id))
            }
        case .copy:
            notices.show(Notice("Copied the text of the message"), at: now)
            return [.copyToClipboard(readable.plainText)]
        }
        return []
    }

    /// Of a conversation: the message whose text is at the top of the pane.
    private mutating func foldMessage() {
        let starts = reader.document.starts
        let above = starts.filter { $0.value <= reader.scroll + 1 }.max { $0.value < $1.value }
        guard let (message, _) = above ?? starts.min(by: { $0.value < $1.value }) else { return }
        reader.folded.formSymmetricDifference([message])
        layOutDocument()
        if above != nil, let start = reader.document.starts[message] {
            reader.scroll(to: start, visible: visibleRows(of: .reader))
        }
    }

    private mutating func foldAll() {
        let messages = Set(reader.conversation?.map(\.summary.id) ?? [])
        reader.folded = messages.isSubset(of: reader.folded) ? [] : messages
        reader.scroll = 0
    }

    /// Columns by which the text goes to the side.
    private static let sideStep = 16

    private mutating func scrollRight(_ times: Int) -> [Effect] {
        let step = AppState.sideStep * min(max(1, times), 100)
        reader.choices.wraps = false
        reader.choices.left = min(reader.choices.left + step, 100_000)
        return []
    }

    /// Shows something of the message, from its beginning.
    @discardableResult
    mutating func show(_ view: ReadingView) -> [Effect] {
        if reader.choices.view != view {
            reader.choices.view = view
            reader.choices.left = 0
            reader.scroll = 0
            reader.findLine = nil
        }
        return view.piece.map { load($0) } ?? []
    }

    /// The pictures where they stand in the text, and the text without them.
    private mutating func showPictures() -> [Effect] {
        switch reader.choices.view {
        case .text, .conversation: reader.choices.showsPictures.toggle()
        case .picture: return show(.text)
        case .source, .structure, .attachment:
            reader.choices.showsPictures = true
            return show(.text)
        }
        return []
    }

    /// One picture, as large as the pane.
    mutating func show(picture attachment: ReadableMessage.Attachment) -> [Effect] {
        focus = .reader
        return show(.picture(attachment))
    }

    /// Asks for a piece unless it is there or on its way.
    private mutating func load(_ piece: MessagePiece) -> [Effect] {
        guard let id = reader.message else { return [] }
        switch reader.pieces[piece] {
        case .fields, .text, .readable, .picture, .graphic, .loading: return []
        case .failed, nil:
            reader.pieces[piece] = .loading
            return [.loadPiece(id, piece)]
        }
    }

    mutating func askWhereToSave(_ attachment: ReadableMessage.Attachment, of id: MessageID) {
        let path = settings.downloadFolder + "/" + AttachmentWords.filename(for: attachment)
        popup = .prompt(
            Prompt(
                purpose: .saveAttachment(id, section: attachment.section), title: "Save to", field: TextField(path)))
    }

    mutating func askWhereToSaveAll(_ attachments: [ReadableMessage.Attachment], of id: MessageID) {
        popup = .prompt(
            Prompt(
                purpose: .saveAttachments(id, attachments),
                title: "Save \(attachments.count == 1 ? "it" : "all \(attachments.count)") into the folder",
                field: TextField(settings.downloadFolder)))
    }

    /// Saves each under a name of its own: two of one name must not overwrite each other.
    mutating func saveAll(_ attachments: [ReadableMessage.Attachment], of id: MessageID, into folder: String)
        -> [Effect]
    {
        var taken: Set<String> = []
        waitingToSave += attachments.map { attachment in
            var name = AttachmentWords.filename(for: attachment)
            if taken.contains(name.lowercased()) { name = "\(attachment.section)-\(name)" }
            taken.insert(name.lowercased())
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            return AttachmentRequest(message: id, section: attachment.section, path: path)
        }
        return saveNext()
    }

    /// Starts with the next that waits: one at a time, so that questions and progress are about one file.
    mutating func saveNext() -> [Effect] {
        guard saving == nil, !waitingToSave.isEmpty else { return [] }
        return [save(waitingToSave.removeFirst(), overwrite: false)]
    }

    func save(_ request: AttachmentRequest, overwrite: Bool) -> Effect {
        .saveAttachment(request.message, section: request.section, path: request.path, overwrite: overwrite)
    }
}
