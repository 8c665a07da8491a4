import MailModel

/// Puts the shown parts of a message together, one after the other, within bounds.
struct MessageComposer {
    private(set) var lines: [ReadableMessage.Line] = []
    private(set) var defects: [String] = []
    var trackers = 0
    private var cards: [[ReadableMessage.Line]] = []
    var links = LinkCollector()
    /// Nil where nothing sealed is opened.
    var opener: SealOpener?
    var seals: [Seal] = []
    /// Files within sealed parts.
    var sealedAttachments: [ReadableMessage.Attachment] = []
    /// Parts that seals are made of, and that were opened: signatures, and what was decrypted.
    var sealParts: Set<String> = []
    /// Numbers of links that stand in encrypted text.
    var encryptedLinks: Set<Int> = []

    /// What was left out: said where the text ends, too.
    private var cuts: [String] = []

    let content: (String, Int) -> [UInt8]?
    private var structure: PartTree?
    /// What stands before the numbers of its parts: `2>` where they are those of what part 2 of the message holds sealed.
    let prefix: String
    /// Parts whose pictures stand in the text.
    private var pictures: Set<String> = []
    private var textLeft = MessageComposer.maximumText

    /// Lines of a message; more can't be read by a person.
    static let maximumLines = 100_000
    /// Octets of text of a message.
    static let maximumText = 2 << 20

    /// - Parameter content: the content of a section, still encoded, as many octets at least as are wanted; nil where it is not
    ///   at hand.
    init(prefix: String = "", content: @escaping (_ section: String, _ limit: Int) -> [UInt8]?) {
        self.prefix = prefix
        self.content = content
    }

    /// Notes what was wrong, once.
    mutating func note(_ defect: String) {
        if !defects.contains(defect), defects.count < 100 { defects.append(defect) }
    }

    /// Notes that something is left out, and how to see it.
    mutating func noteCut(_ what: String, seen: String = MessageComposer.inSource) {
        let sentence = what + " " + seen
        note(sentence)
        if !cuts.contains(sentence), cuts.count < 10 { cuts.append(sentence) }
    }

    /// Where the rest of what was cut is to be seen.
    static let inSource = "All of it is in the source (V in the reader, martlet show --raw)."
    private static let inParts = "All parts are in the part tree (P in the reader)."

    mutating func compose(_ structure: PartTree) {
        self.structure = structure
        let plan = ReadingPlan(structure)
        if plan.isEncrypted, opener == nil { note("The message is encrypted; its content is listed as an attachment.") }
        if plan.isCut { noteCut("The message has more text parts than are shown.", seen: MessageComposer.inParts) }
        plan.attachments.forEach { noteAbsence(of: $0) }
        add(plan.items)
    }

    /// What is not in this message at all (RFC 2046 sections 5.2.2 and 5.2.3).
    private mutating func noteAbsence(of part: PartTree) {
        switch part.type {
        case "message/external-body":
            let access = part.parameters["access-type"].map { " (\($0.oneLine.prefix(40)))" } ?? ""
            note("Part \(part.section) is kept elsewhere\(access); it is not fetched.")
        case "message/partial":
            let number = part.parameters["number"].flatMap { Int($0) }.map { " number \($0)" } ?? ""
            note(
                "Part \(part.section) is piece\(number) of a message that was sent in several; they are not put together."
            )
        default: break
        }
    }

    /// Shows the bytes as they are, where nothing else could be made of them.
    mutating func addRaw(_ source: [UInt8]) {
        let text = Charset.decode(Array(source.prefix(MessageComposer.maximumText)), declared: nil).text
        append(PlainText.preformatted(text, limit: lineLimit, links: &links))
    }

    /// What is said below the text where something was left out.
    var endLines: [ReadableMessage.Line] {
        guard !cuts.isEmpty else { return [] }
        return [.init(kind: .text, spans: [])]
            + cuts.map { .init(kind: .text, spans: [.init("[\($0)]", emphasis: .strong)], hangingIndent: 1) }
    }

