import MailModel
import Screen

/// The colours that a sender gave to some words.
struct Ink: Hashable, Sendable {
    var foreground: TextColor?
    var background: TextColor?
    var emphasis: ReadableMessage.Span.Emphasis

    /// Nil where the words have none.
    init?(_ span: ReadableMessage.Span) {
        guard span.foreground != nil || span.background != nil else { return nil }
        (foreground, background, emphasis) = (span.foreground, span.background, span.emphasis)
    }

    var attributes: Style.Attributes {
        var attributes: Style.Attributes = []
        if emphasis.contains(.strong) { attributes.insert(.bold) }
        if emphasis.contains(.italic) { attributes.insert(.italic) }
        if emphasis.contains(.underlined) { attributes.insert(.underline) }
        return attributes
    }
}

/// How a theme shows the colours of messages.
package enum Inks: Hashable, Sendable {
    /// Not at all.
    case none
    /// By the colours of the terminal's owner, who can read those on a background that Martlet does not know.
    case named
    /// As they are, where they can be read on this background.
    case exact(paper: TextColor)
}

extension Theme {
    /// The look of words in the sender's colours: as far as they can be read, and can't be taken for a mark of Martlet's own.
    func style(of ink: Ink) -> Style {
        let plain = text.adding(ink.attributes)
        switch inks {
        case .none: return plain
        case .named:
            guard ink.background == nil, let hue = ink.foreground.flatMap(Hue.init), !isReserved(hue, ink) else {
                return plain
            }
            return plain.foreground(.named(hue.rawValue))
        case .exact(let paper):
            if let background = ink.background {
                guard let foreground = Contrast.letters(ink.foreground, on: background) else { return plain }
                return plain.foreground(foreground.color).background(background.color)
            }
            guard let foreground = ink.foreground, let hue = Hue(foreground), !isReserved(hue, ink),
                Contrast.isReadable(foreground, on: paper)
            else { return plain }
            return plain.foreground(foreground.color)
        }
    }

    /// Whether it is the colour of warnings, or that of links with their line below.
    private func isReserved(_ hue: Hue, _ ink: Ink) -> Bool {
        hue == .yellow || (hue == .blue && ink.emphasis.contains(.underlined))
    }
}

/// The part of the circle of colours that one lies in, with its number among the named ones.
enum Hue: UInt8 {
    case red = 1, green, yellow, blue, magenta, cyan

    /// Nil for greys.
    init?(_ color: TextColor) {
        guard !color.isGrey else { return nil }
        let (red, green, blue) = (Double(color.red), Double(color.green), Double(color.blue))
        let (most, least) = (max(red, green, blue), min(red, green, blue))
        let span = most - least
        var degrees =
            most == red
            ? (green - blue) / span * 60
            : most == green ? (blue - red) / span * 60 + 120 : (red - green) / span * 60 + 240
        if degrees < 0 { degrees += 360 }
        switch degrees {
        case 30..<70: self = .yellow
        case 70..<165: self = .green
        case 165..<200: self = .cyan
        case 200..<265: self = .blue
        case 265..<330: self = .magenta
        default: self = .red
        }
    }
}

/// What can be read on what (WCAG 2.2, success criterion 1.4.3).
enum Contrast {
    static let least = 4.5

    static func ratio(_ one: TextColor, _ other: TextColor) -> Double {
        let (first, second) = (luminance(one), luminance(other))
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }

    /// As it is, and as a terminal with 256 colours shows it.
    static func isReadable(_ text: TextColor, on ground: TextColor) -> Bool {
        [(text, ground), (text.indexed, ground), (text, ground.indexed), (text.indexed, ground.indexed)]
            .allSatisfy { ratio($0, $1) >= least }
    }

    /// The sender's colour where it can be read there, else black or white where one of them can.
    static func letters(_ wanted: TextColor?, on ground: TextColor) -> TextColor? {
        let black = TextColor(red: 0, green: 0, blue: 0)
        let white = TextColor(red: 255, green: 255, blue: 255)
        return [wanted, black, white].compactMap { $0 }.first { isReadable($0, on: ground) }
    }

    /// WCAG 2.2, relative luminance.
    private static func luminance(_ color: TextColor) -> Double {
        0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
    }

    private static func linear(_ value: UInt8) -> Double { linearValues[Int(value)] }

    private static let linearValues: [Double] = (0...255).map { value in
        let part = Double(value) / 255
        return part <= 0.04045 ? part / 12.92 : pow24((part + 0.055) / 1.055)
    }

    /// To the power of 2.4, by the cube root of the square of a square: x^2.4 = (x^12)^(1/5), by Newton's method.
    private static func pow24(_ base: Double) -> Double {
        let power = base * base * base * base * base * base
        let target = power * power
        var root = base
        for _ in 0..<60 { root -= (root * root * root * root * root - target) / (5 * root * root * root * root) }
        return root
    }
}

extension TextColor {
    var color: Color { .rgb(red: red, green: green, blue: blue) }

    /// The nearest of xterm's 256.
    fileprivate var indexed: TextColor {
        let parts = XtermPalette.components(ofIndex: XtermPalette.nearest([Int(red), Int(green), Int(blue)]))
        return TextColor(
            red: UInt8(clamping: parts[0]), green: UInt8(clamping: parts[1]), blue: UInt8(clamping: parts[2]))
    }
}
