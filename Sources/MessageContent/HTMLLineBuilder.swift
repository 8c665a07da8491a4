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
    /// Whether the rows of tables that are added begin at the right.
    var rowsAreRightToLeft = false

    private var text = StyledText()
    /// What is appended now stands for it.
    private var picture: ReadableMessage.Picture?
    private var hasText = false
    /// What the element of the line's first letter says of its direction; nil where there is no letter yet.
    private var direction: Direction?
    private var isSpacePending = false
    private var wantsBlank = false
    /// The shallowest quotation since a blank line was wanted: the blank one belongs to it.
    private var blankDepth = 0
    private var isInCell = false
    private var column = 0
    private var anchor: Anchor?

    private let lineLimit: Int
    private var textLeft = MessageComposer.maximumText

    private enum Direction {
        case rightToLeft, leftToRight
        /// As the first letter is.
        case unsaid
    }

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
        // One text may be longer than all that is shown.
        while !isFull, let piece = iterator.next() {
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

    /// Words that stand for a picture, in a span of their own.
    mutating func append(_ words: String, style: HTMLStyle, for picture: ReadableMessage.Picture) {
        if isSpacePending {
            isSpacePending = false
            addToRun(CollectionOfOne(ASCII.space), style, isInk: false)
        }
        self.picture = picture
        append(words, style: style)
        self.picture = nil
    }

    /// - Parameter isInk: whether the bytes are more than blanks.
    private mutating func put(_ bytes: some Collection<UInt8>, _ style: HTMLStyle, isInk: Bool) {
        if isSpacePending, !bytes.isEmpty {
            isSpacePending = false
            // The space belongs to what stands before it, so that no link begins with one.
            if text.lastLetter != ASCII.space || text.look.link != nil {
                addToRun(CollectionOfOne(ASCII.space), style, isInk: false)
            }
        }
        addToRun(bytes, style, isInk: isInk)
        hasText = true
    }

    private mutating func addToRun(_ bytes: some Collection<UInt8>, _ style: HTMLStyle, isInk: Bool) {
        if isInk, anchor != nil { openLink() }
        if isInk, direction == nil {
            direction = style.isRightToLeft.map { $0 ? .rightToLeft : .leftToRight } ?? .unsaid
        }
        let link = isInk || text.look.link == anchor?.number ? anchor?.number : nil
        var look = StyledText.Look(emphasis: style.emphasis, link: link, picture: picture)
        // Links have a look of their own.
        if link == nil {
            look.foreground = style.foreground
            look.background = style.background
        }
        text.append(bytes, look)
        if anchor?.number != nil, (anchor?.text.count ?? 0) < 500 { anchor?.text.append(contentsOf: bytes) }
        column += 1
        textLeft -= bytes.count
        if textLeft <= 0 { isFull = true }
    }

    // MARK: Links

    var isInAnchor: Bool { anchor != nil }

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
        let words = ASCII.collapsed(closed.text[...])
        links.describe(number, by: words)
        // An address that stands there as it is needs no number to be told from others.
        if words == closed.target || "mailto:" + words == closed.target { return }
        let mark = ReadableMessage.Span("[\(number)]", link: number)
        if hasText || isInCell || lines.isEmpty {
            text.append(mark: mark)
            hasText = true
        } else if let last = lines.indices.last, !lines[last].spans.isEmpty {
            lines[last].spans += [.init(" "), mark]
        } else if let last = lines.indices.last, case .row(var row) = lines[last].kind,
            let filled = row.cells.lastIndex(where: { !$0.isEmpty })
        {
            row.cells[filled] += [.init(" "), mark]
            lines[last].kind = .row(row)
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
        let spans = text.take()
        let isRightToLeft = isRightToLeft(spans)
        defer {
            hasText = false
            direction = nil
            column = 0
        }
        guard spans.contains(where: { !$0.text.isEmpty }) else {
            // A paragraph of a no-break space is how some editors write an empty line.
            if hasText { wantBlank() }
            return
        }
        if isDrawnRule(spans) {
            flushBlank()
            return add(.init(kind: .rule, spans: []))
        }
        flushBlank()
        var whole = prefix.map { [$0] } ?? []
        whole += spans
        var line = ReadableMessage.Line(kind: lineKind, spans: whole, hangingIndent: markWidth + indent)
        line.isRightToLeft = isRightToLeft
        add(line)
        bullet = nil
    }

    private func isRightToLeft(_ spans: [ReadableMessage.Span]) -> Bool {
        switch direction {
        case .rightToLeft: true
        case .leftToRight, nil: false
        case .unsaid: TextDirection.isRightToLeft(spans)
        }
    }

    /// A blank line before what follows, unless there is one.
    mutating func separate() {
        endLine()
        guard !isInCell, bullet == nil else { return }
        wantBlank()
    }

    private mutating func wantBlank() {
        guard !lines.isEmpty else { return }
        blankDepth = wantsBlank ? min(blankDepth, quoteDepth) : quoteDepth
        wantsBlank = true
    }

    /// A rule, unless there is one just above, or nothing at all.
    mutating func addRule() {
        endLine()
        guard !isInCell, let last = lines.last, last.kind != .rule else { return }
        flushBlank()
        add(.init(kind: .rule, spans: []))
    }

    /// Whether the line is a rule drawn with `_`, `-`, `=` or `*`.
    private func isDrawnRule(_ spans: [ReadableMessage.Span]) -> Bool {
        guard quoteDepth == 0, bullet == nil, spans.count == 1, let text = spans.first?.text.utf8, text.count >= 10,
            let first = text.first, "_-=*".utf8.contains(first)
        else { return false }
        return text.allSatisfy { $0 == first }
    }

    /// The rows of a table. Within a list or a quotation they are laid out here, with its marks in front.
    mutating func add(_ rows: [TableRow]) {
        let isPlain = quoteDepth == 0 && indent == 0
        let laidOut = isPlain ? [] : TableText.laidOut(rows.map(\.cells))
        for (index, row) in rows.enumerated() {
            flushBlank()
            if isPlain {
                add(row)
            } else {
                let whole = (prefix.map { [$0] } ?? []) + laidOut[index]
                add(.init(kind: lineKind, spans: whole, hangingIndent: markWidth + indent + TableText.gap))
            }
            bullet = nil
        }
    }

    // MARK: Cells

    /// Puts what the cells of a row have become beside each other, where all of it is short.
    ///
    /// - Parameters:
    ///   - cells: the lines of each cell, the last of them the last lines there are.
    ///   - follows: whether the row before was joined as well, so that nothing stands between the two.
    /// - Returns: whether the cells were joined.
    mutating func joinCells(_ cells: [Range<Int>], table: Int, follows: Bool) -> Bool {
        guard quoteDepth == 0, indent == 0, let start = cells.first?.lowerBound,
            let rows = LayoutRow.rows(of: cells, in: lines)
        else { return false }
        let hadBlank = lines.indices.contains(start) && lines[start].isBlank
        lines.removeSubrange(start...)
        if hadBlank, !follows { add(.init(kind: .text, spans: [])) }
        // Rows of one line each stand close together; others keep what set them apart.
        if hadBlank, follows, rows.count > 1 {
            add(TableRow(table: table, cells: cells.map { _ in [] }))
        }
        for row in rows { add(TableRow(table: table, cells: row)) }
        return true
    }

    mutating func beginCell() {
        endLine()
        isInCell = true
    }

    mutating func endCell() -> [ReadableMessage.Span] {
        endAnchor()
        isSpacePending = false
        hasText = false
        direction = nil
        isInCell = false
        column = 0
        return text.take()
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
        if let last = lines.last, !last.isBlank {
            let depth = min(blankDepth, quoteDepth)
            let marks = String(repeating: ">", count: depth)
            add(.init(kind: depth > 0 ? .quote(depth: depth) : .text, spans: depth > 0 ? [.init(marks)] : []))
        }
    }

    private mutating func add(_ row: TableRow) {
        var line = ReadableMessage.Line(kind: .row(row), spans: [], hangingIndent: TableText.gap)
        line.isRightToLeft = rowsAreRightToLeft
        add(line)
    }

    private mutating func add(_ line: ReadableMessage.Line) {
        if lines.count < lineLimit { lines.append(line) } else { isFull = true }
    }
}
