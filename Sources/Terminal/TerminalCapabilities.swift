import CNcurses
import Screen

/// What this terminal can do, as terminfo and the environment say. Read once, when ncurses has started.
struct TerminalCapabilities {
    /// How colours are told.
    enum Colors: Equatable {
        case none
        case palette(Int)
        case direct
    }

    let colors: Colors
    /// Moves the cursor by the sequence of ECMA-48, and so does the rest in all likelihood: `ESC [ row ; column H`.
    let isANSI: Bool
    let attributes: Style.Attributes
    /// The background colour fills what is erased.
    let erasesWithBackground: Bool
    /// The cursor waits behind the last column instead of going to the next line.
    let waitsAtMargin: Bool
    let wrapsAtMargin: Bool
    let canScroll: Bool
    /// Blanks a stretch of a row and leaves the cursor before it.
    let canEraseCharacters: Bool
    let clearToEndOfLine: [UInt8]?
    let clear: [UInt8]
    let hideCursor: [UInt8]
    let showCursor: [UInt8]
    let bell: [UInt8]
    let plain: [UInt8]
    private let attributeStrings: [(Style.Attributes, [UInt8])]

    /// What a terminal of that name can do, of which there need not be one here; nil where none of that name is known.
    static func described(as name: String, environment: [String: String] = [:]) -> TerminalCapabilities? {
        nc_describe(name) == 1 ? TerminalCapabilities(environment: environment) : nil
    }

    init(environment: [String: String]) {
        let numberOfColors = Int(nc_number("colors"))
        let noColor = !(environment["NO_COLOR"] ?? "").isEmpty
        let claimsDirect = ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "")
        isANSI = TerminalCapabilities.octets("cup") == Array("\u{1B}[%i%p1%d;%p2%dH".utf8)
        if noColor || numberOfColors < 8 {
            colors = .none
        } else if isANSI, numberOfColors > 0xFFFF || (claimsDirect && numberOfColors >= 256) {
            colors = .direct
        } else {
            colors = .palette(numberOfColors >= 256 ? 256 : numberOfColors >= 16 ? 16 : 8)
        }
        let names: [(Style.Attributes, String)] = [
            (.bold, "bold"), (.dim, "dim"), (.italic, "sitm"), (.underline, "smul"), (.reverse, "rev"),
        ]
        attributeStrings = names.compactMap { attribute, name in
            TerminalCapabilities.octets(name).map { (attribute, $0) }
        }
        attributes = attributeStrings.reduce(into: []) { $0.formUnion($1.0) }
        erasesWithBackground = nc_flag("bce") != 0
        waitsAtMargin = nc_flag("xenl") != 0
        wrapsAtMargin = nc_flag("am") != 0
        canScroll =
            isANSI && TerminalCapabilities.octets("csr") != nil && TerminalCapabilities.octets("ri") != nil
            && TerminalCapabilities.octets("ind") != nil
        canEraseCharacters = isANSI && TerminalCapabilities.octets("ech") != nil
        clearToEndOfLine = TerminalCapabilities.octets("el")
        clear = TerminalCapabilities.octets("clear") ?? []
        hideCursor = TerminalCapabilities.octets("civis") ?? []
        showCursor = TerminalCapabilities.octets("cnorm") ?? []
        bell = TerminalCapabilities.octets("bel") ?? [7]
        plain = TerminalCapabilities.octets("sgr0") ?? []
    }

    /// The sequences that switch these attributes on, for terminals that are not of the ANSI family.
    func strings(for wanted: Style.Attributes) -> [UInt8] {
        attributeStrings.filter { wanted.contains($0.0) }.flatMap(\.1)
    }

    func move(column: Int, row: Int) -> [UInt8] {
        isANSI
            ? Array("\u{1B}[\(row + 1);\(column + 1)H".utf8)
            : TerminalCapabilities.formatted("cup", row, column)
    }

    func eraseCharacters(_ count: Int) -> [UInt8] { TerminalCapabilities.formatted("ech", count) }

    /// A capability with its numbers filled in; empty where there is none.
    static func formatted(_ name: String, _ first: Int, _ second: Int = 0) -> [UInt8] {
        withoutPadding(nc_format(name, Int32(clamping: first), Int32(clamping: second)))
    }

    static func octets(_ name: String) -> [UInt8]? {
        nc_string(name).map { withoutPadding($0) }
    }

    /// Terminfo notes delays as `$<5/>`, for terminals of the days of paper.
    private static func withoutPadding(_ string: UnsafePointer<CChar>?) -> [UInt8] {
        guard let string else { return [] }
        var result: [UInt8] = []
        var rest = String(cString: string).utf8[...]
        while let octet = rest.popFirst() {
            if octet == UInt8(ascii: "$"), rest.first == UInt8(ascii: "<"),
                let end = rest.firstIndex(of: UInt8(ascii: ">"))
            {
                rest = rest[rest.index(after: end)...]
            } else {
                result.append(octet)
            }
        }
        return result
    }
}
