import MailModel

/// Walks the tree of a document, without recursion: hostile mail nests its elements a hundred thousand deep.
struct HTMLWalker {
    var builder: HTMLLineBuilder
    private(set) var trackers = 0

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

    /// A table whose cells flow, and which are put beside each other where they are short.
    private struct LayoutTable {
        /// Of the rows that were joined last.
        var number: Int
        var columns = 0
        /// The lines of each cell of the row that is open.
        var cells: [Range<Int>] = []
        /// The number of lines below the last joined row.
        var joinedEnd: Int?
    }

    private struct ListState {
        var isOrdered: Bool
        var next: Int
        var hasNoMarks: Bool
    }

    private var frames: [Frame] = []
    private var style = HTMLStyle()
    private var lists: [ListState] = []
    /// The data table that is open; such a table holds no other.
    private var table: HTMLTable?
    /// The tables for layout that are open.
    private var layouts: [LayoutTable] = []
    private var tables = 0
    private var sheet = HTMLStyleSheet()

    /// Deeper lists and quotations look the same.
    private static let maximumLevels = 20
    /// Room of this many pixels between two blocks is seen as a gap, and shown as an empty line.
    private static let gap = 10
    /// Paragraphs have a gap between them unless they say that they have none.
    private static let paragraphGap = 5

