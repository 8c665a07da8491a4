import MailModel

/// How text looks at some place of the document: what an element's children inherit.
struct HTMLStyle {
    var emphasis: ReadableMessage.Span.Emphasis = []
    var preservesWhiteSpace = false
    /// `visibility: hidden`, which a child may undo.
    var isInvisible = false
    /// `font-size: 0`, which layout containers have and their children undo.
    var isSizeless = false
    /// The colours of the letters and behind them. Black, white and greys are those of the page: nil.
    var foreground: TextColor?
    var background: TextColor?
    /// Whether text begins at the right edge; nil where its first letter decides (UAX #9, rule P2).
    var isRightToLeft: Bool?

    var showsText: Bool { !isInvisible && !isSizeless }
}

/// The few declarations of an inline `style` that matter to text.
struct HTMLDeclarations {
    /// The properties that are read; all others are passed over.
    enum Property: String, CaseIterable {
        case display, opacity, overflow, height, width, visibility, border, margin, padding, clip
        case maxHeight = "max-height"
        case maxWidth = "max-width"
        case fontSize = "font-size"
        case fontWeight = "font-weight"
        case fontStyle = "font-style"
        case textDecoration = "text-decoration"
        case textDecorationLine = "text-decoration-line"
        case whiteSpace = "white-space"
        case borderTop = "border-top"
        case borderLeft = "border-left"
        case marginTop = "margin-top"
        case marginBottom = "margin-bottom"
        case paddingTop = "padding-top"
        case paddingBottom = "padding-bottom"
        case listStyle = "list-style"
        case listStyleType = "list-style-type"
        case lineHeight = "line-height"
        case list = "mso-list"
        case color, background, direction
        case backgroundColor = "background-color"
    }

    private struct Declaration {
        var property: Property
        var value: Substring
        var isImportant: Bool
    }

    private var values: [Declaration] = []

    private static let known = Dictionary(uniqueKeysWithValues: Property.allCases.map { ($0.rawValue, $0) })
    private static let maximumLength = 8_192
    private static let maximumDeclarations = 200

    init(_ style: String) {
        let bytes = style.utf8.prefix(HTMLDeclarations.maximumLength).map(ASCII.lowercased)
        for declaration in bytes.split(separator: UInt8(ascii: ";")) {
            guard let colon = declaration.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = String(decoding: ASCII.trimmed(declaration[..<colon]), as: UTF8.self)
            guard let property = HTMLDeclarations.known[name] else { continue }
            var value = ASCII.trimmed(declaration[(colon + 1)...])
            let mark = value.firstIndex(of: UInt8(ascii: "!"))
            if let mark { value = ASCII.trimmed(value[..<mark]) }
            values.append(
                Declaration(
                    property: property, value: Substring(String(decoding: value, as: UTF8.self)),
                    isImportant: mark != nil))
        }
    }

    var isEmpty: Bool { values.isEmpty }

    /// These declarations, then others.
    func followed(by others: HTMLDeclarations) -> HTMLDeclarations {
        var all = self
        all.values = Array((values + others.values).suffix(HTMLDeclarations.maximumDeclarations))
        return all
    }

    /// The value of a declaration; the last important one counts, else the last one.
    subscript(property: Property) -> Substring? {
        var found: Declaration?
        for declaration in values where declaration.property == property {
            if declaration.isImportant || found?.isImportant != true { found = declaration }
        }
        return found?.value
    }

    /// Whether nothing of the element can be seen: how preheaders and hidden copies are written. `mso-hide` alone hides
    /// from one program only, and the buttons for all others carry it.
    var hidesAll: Bool {
        if self[.display] == "none" { return true }
        if let opacity = self[.opacity], HTMLDeclarations.isZero(opacity) { return true }
        if let height = self[.maxHeight], HTMLDeclarations.isZero(height) { return true }
        if let width = self[.maxWidth], HTMLDeclarations.isZero(width), self[.overflow] == "hidden" { return true }
        let isClipped = self[.overflow] == "hidden"
        return isClipped && (self[.height].map(HTMLDeclarations.isZero) ?? false)
    }

