import MailModel
import Screen

/// How everything looks, as data: a style for each role that a piece of text can have.
package struct Theme: Equatable, Sendable {
    package var text = Style.plain
    /// What matters less: dates of read mail, hints, labels.
    package var dim = Style.dim
    /// The program's name and the account in the title bar.
    package var title = Style.bold
    package var border = Style.dim
    /// The border and title beside the pane in focus.
    package var focusedBorder = Style.plain
    /// The cursor's row in the pane in focus.
    package var cursor = Style.reverse
    /// The cursor's row where the focus is elsewhere; its bar shows it too.
    package var restingCursor = Style.plain
    /// The bar at the cursor's row, and the mark of selected rows.
    package var mark = Style.bold
    package var unread = Style.bold
    package var unreadMark = Style.bold
    package var star = Style.bold
    package var live = Style.plain
    package var offline = Style.bold
    package var warning = Style.bold
    package var error = Style(attributes: [.bold, .reverse])
    /// Names of keys.
    package var key = Style.bold
    package var subject = Style.bold
    package var sender = Style.bold
    /// By depth; deeper ones begin again.
    package var quotes = [Style.dim]
    package var link = Style(attributes: .underline)
    package var heading = Style.bold
    package var code = Style.plain
    package var signature = Style.dim
    package var attachment = Style.plain
    /// Lines of a patch; their first characters say the same.
    package var added = Style.plain
    package var removed = Style.plain
    package var hunk = Style.dim
    package var popup = Style.plain
    package var progress = Style.reverse
    /// What letters of a search were found.
    package var match = Style(attributes: [.bold, .underline])
    /// How the colours of messages are shown.
    package var inks = Inks.none
}

extension Theme {
    /// The look that the settings ask for.
    ///
    /// - Parameter hasFewColors: whether the terminal has fewer than 256.
    package static func named(
        _ name: ReaderSettings.ThemeName, isMonochrome: Bool, hasFewColors: Bool = false
    ) -> Theme {
        if isMonochrome { return .monochrome }
        var theme: Theme =
            switch name {
            case .terminal: .terminal
            case .dark: .dark
            case .light: .light
            }
        // The nearest of few colours may be far off, and not readable.
        if hasFewColors { theme.inks = .named }
        return theme
    }

    /// Attributes only.
    static let monochrome = Theme()

    /// Only the 16 colours of the terminal, whatever its owner made of them.
    static let terminal: Theme = {
        var theme = Theme()
        theme.mark = Style(foreground: .named(6), attributes: .bold)
        theme.unreadMark = Style(foreground: .named(4), attributes: .bold)
        theme.star = Style(foreground: .named(3), attributes: .bold)
        theme.live = Style(foreground: .named(2))
        theme.offline = Style(foreground: .named(3), attributes: .bold)
        theme.warning = Style(foreground: .named(3))
        theme.error = Style(foreground: .named(1), attributes: .bold)
        theme.sender = Style(foreground: .named(6), attributes: .bold)
        theme.quotes = [
            Style(foreground: .named(2)), Style(foreground: .named(5)), Style(foreground: .named(4)),
        ]
        theme.link = Style(foreground: .named(4), attributes: .underline)
        theme.code = Style(foreground: .named(6))
        theme.attachment = Style(foreground: .named(5))
        theme.added = Style(foreground: .named(2))
        theme.removed = Style(foreground: .named(1))
        theme.hunk = Style(foreground: .named(6))
        theme.match = Style(foreground: .named(3), attributes: .bold)
        theme.inks = .named
        return theme
    }()

    static let dark = colours(
        Palette(
            text: 0xD8DEE9, faint: 0x7F8A9E, line: 0x4C566A, band: 0x2E3644, cursor: 0x3B5B7A, blue: 0x81A1C1,
            cyan: 0x88C0D0, green: 0xA3BE8C, yellow: 0xEBCB8B, red: 0xE07A84, purple: 0xB48EAD))

    static let light = colours(
        Palette(
            text: 0x24292F, faint: 0x6E7781, line: 0xB7BEC6, band: 0xEAEEF2, cursor: 0xBBDDF8, blue: 0x0550AE,
            cyan: 0x0E6B8C, green: 0x1A6E33, yellow: 0x8A5A00, red: 0xB8202C, purple: 0x7A3FA8))

    private struct Palette {
        /// What the terminal's background is taken for at worst: that of a band.
        var paper: TextColor {
            TextColor(
                red: UInt8(truncatingIfNeeded: band >> 16), green: UInt8(truncatingIfNeeded: band >> 8),
                blue: UInt8(truncatingIfNeeded: band))
        }

        var text, faint, line, band, cursor, blue, cyan, green, yellow, red, purple: UInt32
    }

    private static func rgb(_ value: UInt32) -> Color {
        .rgb(
            red: UInt8(truncatingIfNeeded: value >> 16), green: UInt8(truncatingIfNeeded: value >> 8),
            blue: UInt8(truncatingIfNeeded: value))
    }

    /// The background stays the terminal's own; only rows of note have one.
    private static func colours(_ palette: Palette) -> Theme {
        func style(_ colour: UInt32, _ attributes: Style.Attributes = []) -> Style {
            Style(foreground: rgb(colour), attributes: attributes)
        }
        var theme = Theme()
        theme.text = style(palette.text)
        theme.popup = theme.text
        theme.dim = style(palette.faint)
        theme.title = style(palette.text, .bold)
        theme.border = style(palette.line)
        theme.focusedBorder = style(palette.blue)
        theme.cursor = Style(foreground: rgb(palette.text), background: rgb(palette.cursor))
        theme.restingCursor = Style(foreground: rgb(palette.text), background: rgb(palette.band))
        theme.mark = style(palette.cyan, .bold)
        theme.unread = style(palette.text, .bold)
        theme.unreadMark = style(palette.blue, .bold)
        theme.star = style(palette.yellow, .bold)
        theme.live = style(palette.green)
        theme.offline = style(palette.yellow, .bold)
        theme.warning = style(palette.yellow)
        theme.error = style(palette.red, .bold)
        theme.key = style(palette.blue, .bold)
        theme.subject = style(palette.text, .bold)
        theme.sender = style(palette.cyan, .bold)
        theme.quotes = [style(palette.green), style(palette.purple), style(palette.blue)]
        theme.link = style(palette.blue, .underline)
        theme.heading = style(palette.yellow, .bold)
        theme.code = style(palette.cyan)
        theme.signature = style(palette.faint)
        theme.attachment = style(palette.purple)
        theme.added = style(palette.green)
        theme.removed = style(palette.red)
        theme.hunk = style(palette.cyan)
        theme.progress = Style(foreground: rgb(palette.text), background: rgb(palette.cursor))
        theme.match = style(palette.yellow, .bold)
        theme.inks = .exact(paper: palette.paper)
        return theme
    }

    /// The look of a run of a message's text.
    func style(of look: ReaderDocument.Look) -> Style {
        switch look {
        case .plain: text
        case .dim: dim
        case .subject: subject
        case .sender: sender
        case .strong: text.adding(.bold)
        case .italic: text.adding(.italic)
        case .underlined: text.adding(.underline)
        case .code: code
        case .link: link
        case .signature: signature
        case .heading: heading
        case .quote(let depth): quotes.isEmpty ? dim : quotes[max(0, depth - 1) % quotes.count]
        case .attachment: attachment
        case .warning: warning
        case .added: added
        case .removed: removed
        case .hunk: hunk
        case .ink(let ink): style(of: ink)
        case .styled(let style): style
        case .picture: dim
        }
    }
}
