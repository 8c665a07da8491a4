import CNcurses
import Glibc
import Screen

/// Turns what ncurses reads into events: keys, Alt, the mouse, and pasted text in one piece.
struct InputDecoder {
    private static let pasteBegins = 1_025
    private static let pasteEnds = 1_026
    /// More of one paste is dropped.
    private static let longestPaste = 1 << 20
    private static let doubleClickMilliseconds = 400

    /// The text so far, while a paste goes on.
    private var paste: String?
    private var heldButton = MouseEvent.Button.none
    var answers = TerminalAnswers()
    /// Since when answers have been waited for, in milliseconds.
    private var waitingSince: Int?
    /// What was read, and is no answer of the terminal's.
    private var tokens: ArraySlice<TerminalAnswers.Token> = []
    private var lastPress: (event: MouseEvent, milliseconds: Int)?

    /// Names the sequences that terminfo has no name for. After ncurses has started.
    static func defineKeys() {
        nc_define_key("\u{1B}[200~", Int32(pasteBegins))
        nc_define_key("\u{1B}[201~", Int32(pasteEnds))
    }

    /// Everything waiting.
    mutating func read() -> [InputEvent] {
        var events: [InputEvent] = []
        readAhead()
        while let token = nextToken() {
            if paste != nil {
                takePasted(token.value, isCode: token.isCode, &events)
            } else if token.isCode {
                takeCode(token.value, &events)
            } else if token.value == 27 {
                takeEscape(&events)
            } else {
                take(token.value, &events)
            }
        }
        return events
    }

    /// Takes in what waits, and keeps what is typed for later.
    mutating func readAhead() {
        var value: UInt32 = 0
        while case let kind = nc_read_key(&value), kind != 0, tokens.count < InputDecoder.mostTokens {
            tokens += answers.take(.init(value: value, isCode: kind == 2))
        }
        if answers.isWaiting {
            let now = InputDecoder.milliseconds()
            let since = waitingSince ?? now
            waitingSince = since
            if now - since > InputDecoder.longestWait { answers.giveUp() }
        }
        tokens += answers.pause()
    }

    /// More is read when these are taken.
    private static let mostTokens = 1 << 16
    /// A terminal that has not answered after so many milliseconds won't.
    private static let longestWait = 3_000

    private mutating func nextToken() -> TerminalAnswers.Token? {
        if tokens.isEmpty { readAhead() }
        return tokens.popFirst()
    }

    // MARK: Characters

    private func take(_ value: UInt32, _ events: inout [InputEvent]) {
        guard let key = InputDecoder.key(for: value) else { return }
        // A letter and its marks are read one by one, and are one character.
        if value >= 0x300, case .character(let mark) = key, case .key(.character(let letter)) = events.last {
            let together = String(letter) + String(mark)
            if together.count == 1, let one = together.first {
                events[events.count - 1] = .key(.character(one))
                return
            }
        }
        events.append(.key(key))
    }

    private static func key(for value: UInt32) -> Key? {
        switch value {
        case 0: return .control(" ")
        case 9: return .tab
        case 10, 13: return .enter
        case 27: return .escape
        case 127: return .backspace
        case 1...26, 28...31:
            // Ctrl and a key gives the key's code without its upper bits.
            guard let scalar = Unicode.Scalar(value < 27 ? value + 0x60 : value + 0x40) else { return nil }
            return .control(Character(scalar))
        default: return Unicode.Scalar(value).map { .character(Character($0)) }
        }
    }

    /// Alt and a key comes as ESC and the key, at once.
    private mutating func takeEscape(_ events: inout [InputEvent]) {
        guard let token = nextToken() else { return events.append(.key(.escape)) }
        let next = token.value
        switch token.isCode {
        case false where next == 27: events += [.key(.escape), .key(.escape)]
        case false:
            if let scalar = Unicode.Scalar(next), next >= 32, next != 127 {
                events.append(.key(.alt(Character(scalar))))
            } else {
                events.append(.key(.escape))
                take(next, &events)
            }
        case true:
            events.append(.key(.escape))
            takeCode(next, &events)
        }
    }

    // MARK: Keys with a code