    /// The lines without blank ones at either end.
    var finishedLines: [ReadableMessage.Line] {
        var rest = lines[...]
        while let first = rest.first, first.kind == .text, first.text.allSatisfy(\.isWhitespace) { rest.removeFirst() }
        while let last = rest.last, last.kind == .text || last.kind == .signature, last.text.allSatisfy(\.isWhitespace)
        {
            rest.removeLast()
        }
        return Array(rest)
    }

    mutating func add(_ items: [ReadingPlan.Item]) {
        for item in items {
            switch item {
            case .plain(let part):
                if !addInlineSeals(part), let text = text(of: part) { addPlain(text, part) }
            case .preformatted(let part):
                if let text = text(of: part) {
                    append(PlainText.preformatted(text, limit: lineLimit, links: &links))
                }
            case .html(let part):
                if let text = text(of: part) { addHTML(text, part) }
            case .picture(let part): addPicture(part)
            case .report(let part): addReport(part)
            case .invite(let part): addCard(text(of: part).map(InviteCard.lines) ?? [])
            case .contact(let part): addCard(text(of: part).map(ContactCard.lines) ?? [])
            case .packed(let part): addPacked(part)
            case .alternative(let plain, let html):
                addAlternative(plain, html)
            case .embedded(let part, let inner):
                addHeader(of: part)
                add(inner)
            case .sealed(let part, let sealed, let inner): addSealed(part, sealed, inner)
            }
        }
    }

    private mutating func addAlternative(_ plain: PartTree, _ html: PartTree) {
        let text = content(plain.section, 1) == nil ? nil : text(of: plain)
        if let text, !PlainText.isStub(text) || content(html.section, 1) == nil {
            addPlain(text, plain)
        } else if let rich = self.text(of: html) {
            let before = lines.count
            addHTML(rich, html)
            if lines.count == before, let text { addPlain(text, plain) }
        }
    }

    private mutating func addPlain(_ whole: String, _ part: PartTree) {
        let text = UUText(Array(whole.utf8)).map { String(decoding: $0.text, as: UTF8.self) } ?? whole
        append(PlainText.lines(of: text, parameters: part.parameters, limit: lineLimit, links: &links))
    }

    private mutating func addHTML(_ text: String, _ part: PartTree) {
        let beside = EmbeddedPictures(of: part, in: structure, prefix: prefix)
        let rendered = HTMLText.render(text, limit: lineLimit, links: &links, pictures: beside)
        pictures.formUnion(rendered.pictures)
        if rendered.isCut { noteCut("The HTML is too long to be shown whole; the rest is left out.") }
        trackers += rendered.trackers
        append(rendered.lines)
    }

    /// A picture that stands between the texts.
    private mutating func addPicture(_ part: PartTree) {
        let section = prefix + part.section
        guard pictures.insert(section).inserted, pictures.count <= MessageComposer.mostPictures else { return }
        let name = part.filename ?? ""
        let words = name.isEmpty ? "[picture]" : "[picture: \(MessageReader.safeFilename(name))]"
        append(own: [.init(kind: .text, spans: [.init(words, picture: .init(section: section))])])
    }

    private static let mostPictures = 1_000

    /// The same event is often in the message twice, once as a file.
    private mutating func addCard(_ card: [ReadableMessage.Line]) {
        guard !cards.contains(card) else { return }
        cards.append(card)
        append(own: card)
    }

    private mutating func addReport(_ part: PartTree) {
        guard let encoded = content(part.section, .max) else { return }
        let bytes = TransferDecoder.decode(encoded, encoding: part.encoding).bytes
        let sentences = DeliveryReport.sentences(of: Array(bytes.prefix(max(0, textLeft))))
        append(own: sentences.map { .init(kind: .text, spans: [.init($0, emphasis: .strong)], hangingIndent: 2) })
    }

