import MailModel

/// Collects text into lines: collapses white space as CSS does, keeps blank lines to one, puts marks and indents in front.
struct HTMLLineBuilder {
    private(set) var lines: [ReadableMessage.Line] = []
    /// Whether a bound was met, so that text was left out.
    private(set) var isFull = false
    var links: LinkCollector

    var quoteDepth = 0
    /// Columns by which lists indent their items.
    var indent = 0
    /// What the next line begins with, within the last columns of the indent.
    var bullet: String?
    var headingLevel: Int?
    var isPreformatted = false

    private var spans: [ReadableMessage.Span] = []
    private var run: [UInt8] = []
    private var runEmphasis: ReadableMessage.Span.Emphasis = []
    private var runLink: Int?
    private var hasText = false
    private var isSpacePending = false
    private var wantsBlank = false
    /// The shallowest quotation since a blank line was wanted: the blank one belongs to it.
    private var blankDepth = 0
    private var isInCell = false
    private var column = 0
    private var anchor: Anchor?

    private let lineLimit: Int
    private var textLeft = MessageComposer.maximumText

    private struct Anchor {
        var target: String
        var number: Int?
        var text: [UInt8] = []
    }

    init(lineLimit: Int, links: LinkCollector) {
        self.lineLimit = lineLimit
        self.links = links
    }

    // MARK: Text

    mutating func append(_ text: String, style: HTMLStyle) {
        guard style.showsText, !isFull else { return }
        var iterator = HTMLCharacters(text)
        while let piece = iterator.next() {
            switch piece {
            case .space where style.preservesWhiteSpace: put([ASCII.space], style, isInk: false)
            case .tab where style.preservesWhiteSpace:
                put([UInt8](repeating: ASCII.space, count: 8 - column % 8), style, isInk: false)
            case .lineEnd where style.preservesWhiteSpace: breakLine()
            case .space, .tab, .lineEnd: isSpacePending = isSpacePending || hasText
            case .fixedSpace: put([ASCII.space], style, isInk: false)
            case .invisible: break
            case .character(let bytes): put(bytes, style, isInk: true)
            }
        }
    }

    /// - Parameter isInk: whether the bytes are more than blanks.
    private mutating func put(_ bytes: some Collection<UInt8>, _ style: HTMLStyle, isInk: Bool) {
        if isSpacePending, !bytes.isEmpty {
            isSpacePending = false
            // The space belongs to what stands before it, so that no link begins with one.
            if run.last != ASCII.space || runLink != nil { addToRun(CollectionOfOne(ASCII.space), style, isInk: false) }
        }
        addToRun(bytes, style, isInk: isInk)
        hasText = true
    }

    private mutating func addToRun(_ bytes: some Collection<UInt8>, _ style: HTMLStyle, isInk: Bool) {
        if isInk, anchor != nil { openLink() }
        let link = isInk || runLink == anchor?.number ? anchor?.number : nil
        if style.emphasis != runEmphasis || link != runLink {
            endRun()
            runEmphasis = style.emphasis
            runLink = link
        }
        run.append(contentsOf: bytes)
        if anchor?.number != nil, (anchor?.text.count ?? 0) < 500 { anchor?.text.append(contentsOf: bytes) }
        column += 1
        textLeft -= bytes.count
        if textLeft <= 0 { isFull = true }
    }

    private mutating func endRun() {
        if run.isEmpty { return }
        spans.append(.init(String(decoding: run, as: UTF8.self), emphasis: runEmphasis, link: runLink))
        run.removeAll(keepingCapacity: true)
    }

    // MARK: Links

    mutating func beginAnchor(_ target: String) {
        endAnchor()
        anchor = Anchor(target: target)
    }

    /// A link gets its number with its first visible character, so that the numbers are in reading order.
    private mutating func openLink() {
        guard var open = anchor, open.number == nil else { return }
        open.number = links.number(for: open.target)
        anchor = open.number == nil ? nil : open
    }

