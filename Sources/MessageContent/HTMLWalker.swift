import MailModel

/// Walks the tree of a document, without recursion: hostile mail nests its elements a hundred thousand deep.
struct HTMLWalker {
    var builder: HTMLLineBuilder
    private(set) var trackers = 0
    private(set) var pictures: EmbeddedPictures

    /// An element that is open, and what it changed.
    private struct Frame {
        var tag: HTMLTag
        /// The style outside of it.
        var outer: HTMLStyle
        var indent = 0
        var quoteDepth = 0
        var headingLevel: Int?
        /// Whether an empty line stands below.
        var isSpaced = false
        var strikesOut = false
        /// Columns that a cell takes.
        var columns = 1
        var height = 0
    }

    private struct ListState {
        var isOrdered: Bool
        var next: Int
        var hasNoMarks: Bool
    }

    private var frames: [Frame] = []
    private var style = HTMLStyle()
    private var lists: [ListState] = []
    private var tables = HTMLTables()
    private var sheet = HTMLStyleSheet()

    /// Deeper lists and quotations look the same.
    private static let maximumLevels = 20
    /// Room of this many pixels between two blocks is seen as a gap, and shown as an empty line.
    private static let gap = 10
    /// Paragraphs have a gap between them unless they say that they have none.
    private static let paragraphGap = 5

    init(builder: HTMLLineBuilder, pictures: EmbeddedPictures) {
        self.builder = builder
        self.pictures = pictures
    }

    mutating func walk(_ document: HTMLDocument) {
        var current = document.first
        while let node = current, !builder.isFull {
            if let text = node.text { builder.append(text, style: style) }
            if node.isElement, enter(node) {
                if let child = node.firstChild {
                    current = child
                    continue
                }
                leave()
            }
            current = following(node)
        }
        builder.endAnchor()
        builder.endLine()
    }

    /// The next node in reading order; elements that end before it are left.
    private mutating func following(_ node: HTMLNode) -> HTMLNode? {
        var last = node
        while true {
            if let next = last.next { return next }
            guard let parent = last.parent, !frames.isEmpty else { return nil }
            leave()
            last = parent
        }
    }

    // MARK: Elements

    /// Opens an element; false where nothing below it is shown, and then it is not open.
    private mutating func enter(_ node: HTMLNode) -> Bool {
        let name = node.name
        let tag = HTMLTag(name)
        switch tag {
        case .skipped: return false
        case .style:
            sheet.add(node.rawText)
            return false
        case .select:
            builder.append(HTMLField.choice(node), style: style)
            return false
        case .textArea:
            builder.append(HTMLField.textArea(node), style: style)
            return false
        case .block, .heading, .list, .item, .definition, .quotation, .preformatted, .rule, .lineBreak, .anchor, .image,
            .input, .button, .strong, .italic, .underlined, .code, .struckOut, .table, .row, .cell, .inline:
            break
        }
        if node.attribute("hidden") != nil { return false }
        let declarations = sheet.declarations(of: node, named: name)
        if let declarations, declarations.hidesAll {
            if case .image = tag { trackers += 1 }
            return false
        }
        if let kind = declarations?[.list], kind == "ignore" {
            takeBullet(node)
            return false
        }
        var frame = Frame(tag: tag, outer: style, indent: builder.indent, quoteDepth: builder.quoteDepth)
        frame.headingLevel = builder.headingLevel
        prepare(&frame, node, declarations)
        frames.append(frame)
        begin(tag, node, declarations)
        takeAttributes(node, named: name)
        if let declarations { style = declarations.applied(to: style) }
        takeGround(tag, named: name, declarations)
        if frame.strikesOut { builder.append("~~", style: style) }
        return true
    }

    /// What attributes say that older programs write instead of declarations.
    private mutating func takeAttributes(_ node: HTMLNode, named name: String) {
        if name == "font", let color = node.attribute("color").flatMap({ HTMLColor.parse($0.lowercased()) }) {
            style.foreground = color.isGrey ? nil : color
        }
        switch node.attribute("dir")?.lowercased() {
        case "rtl": style.isRightToLeft = true
        case "ltr": style.isRightToLeft = false
        case "auto": style.isRightToLeft = nil
        case .some, nil: break
        }
    }