    private mutating func takeCode(_ code: UInt32, _ events: inout [InputEvent]) {
        if code == UInt32(InputDecoder.pasteBegins) {
            paste = ""
        } else if code == UInt32(nc_key_mouse()) {
            takeMouse(&events)
        } else if let key = InputDecoder.namedKey(code) {
            events.append(.key(key))
        }
        // KEY_RESIZE also comes here, and is dropped: SIGWINCH has told it.
    }

    private static func namedKey(_ code: UInt32) -> Key? {
        let number = nc_function_key(code)
        if number > 0 { return .function(Int(number)) }
        guard let name = Unicode.Scalar(UInt32(max(0, nc_named_key(code)))) else { return nil }
        return names[name]
    }

    private static let names: [Unicode.Scalar: Key] = [
        "u": .up, "d": .down, "l": .left, "r": .right, "h": .home, "e": .end, "p": .pageUp, "n": .pageDown,
        "b": .backspace, "D": .delete, "I": .insert, "E": .enter, "T": .backTab,
    ]

    // MARK: Paste

    private mutating func takePasted(_ value: UInt32, isCode: Bool, _ events: inout [InputEvent]) {
        if isCode {
            guard value == UInt32(InputDecoder.pasteEnds) else { return }
            let text = (paste ?? "").replacing("\r\n", with: "\n").replacing("\r", with: "\n")
            paste = nil
            events.append(.paste(text))
        } else if value == 3 {
            // Ctrl-C is no text: the end of the paste was lost, and keys must work again.
            paste = nil
        } else if let scalar = Unicode.Scalar(value), (paste?.utf8.count ?? 0) < InputDecoder.longestPaste {
            paste?.unicodeScalars.append(scalar)
        }
    }

    // MARK: Mouse

    /// Several events can wait behind one key, and ncurses gives the newest first.
    private mutating func takeMouse(_ events: inout [InputEvent]) {
        var waiting: [nc_mouse] = []
        var mouse = nc_mouse()
        while nc_next_mouse(&mouse) == 1 { waiting.append(mouse) }
        for var mouse in waiting.reversed() {
            if mouse.action == 3 {
                mouse.action = 1
                if let event = event(for: mouse) { events.append(.mouse(event)) }
                mouse.action = 0
            }
            if let event = event(for: mouse) { events.append(.mouse(event)) }
        }
    }

    private mutating func event(for mouse: nc_mouse) -> MouseEvent? {
        var modifiers: MouseEvent.Modifiers = []
        if mouse.shift != 0 { modifiers.insert(.shift) }
        if mouse.control != 0 { modifiers.insert(.control) }
        if mouse.alt != 0 { modifiers.insert(.alt) }
        let place = Point(column: Int(mouse.column), row: Int(mouse.row))
        let buttons: [Int32: MouseEvent.Button] = [1: .left, 2: .middle, 3: .right]
        let button = buttons[mouse.button] ?? .none
        switch (mouse.button, mouse.action) {
        case (4, 1): return MouseEvent(kind: .wheelUp, button: .none, position: place, modifiers: modifiers)
        case (5, 1): return MouseEvent(kind: .wheelDown, button: .none, position: place, modifiers: modifiers)
        case (4, _), (5, _): return nil
        case (_, 1):
            heldButton = button
            return pressed(MouseEvent(kind: .press, button: button, position: place, modifiers: modifiers))
        case (_, 0):
            heldButton = .none
            return MouseEvent(kind: .release, button: button, position: place, modifiers: modifiers)
        default:
            guard heldButton != .none else { return nil }
            return MouseEvent(kind: .drag, button: heldButton, position: place, modifiers: modifiers)
        }
    }

    /// Of a clock that only runs forward.
    static func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }

    private mutating func pressed(_ event: MouseEvent) -> MouseEvent {
        let now = InputDecoder.milliseconds()
        if let last = lastPress, last.event == event, now - last.milliseconds <= InputDecoder.doubleClickMilliseconds {
            lastPress = nil
            var second = event
            second.kind = .doubleClick
            return second
        }
        lastPress = (event, now)
        return event
    }
}
