import Screen

/// Finds what a terminal answers to questions among what is typed, so that no part of it is taken for keys: its primary
/// device attributes (`CSI ? … c`, of which 4 are sixels) and what it says of kitty's graphics (`APC G … ST`).
///
/// Answers come in pieces of any length, late, or never. What only looked like the beginning of one is given back.
struct TerminalAnswers {
    /// What ncurses read: a character, or the code of a key.
    struct Token: Equatable {
        var value: UInt32
        var isCode = false
    }

    private enum State {
        case outside
        /// What may be the beginning of an answer: ESC, and the character after it.
        case beginning([Token])
        case attributes([UInt32])
        case graphics([UInt32])
    }

    private var state = State.outside
    /// Whether answers are still to come: an ESC alone may be the beginning of one.
    private(set) var isWaiting = false
    private(set) var hasSixels = false
    private(set) var hasKittyGraphics = false

    /// No real answer is longer.
    private static let longest = 256
    private static let escape: UInt32 = 0x1B

    /// The questions. Every terminal answers the last one, which tells that no answers to others will come.
    static func questions(kitty: Bool) -> [UInt8] {
        Array(((kitty ? "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\" : "") + "\u{1B}[c").utf8)
    }

    mutating func expect() { isWaiting = true }

    /// Answers may still come later, but keys are not kept waiting for them.
    mutating func giveUp() { isWaiting = false }

    /// - Returns: what is no part of an answer, in its order.
    mutating func take(_ token: Token) -> [Token] {
        switch state {
        case .outside:
            guard !token.isCode, token.value == Self.escape else { return [token] }
            state = .beginning([token])
            return []
        case .beginning(let held): return begin(held, token)
        case .attributes(let text): return takeAttribute(text, token)
        case .graphics(let text): return takeGraphics(text, token)
        }
    }

    /// Nothing more waits to be read.
    ///
    /// - Returns: what is given back, as it is not likely to go on.
    mutating func pause() -> [Token] {
        guard !isWaiting, case .beginning(let held) = state else { return [] }
        state = .outside
        return held
    }

    private mutating func begin(_ held: [Token], _ token: Token) -> [Token] {
        let introducer = held.count == 2 ? held[1].value : 0
        switch (introducer, token.isCode ? 0 : token.value) {
        case (0, 0x5B), (0, 0x5F):  // [ and _
            state = .beginning(held + [token])
            return []
        case (0x5B, 0x3F):  // ?
            state = .attributes([])
            return []
        case (0x5F, 0x47):  // G
            state = .graphics([])
            return []
        default:
            state = .outside
            // Another ESC may be the beginning of an answer itself.
            return held + take(token)
        }
    }

    private mutating func takeAttribute(_ text: [UInt32], _ token: Token) -> [Token] {
        if token.isCode || token.value < 0x20 || token.value > 0x7E {
            state = .outside
            return take(token)
        }
        // The final octet of any such sequence ends it (ECMA-48 section 5.4).
        if token.value >= 0x40 || text.count >= Self.longest {
            state = .outside
            if token.value == 0x63 {  // c
                let numbers = text.split(separator: 0x3B)  // ;
                hasSixels = hasSixels || numbers.dropFirst().contains([0x34])
                isWaiting = false
            }
            return []
        }
        state = .attributes(text + [token.value])
        return []
    }

    private mutating func takeGraphics(_ text: [UInt32], _ token: Token) -> [Token] {
        let follows = text.last == Self.escape
        if token.isCode || text.count >= Self.longest || (follows && token.value != 0x5C) {
            state = .outside
            // The ESC in it began something else.
            return (follows ? take(Token(value: Self.escape)) : []) + take(token)
        }
        if follows {
            state = .outside
            let words = String(String.UnicodeScalarView(text.dropLast().compactMap(Unicode.Scalar.init)))
            if words.hasPrefix("i=31"), words.hasSuffix(";OK") { hasKittyGraphics = true }
            return []
        }
        state = .graphics(text + [token.value])
        return []
    }
}