    /// The style with the declarations applied.
    func applied(to inherited: HTMLStyle) -> HTMLStyle {
        var style = inherited
        switch self[.visibility] {
        case "hidden", "collapse": style.isInvisible = true
        case "visible": style.isInvisible = false
        default: break
        }
        if let size = self[.fontSize] {
            let isLength = size.first.map { $0.isNumber || $0 == "." } ?? false
            let pixels = HTMLDeclarations.pixels(size)
            if isLength { style.isSizeless = pixels <= 1 }
            if pixels >= HTMLDeclarations.headingSize { style.emphasis.insert(.strong) }
        }
        switch self[.fontWeight] {
        case "bold", "bolder", "600", "700", "800", "900": style.emphasis.insert(.strong)
        case "normal", "400", "300", "lighter": style.emphasis.remove(.strong)
        default: break
        }
        switch self[.fontStyle] {
        case "italic", "oblique": style.emphasis.insert(.italic)
        case "normal": style.emphasis.remove(.italic)
        default: break
        }
        if self[.textDecoration]?.hasPrefix("underline") == true { style.emphasis.insert(.underlined) }
        if self[.textDecoration] == "none" { style.emphasis.remove(.underlined) }
        switch self[.whiteSpace] {
        case "pre", "pre-wrap", "pre-line", "break-spaces": style.preservesWhiteSpace = true
        case "normal", "nowrap": style.preservesWhiteSpace = false
        default: break
        }
        if let color = self[.color].flatMap({ HTMLColor.parse($0) }) { style.foreground = color.isGrey ? nil : color }
        switch self[.direction] {
        case "rtl": style.isRightToLeft = true
        case "ltr": style.isRightToLeft = false
        default: break
        }
        return style
    }

    /// The colour behind the text.
    var ground: TextColor? { (self[.backgroundColor] ?? self[.background]).flatMap { HTMLColor.parse($0) } }

    /// Text of this size and more is a heading, whatever its element.
    private static let headingSize = 20

    /// Whether the text is struck out.
    var strikesOut: Bool {
        self[.textDecoration]?.contains("line-through") == true
            || self[.textDecorationLine]?.contains("line-through") == true
    }

    /// Pixels of room above and below; nil where the declarations leave that to the element.
    var gaps: (above: Int?, below: Int?) {
        (gap(.marginTop, .paddingTop, side: 0), gap(.marginBottom, .paddingBottom, side: 2))
    }

    private func gap(_ marginName: Property, _ paddingName: Property, side: Int) -> Int? {
        let margin = self[marginName].map(HTMLDeclarations.pixels) ?? HTMLDeclarations.side(side, of: self[.margin])
        let padding = self[paddingName].map(HTMLDeclarations.pixels) ?? HTMLDeclarations.side(side, of: self[.padding])
        // Padding alone does not take an element's own margin away.
        if margin == nil, (padding ?? 0) < 5 { return nil }
        return (margin ?? 0) + (padding ?? 0)
    }

    /// The value of one side of `margin` or `padding`: 0 is the top one, 2 that at the bottom.
    private static func side(_ side: Int, of values: Substring?) -> Int? {
        guard let values else { return nil }
        let all = values.utf8.split(whereSeparator: ASCII.isWhiteSpace).map { Substring($0) }
        guard let first = all.first else { return nil }
        return pixels(side == 2 && all.count > 2 ? all[2] : first)
    }

    /// A length in pixels, near enough: 0 for what is none.
    static func pixels(_ length: Substring) -> Int {
        let digits = Substring(length.utf8.prefix { ASCII.isDigit($0) || $0 == UInt8(ascii: ".") })
        guard let number = Double(digits), number.isFinite else { return 0 }
        let factor: Double =
            switch length.dropFirst(digits.count) {
            case "pt": 1.33
            case "em", "rem": 16
            case "ex": 8
            case "in": 96
            case "px", "": 1
            default: 0
            }
        return Int(min(number * factor, 100_000))
    }

    /// Whether a length is nought, whatever its unit.
    static func isZero(_ length: Substring) -> Bool {
        let digits = length.prefix { $0.isNumber || $0 == "." }
        return !digits.isEmpty && digits.allSatisfy { $0 == "0" || $0 == "." }
    }

    /// Whether a length is that of a tracking pixel: 0 or 1.
    static func isTiny(_ length: Substring) -> Bool {
        if length.hasSuffix("%") || length.hasSuffix("em") { return isZero(length) }
        return isZero(length) || length == "1" || length == "1px"
    }
}
