/// A colour as wished for; the terminal gives the nearest it has.
package enum Color: Hashable, Sendable {
    /// The terminal's own foreground or background.
    case terminal
    /// One of the 16 colours of the user's own palette: 0 to 7 normal, 8 to 15 bright.
    case named(UInt8)
    /// One of the 256 of xterm's palette.
    case indexed(UInt8)
    case rgb(red: UInt8, green: UInt8, blue: UInt8)

    /// In 26 bits.
    fileprivate var packed: UInt64 {
        switch self {
        case .terminal: 0
        case .named(let number): 1 << 24 | UInt64(number)
        case .indexed(let number): 2 << 24 | UInt64(number)
        case .rgb(let red, let green, let blue): 3 << 24 | UInt64(red) << 16 | UInt64(green) << 8 | UInt64(blue)
        }
    }
}

/// What a cell looks like apart from its character.
package struct Style: Hashable, Sendable {
    /// Attributes that terminals without colours have too.
    package struct Attributes: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let bold = Attributes(rawValue: 1)
        package static let dim = Attributes(rawValue: 2)
        package static let italic = Attributes(rawValue: 4)
        package static let underline = Attributes(rawValue: 8)
        package static let reverse = Attributes(rawValue: 16)
    }

    package var foreground: Color
    package var background: Color
    package var attributes: Attributes

    package init(
        foreground: Color = .terminal, background: Color = .terminal, attributes: Attributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    package static let plain = Style()
    package static let bold = Style(attributes: .bold)
    package static let dim = Style(attributes: .dim)
    package static let reverse = Style(attributes: .reverse)

    /// All of it in one number.
    var packed: UInt64 {
        foreground.packed << 34 | background.packed << 8 | UInt64(attributes.rawValue)
    }

    package func adding(_ more: Attributes) -> Style {
        Style(foreground: foreground, background: background, attributes: attributes.union(more))
    }

    package func foreground(_ color: Color) -> Style {
        Style(foreground: color, background: background, attributes: attributes)
    }

    package func background(_ color: Color) -> Style {
        Style(foreground: foreground, background: color, attributes: attributes)
    }
}
