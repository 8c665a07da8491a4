/// How a terminal draws pictures by itself.
package enum GraphicKind: Hashable, Sendable {
    /// DEC's sixels: `DCS q … ST`.
    case sixel
    /// The graphics protocol of kitty: `APC G … ST`.
    case kitty
}

/// What a terminal can draw, and the pixels of its cells.
package struct GraphicMeans: Hashable, Sendable {
    package var kind: GraphicKind
    package var cellWidth: Int
    package var cellHeight: Int

    /// Nil where the terminal tells no size that a cell could have.
    package init?(kind: GraphicKind, cellWidth: Int, cellHeight: Int) {
        guard (2...200).contains(cellWidth), (2...400).contains(cellHeight) else { return nil }
        self.kind = kind
        self.cellWidth = cellWidth
        self.cellHeight = cellHeight
    }
}

/// A picture in a terminal's own way of drawing.
///
/// It is made from what a program printed that had read a stranger's file. Nothing of that reaches the terminal unless all of
/// it is what such a picture consists of, and no larger than the room there is: it is taken apart, and written anew.
package struct TerminalGraphic: Hashable, Sendable {
    package let kind: GraphicKind
    /// In pixels.
    package let width: Int
    package let height: Int
    /// Sixels, or the base64 of pixels.
    let content: [UInt8]

    /// Octets of one picture.
    package static let longest = 8 << 20

    /// Nil where anything is not as it should be.
    ///
    /// - Parameters:
    ///   - printed: one picture, with nothing but white space around it.
    ///   - width: pixels that there is room for.
    package init?(_ printed: [UInt8], kind: GraphicKind, width: Int, height: Int) {
        guard printed.count <= TerminalGraphic.longest, width > 0, height > 0 else { return nil }
        let found: (width: Int, height: Int, content: [UInt8])? =
            switch kind {
            case .sixel: SixelReader.read(printed)
            case .kitty: KittyReader.read(printed)
            }
        guard let found, (1...width).contains(found.width), (1...height).contains(found.height) else { return nil }
        self.kind = kind
        (self.width, self.height, content) = found
    }

    /// What draws it with its upper left corner at the cursor.
    package var octets: [UInt8] {
        switch kind {
        case .sixel: Array("\u{1B}P0;1;0q".utf8) + content + TerminalGraphic.end
        case .kitty: kittyOctets
        }
    }

    /// What takes it away; nil where only other cells written over it do.
    package var removal: [UInt8]? {
        switch kind {
        case .sixel: nil
        case .kitty: Array("\u{1B}_Ga=d,d=I,i=\(TerminalGraphic.number),q=2\u{1B}\\".utf8)
        }
    }

    private static let end = Array("\u{1B}\\".utf8)
    /// The one picture of Martlet's that a terminal holds at a time.
    private static let number = 7_209
    /// Octets of one piece: a multiple of 4, and no more than 4096.
    private static let piece = 4_096

    private var kittyOctets: [UInt8] {
        var octets: [UInt8] = []
        var start = 0
        repeat {
            let end = min(start + TerminalGraphic.piece, content.count)
            let more = end < content.count ? 1 : 0
            // The cursor stays, and no answer is wanted.
            let head =
                start == 0
                ? "a=T,q=2,C=1,f=32,i=\(TerminalGraphic.number),s=\(width),v=\(height),m=\(more)" : "m=\(more),q=2"
            octets += Array("\u{1B}_G\(head);".utf8) + content[start..<end] + TerminalGraphic.end
            start = end
        } while start < content.count
        return octets
    }
}

/// A picture at its place on the screen.
package struct PlacedGraphic: Equatable, Sendable {
    package var graphic: TerminalGraphic
    package var place: Rect

    package init(_ graphic: TerminalGraphic, at place: Rect) {
        self.graphic = graphic
        self.place = place
    }
}

extension Sequence<UInt8> {
    /// A number of some digits; nil where it is none.
    fileprivate var number: Int? {
        let text = String(decoding: Array(self), as: UTF8.self)
        return (1...6).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            ? Int(text) : nil
    }
}

extension [UInt8] {
    fileprivate var withoutBlanks: ArraySlice<UInt8> {
        let isBlank = { (octet: UInt8) in octet == 0x20 || octet == 0x0A || octet == 0x0D }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return []
        }
        return self[first...last]
    }
}

