/// Stretches of a plain text that are signed or encrypted in the way that was usual before PGP/MIME (RFC 9580 sections 6 and 7).
enum InlineSeal {
    enum Stretch: Equatable {
        /// Neither: whoever wrote it.
        case open(Range<Int>)
        case signed(Range<Int>)
        case encrypted(Range<Int>)
    }

    private static let signedMark = Array("-----BEGIN PGP SIGNED MESSAGE-----".utf8)
    private static let encryptedMark = Array("-----BEGIN PGP MESSAGE-----".utf8)
    private static let signatureEnd = Array("-----END PGP SIGNATURE-----".utf8)
    private static let messageEnd = Array("-----END PGP MESSAGE-----".utf8)
    private static let mostStretches = 20

    /// The text in stretches, without gaps; nil where nothing in it is sealed. One that does not end is none.
    static func stretches(of text: [UInt8]) -> [Stretch]? {
        guard text.count > signedMark.count, contains(encryptedMark.dropLast(13), in: text) else { return nil }
        var found: [Stretch] = []
        var openStart = 0
        var begun: (start: Int, isSigned: Bool)?
        var place = 0
        while place < text.count, found.count < mostStretches {
            let end = text[place...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.count
            let line = trimmed(text[place..<end])
            if let current = begun {
                if line.elementsEqual(current.isSigned ? signatureEnd : messageEnd) {
                    if current.start > openStart { found.append(.open(openStart..<current.start)) }
                    let range = current.start..<end
                    found.append(current.isSigned ? .signed(range) : .encrypted(range))
                    openStart = end
                    begun = nil
                }
            } else if line.elementsEqual(signedMark) {
                begun = (place, true)
            } else if line.elementsEqual(encryptedMark) {
                begun = (place, false)
            }
            place = end
        }
        guard !found.isEmpty else { return nil }
        if openStart < text.count { found.append(.open(openStart..<text.count)) }
        return found
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line
        while let last = line.last, ASCII.isWhiteSpace(last) { line = line.dropLast() }
        return line
    }

    /// `-----BEGIN PGP`, looked for by its first letter: most texts have none.
    private static func contains(_ mark: ArraySlice<UInt8>, in text: [UInt8]) -> Bool {
        var place = text.startIndex
        while let start = text[place...].firstIndex(of: mark[mark.startIndex]) {
            if text[start...].starts(with: mark) { return true }
            place = start + 1
            // A rule of dashes is passed at once.
            while place < text.count, text[place] == mark[mark.startIndex], place - start >= 5 { place += 1 }
        }
        return false
    }
}
