/// Splits text into what white space handling tells apart. Soft hyphens and invisible padding are left out.
struct HTMLCharacters: IteratorProtocol {
    enum Piece {
        case space
        case tab
        case lineEnd
        /// A no-break space.
        case fixedSpace
        /// Characters without white space, as UTF-8.
        case character(ArraySlice<UInt8>)
        /// What takes no room and says nothing.
        case invisible
    }

    private let bytes: [UInt8]
    private var index = 0
    /// Whether a character beyond ASCII stands just before.
    private var followsLetter = false

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func next() -> Piece? {
        guard index < bytes.count else { return nil }
        let byte = bytes[index]
        switch byte {
        case 0x21..<0x7F:
            followsLetter = false
            return plainRun()
        case 0x80...:
            let piece = character()
            if case .character = piece { followsLetter = true } else { followsLetter = false }
            return piece
        default: break
        }
        followsLetter = false
        index += 1
        switch byte {
        case ASCII.space, ASCII.carriageReturn, 0x0B, 0x0C: return .space
        case ASCII.tab: return .tab
        case ASCII.lineFeed: return .lineEnd
        // Other control characters, which terminals might obey.
        default: return .invisible
        }
    }

    private mutating func plainRun() -> Piece {
        let start = index
        while index < bytes.count, (0x21..<0x7F).contains(bytes[index]) { index += 1 }
        return .character(bytes[start..<index])
    }

    private mutating func character() -> Piece {
        let start = index
        index += 1
        while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
        let character = bytes[start..<index]
        switch (character.count, bytes[start]) {
        case (2, 0xC2), (2, 0xCD): return special(at: start, bytes[start + 1], 0) ?? .character(character)
        case (3, 0xE2), (3, 0xEF):
            return special(at: start, bytes[start + 1], bytes[start + 2]) ?? .character(character)
        default: return .character(character)
        }
    }

    /// What the white space and the invisible characters beyond ASCII are; nil for all others.
    private func special(at start: Int, _ second: UInt8, _ third: UInt8) -> Piece? {
        switch (bytes[start], second, third) {
        case (0xC2, 0xA0, 0), (0xE2, 0x80, 0x87), (0xE2, 0x80, 0xAF): .fixedSpace
        case (0xC2, 0x85, 0): .space
        case (0xC2, 0x80...0x9F, 0): .invisible
        case (0xC2, 0xAD, 0), (0xCD, 0x8F, 0), (0xEF, 0xBB, 0xBF), (0xE2, 0x80, 0x8B), (0xE2, 0x81, 0xA0): .invisible
        // Joiners shape Persian, Indic scripts and emoji; among blanks and ASCII they are padding.
        case (0xE2, 0x80, 0x8C), (0xE2, 0x80, 0x8D): isJoining(start) ? nil : .invisible
        case (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9): .lineEnd
        default: nil
        }
    }

    /// Whether letters, none of them ASCII, stand on both sides.
    private func isJoining(_ start: Int) -> Bool {
        guard followsLetter, start + 4 < bytes.count, bytes[start + 3] >= 0x80 else { return false }
        return (bytes[start + 3], bytes[start + 4]) != (0xC2, 0xA0) && bytes[start + 3] != 0xCD
    }
}