/// Reads `ESC P … q`, sixels, `ESC \` (DEC STD 070, chapter 9).
private enum SixelReader {
    static func read(_ printed: [UInt8]) -> (width: Int, height: Int, content: [UInt8])? {
        var rest = printed.withoutBlanks
        guard rest.starts(with: [0x1B, UInt8(ascii: "P")]), rest.suffix(2).elementsEqual([0x1B, UInt8(ascii: "\\")])
        else { return nil }
        rest = rest.dropFirst(2).dropLast(2)
        let parameters = rest.prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ";") }
        rest = rest.dropFirst(parameters.count)
        guard parameters.count < 20, rest.popFirst() == UInt8(ascii: "q") else { return nil }
        guard let extent = extent(of: rest) else { return nil }
        return (extent.width, extent.height, Array(rest))
    }

    /// How far the sixels reach; nil where there is anything else between them.
    private static func extent(of sixels: ArraySlice<UInt8>) -> (width: Int, height: Int)? {
        var rest = sixels
        var (column, width, bands) = (0, 0, 0)
        var height = 0
        while let octet = rest.popFirst() {
            switch octet {
            case 0x3F...0x7E:
                column += 1
                height = (bands + 1) * 6
            case UInt8(ascii: "!"):
                let digits = rest.prefix { (0x30...0x39).contains($0) }
                rest = rest.dropFirst(digits.count)
                guard let count = digits.number, let sixel = rest.popFirst(), (0x3F...0x7E).contains(sixel) else {
                    return nil
                }
                column += count
                height = (bands + 1) * 6
            case UInt8(ascii: "$"): column = 0
            case UInt8(ascii: "-"): (column, bands) = (0, bands + 1)
            case UInt8(ascii: "#"), UInt8(ascii: "\""):
                let numbers = rest.prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ";") }
                rest = rest.dropFirst(numbers.count)
                let values = numbers.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map(\.number)
                guard !values.contains(nil),
                    octet == UInt8(ascii: "#") ? [1, 5].contains(values.count) : values.count == 4
                else { return nil }
                // What the picture says of its size counts too: it may be cleared that far.
                if octet == UInt8(ascii: "\"") { width = max(width, values[2] ?? 0) }
            default: return nil
            }
            width = max(width, column)
            if width > 100_000 || bands > 20_000 { return nil }
        }
        return (width, height)
    }
}

/// Reads pieces of `ESC _ G keys ; base64 ESC \`: pixels of 32 bits.
private enum KittyReader {
    static func read(_ printed: [UInt8]) -> (width: Int, height: Int, content: [UInt8])? {
        var rest = printed.withoutBlanks
        var size: (width: Int, height: Int)?
        var content: [UInt8] = []
        while !rest.isEmpty {
            guard rest.starts(with: [0x1B, UInt8(ascii: "_"), UInt8(ascii: "G")]),
                let end = rest.firstIndex(of: UInt8(ascii: "\\")), rest[end - 1] == 0x1B
            else { return nil }
            let piece = rest[(rest.startIndex + 3)..<max(rest.startIndex + 3, end - 1)]
            rest = rest[(end + 1)...]
            let keys = piece.prefix { $0 != UInt8(ascii: ";") }
            let payload = piece.dropFirst(keys.count + 1)
            guard keys.count < 200, let more = Base64.decoded(payload) else { return nil }
            if size == nil {
                guard let found = self.size(keys) else { return nil }
                size = found
            }
            content += more
        }
        // Four octets a pixel. Each piece was encoded by itself; together they are once more.
        guard let size, size.width > 0, size.height > 0, size.width <= 20_000, size.height <= 20_000,
            content.count == size.width * size.height * 4
        else { return nil }
        return (size.width, size.height, Array(Base64.encoded(content).utf8))
    }

    private static func size(_ keys: ArraySlice<UInt8>) -> (width: Int, height: Int)? {
        var values: [String: Int] = [:]
        for key in keys.split(separator: UInt8(ascii: ",")) {
            let sides = key.split(separator: UInt8(ascii: "="), maxSplits: 1)
            guard sides.count == 2 else { return nil }
            values[String(decoding: sides[0], as: UTF8.self)] = sides[1].number ?? 0
        }
        guard values["f"] == 32, let width = values["s"], let height = values["v"] else { return nil }
        return (width, height)
    }
}