    init(builder: HTMLLineBuilder) {
        self.builder = builder
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
            addChoice(node)
            return false
        case .textArea:
            let text = node.rawText
            addField(text.trimmed.isEmpty ? node.attribute("placeholder") ?? "" : text.oneLine)
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
        if let kind = declarations?["mso-list"], kind == "ignore" {
            takeBullet(node)
            return false
        }
        var frame = Frame(tag: tag, outer: style, indent: builder.indent, quoteDepth: builder.quoteDepth)
        frame.headingLevel = builder.headingLevel
        prepare(&frame, node, declarations)
        frames.append(frame)
        begin(tag, node, declarations)
        if let declarations { style = declarations.applied(to: style) }
        if frame.strikesOut { builder.append("~~", style: style) }
        return true
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
            if !isSpaced, let border = declarations?["border-top"], HTMLWalker.isLine(border) { builder.addRule() }
        case .cell:
            frame.isSpaced = isGap(gaps.below, isParagraph: false)
            if isGap(gaps.above, isParagraph: false), table == nil { builder.separate() }
            frame.columns = node.attribute("colspan").flatMap { Int($0.trimmed) } ?? 1
            let height =
                node.attribute("height")?.trimmed[...] ?? declarations?["height"] ?? declarations?["line-height"]
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
        let mark = String(text.trimmed.prefix(8))
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
        case .input: addInput(node)
        case .select, .textArea: break
        case .button: builder.append("[", style: style)
        case .strong: style.emphasis.insert(.strong)
        case .italic: style.emphasis.insert(.italic)
        case .underlined: style.emphasis.insert(.underlined)
        case .code: style.emphasis.insert(.code)
        case .table: beginTable(node)
        case .row: beginRow()
        case .cell(let isHeader):
            if isHeader { style.emphasis.insert(.strong) }
            table != nil ? builder.beginCell() : beginLayoutCell()
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
            endTable()
            if frame.isSpaced { builder.separate() }
        case .row: table == nil ? endLayoutRow() : table?.endRow()
        case .cell(let isHeader):
            if table == nil { return endLayoutCell(frame) }
            table?.add(builder.endCell(), isHeader: isHeader, columns: frame.columns)
        }
    }

    // MARK: Lists and quotations

    private mutating func beginList(_ isOrdered: Bool, _ node: HTMLNode, _ declarations: HTMLDeclarations?) {
        if lists.isEmpty { builder.separate() } else { builder.endLine() }
        let start = node.attribute("start").flatMap { Int($0.trimmed) } ?? 1
        let hasNoMarks =
            declarations?["list-style"]?.hasPrefix("none") == true
            || declarations?["list-style-type"] == "none"
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
        if let border = declarations?["border"], border.hasPrefix("none") || border.hasPrefix("0") {
            builder.indent = min(builder.indent + 4, HTMLWalker.maximumLevels * 4)
        } else {
            builder.quoteDepth = min(builder.quoteDepth + 1, HTMLWalker.maximumLevels)
        }
    }

    // MARK: Links, pictures, forms

    private mutating func beginAnchor(_ node: HTMLNode) {
        guard let target = node.attribute("href") else { return }
        // URLs hold no white space; some programs fold them.
        if target.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) { return builder.beginAnchor(target) }
        builder.beginAnchor(String(target.unicodeScalars.filter { !$0.properties.isWhitespace && $0.value >= 32 }))
    }

    private mutating func addImage(_ node: HTMLNode, _ declarations: HTMLDeclarations?) {
        let size = ["width", "height"].map { name in
            node.attribute(name)?.trimmed[...] ?? declarations?[name]
        }
        let text = ASCII.collapsed(Array((node.attribute("alt") ?? "").utf8)[...])
        if size.contains(where: { $0.map(HTMLDeclarations.isTiny) ?? false }) {
            // A thin picture that has a length is there to keep things apart.
            let isSpacer = text.isEmpty && size.contains { $0.map { HTMLDeclarations.pixels($0) > 1 } ?? false }
            if !isSpacer { trackers += 1 }
            return
        }
        // A picture without a word about it is decoration, unless the message brings it along.
        if text.isEmpty {
            let isEmbedded = node.attribute("src")?.lowercased().hasPrefix("cid:") == true
            if node.attribute("alt") == nil, isEmbedded { builder.append("[picture]", style: pictureStyle) }
            return
        }
        let isSmall = size.contains {
            $0.map { (1...HTMLWalker.iconSize).contains(HTMLDeclarations.pixels($0)) } ?? false
        }
        // What stands for a word, a sign or a link reads best as that word.
        let isWord = isSmall || builder.isInAnchor
        builder.append(isWord ? text : "[picture: \(text)]", style: pictureStyle)
    }

    /// Pictures up to this size are signs, faces and the names of companies.
    private static let iconSize = 200

    /// Containers of pictures have no font size, to close the gaps between them.
    private var pictureStyle: HTMLStyle {
        var visible = style
        visible.isSizeless = false
        return visible
    }

    private mutating func addInput(_ node: HTMLNode) {
        let value = node.attribute("value") ?? ""
        switch node.attribute("type")?.lowercased() ?? "text" {
        case "submit", "button", "reset":
            if !value.isEmpty { builder.append("[\(value)]", style: style) }
        case "checkbox", "radio":
            builder.append(node.attribute("checked") == nil ? "[ ] " : "[x] ", style: fieldStyle)
        case "hidden", "image", "file", "password": break
        default: addField(value.isEmpty ? node.attribute("placeholder") ?? "" : value)
        }
    }

    /// A place to write into, or what is written there.
    private mutating func addField(_ text: String) {
        builder.append(text.trimmed.isEmpty ? "[________]" : "[\(text.trimmed)]", style: style)
    }

    /// The choice that is made, or the first one.
    private mutating func addChoice(_ node: HTMLNode) {
        var chosen: String?
        var option = node.firstChild
        var visited = 0
        while let each = option, visited < 500 {
            visited += 1
            if each.isElement, each.name == "option", chosen == nil || each.attribute("selected") != nil {
                chosen = each.firstChild?.text ?? ""
                if each.attribute("selected") != nil { break }
            }
            option = each.next
        }
        builder.append("[\((chosen ?? "").oneLine) ▾]", style: style)
    }

    /// The blank within `[ ]` stays.
    private var fieldStyle: HTMLStyle {
        var kept = style
        kept.preservesWhiteSpace = true
        return kept
    }

    // MARK: Tables

    private mutating func beginTable(_ node: HTMLNode) {
        builder.endLine()
        tables += 1
        if table == nil, HTMLTable.isData(node) {
            builder.separate()
            table = HTMLTable()
        } else {
            layouts.append(LayoutTable(number: tables))
        }
    }

    private mutating func endTable() {
        guard let finished = table else {
            _ = layouts.popLast()
            return builder.endLine()
        }
        table = nil
        builder.add(finished.finished(number: tables))
        builder.separate()
    }

    private mutating func beginRow() {
        builder.endLine()
        if let last = layouts.indices.last { layouts[last].cells = [] }
    }

    private mutating func beginLayoutCell() {
        builder.endLine()
        guard let last = layouts.indices.last else { return }
        // Below each other, texts of several lines are told apart by an empty one.
        if let before = layouts[last].cells.last, before.count > 1 { builder.separate() }
        layouts[last].cells.append(builder.lines.count..<builder.lines.count)
    }

    private mutating func endLayoutCell(_ frame: Frame) {
        builder.endLine()
        guard let last = layouts.indices.last, let cell = layouts[last].cells.indices.last else { return }
        let start = min(layouts[last].cells[cell].lowerBound, builder.lines.count)
        layouts[last].cells[cell] = start..<builder.lines.count
        for _ in 1..<max(1, min(frame.columns, 12)) {
            layouts[last].cells.append(builder.lines.count..<builder.lines.count)
        }
        let isSpacer = start == builder.lines.count && frame.height >= 10
        if frame.isSpaced || isSpacer { builder.separate() }
    }

    private mutating func endLayoutRow() {
        builder.endLine()
        guard let last = layouts.indices.last else { return }
        var open = layouts[last]
        let cells = open.cells
        layouts[last].cells = []
        guard cells.count >= 2, cells.count <= 12, let start = cells.first?.lowerBound else { return }
        let follows = open.joinedEnd == start
        // Rows of another shape are another table to the eye.
        if open.columns != cells.count || !follows {
            tables += 1
            open.number = tables
        }
        guard builder.joinCells(cells, table: open.number, follows: follows) else { return }
        layouts[last].number = open.number
        layouts[last].columns = cells.count
        layouts[last].joinedEnd = builder.lines.count
    }
}