    /// Words that are marked by a colour behind them. The grounds of pages, boxes and cells are not painted: the terminal's own
    /// stays.
    private mutating func takeGround(_ tag: HTMLTag, named name: String, _ declarations: HTMLDeclarations?) {
        switch tag {
        case .inline, .strong, .italic, .underlined, .code, .struckOut:
            let marker = name == "mark" ? TextColor(red: 255, green: 255, blue: 0) : nil
            if let ground = declarations?.ground ?? marker { style.background = ground.isGrey ? nil : ground }
        case .skipped, .block, .heading, .list, .item, .definition, .quotation, .preformatted, .rule, .lineBreak,
            .anchor, .image, .input, .select, .textArea, .button, .style, .table, .row, .cell:
            break
        }
    }

    /// Looks what the element's declarations say of the room around it.
    private mutating func prepare(_ frame: inout Frame, _ node: HTMLNode, _ declarations: HTMLDeclarations?) {
        let gaps = declarations?.gaps ?? (above: nil, below: nil)
        func isGap(_ pixels: Int?, isParagraph: Bool) -> Bool {
            pixels.map { $0 >= (isParagraph ? HTMLWalker.paragraphGap : HTMLWalker.gap) } ?? isParagraph
        }
        switch frame.tag {
        case .block(let isSpaced):
            frame.isSpaced = isGap(gaps.below, isParagraph: isSpaced)
            if isGap(gaps.above, isParagraph: isSpaced) { builder.separate() }
            if !isSpaced, let border = declarations?[.borderTop], HTMLWalker.isLine(border) { builder.addRule() }
        case .cell:
            frame.isSpaced = isGap(gaps.below, isParagraph: false)
            if isGap(gaps.above, isParagraph: false), !tables.isInData { builder.separate() }
            frame.columns = node.attribute("colspan").flatMap { Int($0.trimmed) } ?? 1
            let height =
                node.attribute("height")?.trimmed[...] ?? declarations?[.height] ?? declarations?[.lineHeight]
            frame.height = height.map(HTMLDeclarations.pixels) ?? 0
        case .struckOut: frame.strikesOut = true
        case .inline: frame.strikesOut = declarations?.strikesOut == true
        case .table: frame.isSpaced = isGap(gaps.below, isParagraph: false)
        case .skipped, .heading, .list, .item, .definition, .quotation, .preformatted, .rule, .lineBreak, .anchor,
            .image,
            .input, .select, .textArea, .button, .style, .strong, .italic, .underlined, .code, .row:
            break
        }
    }

    private static func isLine(_ border: Substring) -> Bool { border.contains("solid") || border.contains("dashed") }

    /// Word writes the bullets of its lists as text.
    private mutating func takeBullet(_ node: HTMLNode) {
        var text = ""
        var visited = 0
        var current = node.firstChild
        while let child = current, visited < 20 {
            visited += 1
            text += child.text ?? ""
            current = child.firstChild ?? child.following(within: node)
        }
        let mark = String(text.oneLine.trimmed.prefix(8))
        guard !mark.isEmpty else { return }
        let isOrdered = mark.contains { $0.isNumber } || mark.hasSuffix(".") || mark.hasSuffix(")")
        builder.indent = max(builder.indent, isOrdered ? 4 : 3)
        builder.bullet = (isOrdered ? mark : mark == "o" ? "◦" : "•") + " "
    }

    private mutating func begin(_ tag: HTMLTag, _ node: HTMLNode, _ declarations: HTMLDeclarations?) {
        switch tag {
        case .skipped, .inline, .style, .struckOut: break
        case .block: builder.endLine()
        case .heading(let level):
            builder.separate()
            builder.headingLevel = level
            style.emphasis.insert(.strong)
        case .list(let isOrdered): beginList(isOrdered, node, declarations)
        case .item: beginItem(node)
        case .definition:
            builder.endLine()
            builder.indent = min(builder.indent + 4, HTMLWalker.maximumLevels * 4)
        case .quotation: beginQuotation(declarations)
        case .preformatted:
            builder.separate()
            builder.isPreformatted = true
            style.preservesWhiteSpace = true
        case .rule: builder.addRule()
        case .lineBreak: builder.breakLine()
        case .anchor: beginAnchor(node)
        case .image: addImage(node, declarations)
        case .input: addField(HTMLField.input(node))
        case .select, .textArea: break
        case .button: builder.append("[", style: style)
        case .strong: style.emphasis.insert(.strong)
        case .italic: style.emphasis.insert(.italic)
        case .underlined: style.emphasis.insert(.underlined)
        case .code: style.emphasis.insert(.code)
        case .table: tables.begin(node, &builder)
        case .row: tables.beginRow(&builder)
        case .cell(let isHeader):
            if isHeader { style.emphasis.insert(.strong) }
            tables.beginCell(&builder)
        }
    }