    /// The names of the files in a `winmail.dat`, where it is at hand.
    private mutating func addPacked(_ part: PartTree) {
        guard let encoded = content(part.section, .max) else { return }
        let bytes = TransferDecoder.decode(encoded, encoding: part.encoding).bytes
        guard let packed = TNEFReader(bytes) else {
            return note("Part \(part.section) is not what its type says; no files could be found in it.")
        }
        if packed.isCut { note("Part \(part.section) ends too early; the files in it may be cut.") }
        if packed.files.isEmpty { return }
        let heading = ReadableMessage.Line(
            kind: .text, spans: [.init("Files within part \(part.section):", emphasis: .strong)])
        let names = packed.files.enumerated().map { index, file in
            let name = MessageReader.safeFilename(file.name)
            return ReadableMessage.Line(
                kind: .text, spans: [.init("  \(part.section)/\(index + 1) \(name), \(file.content.count) bytes")],
                hangingIndent: 4)
        }
        append(own: [heading] + names)
    }

    var lineLimit: Int { max(0, MessageComposer.maximumLines - lines.count) }

    /// Lines of our own words, with what the message says in them.
    private mutating func append(own lines: [ReadableMessage.Line]) { append(lines.map(\.harmless)) }

    /// The next part begins after a blank line.
    mutating func append(_ more: [ReadableMessage.Line]) {
        if more.isEmpty { return }
        if let last = lines.last, !last.spans.isEmpty { lines.append(.init(kind: .text, spans: [])) }
        lines += more
        if lines.count >= MessageComposer.maximumLines {
            noteCut("The text is longer than \(MessageComposer.maximumLines) lines; the rest is left out.")
        }
    }

    /// A part's text, within what is left of the bounds.
    private mutating func text(of part: PartTree) -> String? {
        // HTML is much longer than the text in it, and bounded by its own reader.
        let isHTML = part.type == "text/html"
        let bound = isHTML ? HTMLText.maximumInput : textLeft
        // An escape of quoted-printable takes three octets for one, base64 four for three; line ends come on top.
        let isPlain = ["", "7bit", "8bit", "binary"].contains(part.encoding)
        let limit = (isPlain ? bound : bound * 4) + 1
        guard let encoded = content(part.section, limit) else {
            note("The text of part \(part.section) is not here.")
            return nil
        }
        let (bytes, malformed) = TransferDecoder.decode(encoded, encoding: part.encoding)
        if malformed > 0 {
            note("Part \(part.section) is not clean \(part.encoding); it was decoded as far as possible.")
        }
        if bytes.count > bound || encoded.count >= limit {
            noteCut("The text is longer than \(max(1, bound >> 20)) MiB; the rest is left out.")
        }
        let shown = bytes.count > bound ? Array(bytes[..<bound]) : bytes
        if !isHTML { textLeft -= shown.count }
        let declared = part.parameters["charset"] ?? (isHTML ? HTMLText.declaredCharset(shown) : nil)
        let decoded = Charset.decode(shown, declared: declared)
        if let defect = decoded.defect { note(defect) }
        return decoded.text.hasPrefix("\u{FEFF}") ? String(decoded.text.unicodeScalars.dropFirst()) : decoded.text
    }

    /// The header of a message within the message.
    private mutating func addHeader(of part: PartTree) {
        let header = HeaderSummary.parse(content(part.section + ".HEADER", .max) ?? [])
        var block: [ReadableMessage.Line] = [.init(kind: .rule, spans: [])]
        func add(_ label: String, _ text: String) {
            if text.isEmpty { return }
            block.append(
                .init(
                    kind: .text, spans: [.init(label + ":", emphasis: .strong), .init(" " + text)], hangingIndent: 2))
        }
        add("From", MessageComposer.text(of: header.from))
        add("To", MessageComposer.text(of: header.to))
        add("Cc", MessageComposer.text(of: header.cc))
        add("Date", header.date.map(CivilDate.text) ?? "")
        add("Subject", header.subject)
        append(own: block)
    }

    private static func text(of addresses: [EmailAddress]) -> String {
        let shown = addresses.prefix(20).map { address in
            address.name.isEmpty ? address.address : "\(address.name) <\(address.address)>"
        }
        return shown.joined(separator: ", ") + (addresses.count > 20 ? ", …" : "")
    }
}
