import Screen

/// Turns looks into the terminal's sequences, and remembers which one is on.
struct StyleEncoder {
    private let capabilities: TerminalCapabilities
    private var current: Style?

    init(_ capabilities: TerminalCapabilities) {
        self.capabilities = capabilities
    }

    /// What is on is not known any more.
    mutating func forget() { current = nil }

    /// Appends what makes the next characters look so.
    mutating func change(to wanted: Style, _ output: inout [UInt8]) {
        let style = possible(wanted)
        guard style != current else { return }
        if capabilities.isANSI {
            changeByCodes(to: style, &output)
        } else {
            output += capabilities.plain + capabilities.strings(for: style.attributes)
            output += colorString("setaf", style.foreground) + colorString("setab", style.background)
        }
        current = style
    }

    /// What this terminal can show of it.
    func possible(_ style: Style) -> Style {
        Style(
            foreground: ColorPalette.nearest(style.foreground, in: capabilities.colors),
            background: ColorPalette.nearest(style.background, in: capabilities.colors),
            attributes: style.attributes.intersection(capabilities.attributes))
    }

    /// One sequence for all of it (ECMA-48, section 8.3.117). Only what comes on is told where nothing must go off;
    /// else all goes off first, because codes to switch single attributes off are not known to every terminal.
    private func changeByCodes(to style: Style, _ output: inout [UInt8]) {
        var codes: [String] = []
        var before = current ?? .plain
        let mustReset =
            current == nil || !before.attributes.subtracting(style.attributes).isEmpty
            || (style.foreground == .terminal && before.foreground != .terminal)
            || (style.background == .terminal && before.background != .terminal)
        if mustReset {
            if style == .plain {
                output += Array("\u{1B}[m".utf8)
                return
            }
            codes.append("")
            before = .plain
        }
        let added = style.attributes.subtracting(before.attributes)
        for (attribute, code) in StyleEncoder.attributeCodes where added.contains(attribute) { codes.append(code) }
        if style.foreground != before.foreground { codes.append(code(of: style.foreground, isBackground: false)) }
        if style.background != before.background { codes.append(code(of: style.background, isBackground: true)) }
        output += Array("\u{1B}[\(codes.joined(separator: ";"))m".utf8)
    }

    private static let attributeCodes: [(Style.Attributes, String)] = [
        (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
    ]

    private func code(of color: Color, isBackground: Bool) -> String {
        switch color {
        case .terminal: isBackground ? "49" : "39"
        case .named(let number): String((number < 8 ? 30 : 82) + Int(number) + (isBackground ? 10 : 0))
        case .indexed(let number): (isBackground ? "48" : "38") + ";5;\(number)"
        case .rgb(let red, let green, let blue): (isBackground ? "48" : "38") + ";2;\(red);\(green);\(blue)"
        }
    }

    private func colorString(_ name: String, _ color: Color) -> [UInt8] {
        switch color {
        case .terminal, .rgb: []
        case .named(let number), .indexed(let number): TerminalCapabilities.formatted(name, Int(number))
        }
    }
}
