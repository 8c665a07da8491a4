import MailModel

/// What opens the seals of one message: within bounds, as each opening starts a program.
struct SealOpener {
    let engine: any SealEngine
    let signedText: (String) -> [UInt8]?
    var left = 20
    var depth = 0
    /// Whether the program did not answer once: it is not waited for again.
    var isSilent = false

    /// Messages within sealed ones are opened so deep.
    static let maximumDepth = 4

    /// Octets of what is given to the program.
    static let maximumSize = 32 << 20

    init(_ engine: any SealEngine, signedText: @escaping (String) -> [UInt8]?) {
        self.engine = engine
        self.signedText = signedText
    }
}

extension MessageComposer {
    /// Shows what is signed or encrypted, each as a text of its own: HTML of an encrypted part is never joined with what
    /// stands before or after it (EFAIL).
    mutating func addSealed(_ part: PartTree, _ sealed: SealedPart, _ inner: [ReadingPlan.Item]) {
        let opened = open(part, sealed)
        if case .opened = opened.state { sealParts.formUnion(sealed.sections(of: part)) }
        let kind: SealKind = (sealed.method, sealed.isEncrypted, opened.state)
        switch sealed {
        case .signed: seal(kind) { $0.add(inner) }
        case .encrypted, .opaqueSigned, .enveloped:
            guard case .opened = opened.state else {
                let words = sealed.isEncrypted ? "(encrypted)" : "(signed, in a part that was not opened)"
                return seal(kind) { $0.append([.init(kind: .text, spans: [.init(words, emphasis: .italic)])]) }
            }
            seal(kind) { $0.addEntity(opened.plain, of: part.section, isEncrypted: sealed.isEncrypted) }
        }
    }

    /// Shows a plain text with its sealed stretches marked; false where it has none.
    mutating func addInlineSeals(_ part: PartTree) -> Bool {
        guard let encoded = content(part.section, .max) else { return false }
        let bytes = TransferDecoder.decode(encoded, encoding: part.encoding).bytes
        guard let stretches = InlineSeal.stretches(of: bytes) else { return false }
        for stretch in stretches {
            switch stretch {
            case .open(let range): addText(Array(bytes[range]), part)
            case .signed(let range): addInline(Array(bytes[range]), part, isEncrypted: false)
            case .encrypted(let range): addInline(Array(bytes[range]), part, isEncrypted: true)
            }
        }
        return true
    }

    private mutating func addInline(_ block: [UInt8], _ part: PartTree, isEncrypted: Bool) {
        let opened = opening(block.count) {
            isEncrypted ? $0.decrypt(.openPGP, block) : $0.verifyOpaque(.openPGP, block)
        }
        let hasPlain = if case .opened = opened.state { !opened.plain.isEmpty } else { false }
        let before = links.links.count
        seal((.openPGP, isEncrypted, opened.state)) { $0.addText(hasPlain ? opened.plain : block, part) }
        if isEncrypted { encryptedLinks.formUnion(before + 1..<links.links.count + 1) }
    }

    private mutating func addText(_ bytes: [UInt8], _ part: PartTree) {
        let text = Charset.decode(bytes, declared: part.parameters["charset"]).text
        append(PlainText.lines(of: text, parameters: part.parameters, limit: lineLimit, links: &links))
    }

    // MARK: Opening

    private mutating func open(_ part: PartTree, _ sealed: SealedPart) -> OpenedSeal {
        switch sealed {
        case .signed(let method):
            guard let text = opener?.signedText(part.section), let signature = bytes(of: part.children[1]) else {
                return OpenedSeal(.unchecked)
            }
            return opening(text.count + signature.count) { $0.verify(method, text: text, signature: signature) }
        case .encrypted:
            guard let message = bytes(of: part.children[1]) else { return OpenedSeal(.unchecked) }
            return opening(message.count) { $0.decrypt(.openPGP, message) }
        case .opaqueSigned:
            guard let message = bytes(of: part) else { return OpenedSeal(.unchecked) }
            return opening(message.count) { $0.verifyOpaque(.smime, message) }
        case .enveloped:
            guard let message = bytes(of: part) else { return OpenedSeal(.unchecked) }
            return opening(message.count) { $0.decrypt(.smime, message) }
        }
    }

