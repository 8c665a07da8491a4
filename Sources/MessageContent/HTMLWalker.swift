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
    }

    private struct ListState {
        var isOrdered: Bool
        var next: Int
    }

    private var frames: [Frame] = []
    private var style = HTMLStyle()
    private var lists: [ListState] = []
    /// The data table that is open; such a table holds no other.
    private var table: HTMLTable?

    /// Deeper lists and quotations look the same.
    private static let maximumLevels = 20

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
        let tag = HTMLTag(node.name)
        if case .skipped = tag { return false }
        if node.attribute("hidden") != nil { return false }
        let declarations = node.attribute("style").map(HTMLDeclarations.init)
        if let declarations, declarations.hidesAll {
            if case .image = tag { trackers += 1 }
            return false
        }
        frames.append(Frame(tag: tag, outer: style, indent: builder.indent, quoteDepth: builder.quoteDepth))
        begin(tag, node, declarations)
        if let declarations { style = declarations.applied(to: style) }
        return true
    }

    private mutating func begin(_ tag: HTMLTag, _ node: HTMLNode, _ declarations: HTMLDeclarations?) {
        switch tag {
        case .skipped, .inline: break
        case .block(let isSpaced): isSpaced ? builder.separate() : builder.endLine()
        case .heading(let level):
            builder.separate()
            builder.headingLevel = level
            style.emphasis.insert(.strong)
        case .list(let isOrdered): beginList(isOrdered, node)
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
        case .strong: style.emphasis.insert(.strong)
        case .italic: style.emphasis.insert(.italic)
        case .underlined: style.emphasis.insert(.underlined)
        case .code: style.emphasis.insert(.code)
        case .table: beginTable(node)
        case .row: builder.endLine()
        case .cell(let isHeader):
            if isHeader { style.emphasis.insert(.strong) }
            if table != nil { builder.beginCell() } else { builder.endLine() }
        }
    }

    private mutating func leave() {
        guard let frame = frames.popLast() else { return }
        end(frame.tag)
        style = frame.outer
        builder.indent = frame.indent
        builder.quoteDepth = frame.quoteDepth
    }

    private mutating func end(_ tag: HTMLTag) {
        switch tag {
        case .skipped, .inline, .rule, .lineBreak, .image, .input, .strong, .italic, .underlined, .code: break
        case .block(let isSpaced): isSpaced ? builder.separate() : builder.endLine()
        case .heading:
            builder.separate()
            builder.headingLevel = nil
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
        case .table: endTable()
        case .row: table == nil ? builder.endLine() : table?.endRow()
        case .cell: if table != nil { table?.add(builder.endCell()) } else { builder.endLine() }
        }
    }

    // MARK: Lists and quotations

    private mutating func beginList(_ isOrdered: Bool, _ node: HTMLNode) {
        if lists.isEmpty { builder.separate() } else { builder.endLine() }
        let start = node.attribute("start").flatMap { Int($0.trimmed) } ?? 1
        lists.append(ListState(isOrdered: isOrdered, next: min(max(start, -99_999), 99_999)))
        let width = isOrdered ? 4 : 3
        builder.indent = min(builder.indent + width, HTMLWalker.maximumLevels * 4)
    }

    private mutating func beginItem(_ node: HTMLNode) {
        builder.endLine()
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
        builder.beginAnchor(String(target.unicodeScalars.filter { !$0.properties.isWhitespace && $0.value >= 32 }))
    }

    private mutating func addImage(_ node: HTMLNode, _ declarations: HTMLDeclarations?) {
        let isTiny = ["width", "height"].contains { name in
            node.attribute(name).map { HTMLDeclarations.isTiny($0.trimmed[...]) } ?? false
        }
        if isTiny || declarations?.isTiny == true {
            trackers += 1
            return
        }
        let alt = node.attribute("alt")
        let text = ASCII.collapsed(Array((alt ?? "").utf8)[...])
        // A picture without a word about it is decoration, unless the message brings it along.
        if text.isEmpty {
            let isEmbedded = node.attribute("src")?.lowercased().hasPrefix("cid:") == true
            if alt == nil, isEmbedded { builder.append("[picture]", style: pictureStyle) }
        } else {
            builder.append("[picture: \(text)]", style: pictureStyle)
        }
    }

    /// Containers of pictures have no font size, to close the gaps between them.
    private var pictureStyle: HTMLStyle {
        var visible = style
        visible.isSizeless = false
        return visible
    }

    private mutating func addInput(_ node: HTMLNode) {
        switch node.attribute("type")?.lowercased() ?? "text" {
        case "submit", "button", "reset":
            if let value = node.attribute("value"), !value.isEmpty { builder.append("[\(value)]", style: style) }
        case "checkbox", "radio":
            builder.append(node.attribute("checked") == nil ? "[ ]" : "[x]", style: style)
        default:
            break
        }
    }

    // MARK: Tables

    private mutating func beginTable(_ node: HTMLNode) {
        builder.endLine()
        if table == nil, HTMLTable.isData(node) {
            builder.separate()
            table = HTMLTable()
        }
    }

    private mutating func endTable() {
        guard let finished = table else { return builder.endLine() }
        table = nil
        let layout = finished.layout()
        builder.add(laidOut: layout.rows, kind: layout.isAligned ? .preformatted : .text, hanging: 2)
        builder.separate()
    }
}