    /// Puts the number behind the link's text, at the end of the line before if the text has ended there.
    mutating func endAnchor() {
        guard let closed = anchor else { return }
        anchor = nil
        guard let number = closed.number else { return }
        links.describe(number, by: ASCII.collapsed(closed.text[...]))
        let mark = ReadableMessage.Span("[\(number)]", link: number)
        if hasText || isInCell || lines.isEmpty {
            while run.last == ASCII.space { run.removeLast() }
            endRun()
            spans += [.init(" "), mark]
            hasText = true
        } else if let last = lines.indices.last, !lines[last].spans.isEmpty {
            lines[last].spans += [.init(" "), mark]
        }
    }

    // MARK: Lines

    /// `<br>`: ends the line even if there is nothing on it.
    mutating func breakLine() {
        if isInCell {
            isSpacePending = hasText
        } else if hasText {
            endLine()
        } else if isPreformatted {
            add(.init(kind: lineKind, spans: prefix.map { [$0] } ?? []))
        } else {
            blankDepth = quoteDepth
            wantsBlank = !lines.isEmpty
        }
    }

    /// The beginning or end of a block.
    mutating func endLine() {
        if isInCell {
            isSpacePending = isSpacePending || hasText
            return
        }
        isSpacePending = false
        endRun()
        trimEnd()
        defer {
            spans.removeAll()
            hasText = false
            column = 0
        }
        guard spans.contains(where: { !$0.text.isEmpty }) else { return }
        flushBlank()
        var whole = prefix.map { [$0] } ?? []
        whole += spans
        add(.init(kind: lineKind, spans: whole, hangingIndent: markWidth + indent))
        bullet = nil
    }

    /// A blank line before what follows, unless there is one.
    mutating func separate() {
        endLine()
        guard !isInCell, bullet == nil, !lines.isEmpty else { return }
        blankDepth = wantsBlank ? min(blankDepth, quoteDepth) : quoteDepth
        wantsBlank = true
    }

    mutating func addRule() {
        endLine()
        flushBlank()
        add(.init(kind: .rule, spans: []))
    }

    /// Lines that are laid out already; marks and indents are put in front.
    mutating func add(laidOut rows: [[ReadableMessage.Span]], kind: ReadableMessage.Line.Kind, hanging: Int) {
        for row in rows {
            flushBlank()
            let whole = (prefix.map { [$0] } ?? []) + row
            let kept = quoteDepth > 0 ? lineKind : kind
            add(.init(kind: kept, spans: whole, hangingIndent: markWidth + indent + hanging))
            bullet = nil
        }
    }

    // MARK: Cells

    mutating func beginCell() {
        endLine()
        isInCell = true
    }

    mutating func endCell() -> [ReadableMessage.Span] {
        endAnchor()
        isSpacePending = false
        endRun()
        trimEnd()
        defer {
            spans.removeAll()
            hasText = false
            isInCell = false
            column = 0
        }
        return spans
    }

    // MARK: Parts of a line

    private var markWidth: Int { quoteDepth > 0 ? quoteDepth + 1 : 0 }

    private var lineKind: ReadableMessage.Line.Kind {
        if quoteDepth > 0 { return .quote(depth: quoteDepth) }
        if isPreformatted { return .preformatted }
        return headingLevel.map { .heading(level: $0) } ?? .text
    }

    private var prefix: ReadableMessage.Span? {
        var text = quoteDepth > 0 ? String(repeating: ">", count: quoteDepth) + " " : ""
        if let bullet {
            text += String(repeating: " ", count: max(0, indent - bullet.count)) + bullet
        } else {
            text += String(repeating: " ", count: indent)
        }
        return text.isEmpty ? nil : .init(text)
    }

    private mutating func flushBlank() {
        guard wantsBlank else { return }
        wantsBlank = false
        if let last = lines.last, !last.spans.isEmpty || last.kind == .rule {
            let depth = min(blankDepth, quoteDepth)
            let marks = String(repeating: ">", count: depth)
            add(.init(kind: depth > 0 ? .quote(depth: depth) : .text, spans: depth > 0 ? [.init(marks)] : []))
        }
    }

    private mutating func add(_ line: ReadableMessage.Line) {
        if lines.count < lineLimit { lines.append(line) } else { isFull = true }
    }

    private mutating func trimEnd() {
        while var last = spans.popLast() {
            while last.text.last == " " { last.text.removeLast() }
            if !last.text.isEmpty {
                spans.append(last)
                return
            }
        }
    }
}
