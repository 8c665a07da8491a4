import MailModel

/// How text looks at some place of the document: what an element's children inherit.
struct HTMLStyle {
    var emphasis: ReadableMessage.Span.Emphasis = []
    var preservesWhiteSpace = false
    /// `visibility: hidden`, which a child may undo.
    var isInvisible = false
    /// `font-size: 0`, which layout containers have and their children undo.
    var isSizeless = false

    var showsText: Bool { !isInvisible && !isSizeless }
}

/// The few declarations of an inline `style` that matter to text.
struct HTMLDeclarations {
    private var values: [(name: String, value: Substring)] = []

    private static let known: Set<String> = [
        "display", "opacity", "max-height", "max-width", "overflow", "height", "width", "visibility", "font-size",
        "font-weight", "font-style", "text-decoration", "white-space", "border",
    ]
    private static let maximumLength = 8_192

    init(_ style: String) {
        let bytes = style.utf8.prefix(HTMLDeclarations.maximumLength).map(ASCII.lowercased)
        for declaration in bytes.split(separator: UInt8(ascii: ";")) {
            guard let colon = declaration.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = String(decoding: ASCII.trimmed(declaration[..<colon]), as: UTF8.self)
            guard HTMLDeclarations.known.contains(name) else { continue }
            var value = ASCII.trimmed(declaration[(colon + 1)...])
            if let mark = value.firstIndex(of: UInt8(ascii: "!")) { value = ASCII.trimmed(value[..<mark]) }
            values.append((name, Substring(String(decoding: value, as: UTF8.self))))
        }
    }

    /// The value of a declaration; the last one counts.
    subscript(name: String) -> Substring? { values.last { $0.name == name }?.value }

    /// Whether nothing of the element can be seen: how preheaders and hidden copies are written. `mso-hide` alone hides
    /// from one program only, and the buttons for all others carry it.
    var hidesAll: Bool {
        if self["display"] == "none" { return true }
        if let opacity = self["opacity"], HTMLDeclarations.isZero(opacity) { return true }
        if let height = self["max-height"], HTMLDeclarations.isZero(height) { return true }
        if let width = self["max-width"], HTMLDeclarations.isZero(width), self["overflow"] == "hidden" { return true }
        let isClipped = self["overflow"] == "hidden"
        return isClipped && (self["height"].map(HTMLDeclarations.isZero) ?? false)
    }

    /// Whether a picture has no size to be seen at.
    var isTiny: Bool {
        ["width", "height"].contains { name in self[name].map(HTMLDeclarations.isTiny) ?? false }
    }

    /// The style with the declarations applied.
    func applied(to inherited: HTMLStyle) -> HTMLStyle {
        var style = inherited
        switch self["visibility"] {
        case "hidden", "collapse": style.isInvisible = true
        case "visible": style.isInvisible = false
        default: break
        }
        if let size = self["font-size"] { style.isSizeless = HTMLDeclarations.isZero(size) }
        switch self["font-weight"] {
        case "bold", "bolder", "600", "700", "800", "900": style.emphasis.insert(.strong)
        case "normal", "400", "300", "lighter": style.emphasis.remove(.strong)
        default: break
        }
        switch self["font-style"] {
        case "italic", "oblique": style.emphasis.insert(.italic)
        case "normal": style.emphasis.remove(.italic)
        default: break
        }
        if self["text-decoration"]?.hasPrefix("underline") == true { style.emphasis.insert(.underlined) }
        switch self["white-space"] {
        case "pre", "pre-wrap", "pre-line", "break-spaces": style.preservesWhiteSpace = true
        case "normal", "nowrap": style.preservesWhiteSpace = false
        default: break
        }
        return style
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