    private func bytes(of part: PartTree) -> [UInt8]? {
        guard opener != nil, let encoded = content(part.section, .max) else { return nil }
        return TransferDecoder.decode(encoded, encoding: part.encoding).bytes
    }

    private mutating func opening(_ octets: Int, _ body: (any SealEngine) -> OpenedSeal) -> OpenedSeal {
        guard let current = opener, current.left > 0, current.depth < SealOpener.maximumDepth else {
            return OpenedSeal(.unchecked)
        }
        guard octets <= SealOpener.maximumSize else { return OpenedSeal(.tooLarge) }
        guard !current.isSilent else { return OpenedSeal(.noAnswer) }
        opener?.left -= 1
        let opened = body(current.engine)
        if opened.state == .noAnswer { opener?.isSilent = true }
        return opened
    }

    /// Shows an entity that was within a seal: with its own structure, its HTML apart from all other.
    private mutating func addEntity(_ plain: [UInt8], of section: String, isEncrypted: Bool) {
        guard let parsed = ParsedSource(plain) else {
            return append([.init(kind: .text, spans: [.init("(no text)", emphasis: .italic)])])
        }
        let before = links.links.count
        // Its pictures are its own parts and no others: nothing from outside gets in, and nothing of it out.
        var composer = MessageComposer(prefix: "\(prefix)\(section)>") { parsed.content(of: $0, limit: $1) }
        composer.links = links
        if let opener {
            composer.opener = SealOpener(opener.engine) { parsed.signedText(of: $0) }
            composer.opener?.depth = opener.depth + 1
            composer.opener?.left = opener.left
            composer.opener?.isSilent = opener.isSilent
        }
        composer.compose(parsed.structure)
        opener?.left = composer.opener?.left ?? 0
        opener?.isSilent = composer.opener?.isSilent ?? false
        links = composer.links
        encryptedLinks.formUnion(composer.encryptedLinks)
        if isEncrypted { encryptedLinks.formUnion(before + 1..<links.links.count + 1) }
        composer.defects.forEach { note($0) }
        trackers += composer.trackers
        let start = lines.count + gap
        append(Array(composer.lines.prefix(lineLimit)))
        for seal in composer.seals {
            var moved = seal
            moved.lines =
                min(seal.lines.lowerBound + start, lines.count)..<min(seal.lines.upperBound + start, lines.count)
            seals.append(moved)
        }
        let own = MessageReader.attachments(of: parsed.structure, exactSize: { parsed.decodedSize(of: $0) })
            .filter { !composer.sealParts.contains($0.section) }
            .map { attachment in
                var moved = attachment
                moved.section = composer.prefix + attachment.section
                return moved
            }
        sealedAttachments += composer.sealedAttachments + own
    }

    // MARK: Marks

    private typealias SealKind = (method: Seal.Method, isEncrypted: Bool, state: Seal.State)

    private mutating func seal(_ kind: SealKind, _ body: (inout MessageComposer) -> Void) {
        let start = lines.count + gap
        let place = seals.count
        body(&self)
        let end = max(lines.count, min(start, lines.count))
        // Outer ones stand before those within.
        seals.insert(
            Seal(
                method: kind.method, isEncrypted: kind.isEncrypted, state: kind.state,
                lines: min(start, lines.count)..<end), at: place)
    }

    /// The blank line that `append` sets before what follows.
    private var gap: Int { lines.last.map { $0.spans.isEmpty ? 0 : 1 } ?? 0 }

    /// The links, as they are to be warned of.
    var inspectedLinks: [ReadableMessage.Link] {
        links.links.map { link in
            var inspected = LinkInspector.inspected(link)
            if encryptedLinks.contains(link.number) { inspected.warnings.append(.encrypted) }
            return inspected
        }
    }

    /// The lines without blank ones at either end, and the seals upon them.
    var finished: (lines: [ReadableMessage.Line], seals: [Seal]) {
        let finished = finishedLines
        guard !seals.isEmpty else { return (finished, []) }
        let cut = lines.prefix { $0.kind == .text && $0.text.allSatisfy(\.isWhitespace) }.count
        let moved = seals.map { seal in
            var moved = seal
            let lower = min(max(0, seal.lines.lowerBound - cut), finished.count)
            moved.lines = lower..<max(lower, min(seal.lines.upperBound - cut, finished.count))
            return moved
        }
        return (finished, moved)
    }
}