    private mutating func leave() {
        guard let frame = frames.popLast() else { return }
        if frame.strikesOut { builder.append("~~", style: style) }
        end(frame)
        style = frame.outer
        builder.indent = frame.indent
        builder.quoteDepth = frame.quoteDepth
    }

    private mutating func end(_ frame: Frame) {
        switch frame.tag {
        case .skipped, .inline, .rule, .lineBreak, .image, .input, .select, .textArea, .style, .strong, .italic,
            .underlined, .code, .struckOut:
            break
        case .button: builder.append("]", style: style)
        case .block: frame.isSpaced ? builder.separate() : builder.endLine()
        case .heading:
            builder.separate()
            builder.headingLevel = frame.headingLevel
        case .list:
            builder.endLine()
            _ = lists.popLast()
            if lists.isEmpty { builder.separate() }
        case .item, .definition:
            builder.endLine()
            builder.bullet = nil
        case .quotation: builder.separate()
        case .preformatted:
            builder.endLine()
            builder.isPreformatted = false
            builder.separate()
        case .anchor: builder.endAnchor()
        case .table:
            builder.rowsAreRightToLeft = style.isRightToLeft == true
            tables.end(&builder)
            if frame.isSpaced { builder.separate() }
        case .row:
            builder.rowsAreRightToLeft = style.isRightToLeft == true
            tables.endRow(&builder)
        case .cell(let isHeader):
            let cell = HTMLTables.Cell(
                isHeader: isHeader, columns: frame.columns, height: frame.height, isSpaced: frame.isSpaced)
            tables.end(cell, &builder)
        }
    }

    // MARK: Lists and quotations

    private mutating func beginList(_ isOrdered: Bool, _ node: HTMLNode, _ declarations: HTMLDeclarations?) {
        if lists.isEmpty { builder.separate() } else { builder.endLine() }
        let start = node.attribute("start").flatMap { Int($0.trimmed) } ?? 1
        let hasNoMarks =
            declarations?[.listStyle]?.hasPrefix("none") == true
            || declarations?[.listStyleType] == "none"
        lists.append(
            ListState(isOrdered: isOrdered, next: min(max(start, -99_999), 99_999), hasNoMarks: hasNoMarks))
        if hasNoMarks { return }
        let width = isOrdered ? 4 : 3
        builder.indent = min(builder.indent + width, HTMLWalker.maximumLevels * 4)
    }

    private mutating func beginItem(_ node: HTMLNode) {
        builder.endLine()
        if lists.last?.hasNoMarks == true { return }
        let bullets = ["• ", "◦ ", "▪ "]
        guard let last = lists.indices.last, lists[last].isOrdered else {
            builder.bullet = bullets[max(0, lists.count - 1) % bullets.count]
            return
        }
        if let value = node.attribute("value").flatMap({ Int($0.trimmed) }) {
            lists[last].next = min(max(value, -99_999), 99_999)
        }
        builder.bullet = "\(lists[last].next). "
        lists[last].next += 1
    }

    /// A quotation without its bar is an indent, as some editors write it.
    private mutating func beginQuotation(_ declarations: HTMLDeclarations?) {
        builder.separate()
        if let border = declarations?[.border], border.hasPrefix("none") || border.hasPrefix("0") {
            builder.indent = min(builder.indent + 4, HTMLWalker.maximumLevels * 4)
        } else {
            builder.quoteDepth = min(builder.quoteDepth + 1, HTMLWalker.maximumLevels)
        }
    }

    // MARK: Links, pictures, fields

    private mutating func beginAnchor(_ node: HTMLNode) {
        guard let target = node.attribute("href") else { return }
        // URLs hold no white space; some programs fold them.
        if target.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) { return builder.beginAnchor(target) }
        builder.beginAnchor(String(target.unicodeScalars.filter { !$0.properties.isWhitespace && $0.value >= 32 }))
    }

    private mutating func addImage(_ node: HTMLNode, _ declarations: HTMLDeclarations?) {
        // Containers of pictures have no font size, to close the gaps between them.
        var visible = style
        visible.isSizeless = false
        switch HTMLPicture(node, declarations, isInAnchor: builder.isInAnchor) {
        case .tracker: trackers += 1
        case .decoration: break
        case .words(let words): builder.append(words, style: visible)
        case .embedded(let words, let contentID, let width, let height):
            guard let section = pictures.section(of: contentID) else { return builder.append(words, style: visible) }
            builder.append(words, style: visible, for: .init(section: section, width: width, height: height))
        }
    }

    /// The blank within `[ ]` stays.
    private mutating func addField(_ words: String) {
        var kept = style
        kept.preservesWhiteSpace = true
        builder.append(words, style: kept)
    }
}
