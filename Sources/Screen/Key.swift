/// A key as pressed, after the terminal's sequences have been understood.
package enum Key: Hashable, Sendable {
    /// What typing gives, Space included.
    case character(Character)
    /// Ctrl and a key: lower case letters, `\`, `]`, `^`, `_`, and a space.
    case control(Character)
    case alt(Character)
    /// Return, and Ctrl-J.
    case enter
    case escape
    case tab
    case backTab
    case backspace
    case delete
    case insert
    case up
    case down
    case left
    case right
    case home
    case end
    case pageUp
    case pageDown
    case function(Int)
}

/// What the mouse did, in cells.
package struct MouseEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case press
        case release
        /// Moved while the button is held.
        case drag
        case wheelUp
        case wheelDown
        /// The second press of two at one place in a short time; it comes instead of a `press`.
        case doubleClick
    }

    package enum Button: Hashable, Sendable {
        case left
        case middle
        case right
        /// The wheel, which holds nothing.
        case none
    }

    /// Keys held meanwhile.
    package struct Modifiers: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let shift = Modifiers(rawValue: 1)
        package static let control = Modifiers(rawValue: 2)
        package static let alt = Modifiers(rawValue: 4)
    }

    package var kind: Kind
    package var button: Button
    package var position: Point
    package var modifiers: Modifiers

    package init(kind: Kind, button: Button = .left, position: Point, modifiers: Modifiers = []) {
        self.kind = kind
        self.button = button
        self.position = position
        self.modifiers = modifiers
    }
}

/// Something that came from the terminal.
package enum InputEvent: Hashable, Sendable {
    case key(Key)
    case mouse(MouseEvent)
    /// Text pasted in one piece, lines separated by LF. Not sanitised: it is the user's own.
    case paste(String)
    /// The screen has another size now.
    case resize(Size)
}
