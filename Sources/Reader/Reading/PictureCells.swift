import Screen

/// A picture made of characters and colours, as the program that draws it printed it: lines of text with the sequences that
/// set colours (ECMA-48, SGR). Nothing else in its output is obeyed, whatever the picture made it print.
package struct PictureCells: Equatable, Sendable {
    struct Run: Equatable, Sendable {
        var text: String
        var style: Style
    }

    private(set) var rows: [[Run]] = []

    static let mostRows = 500
    static let mostColumns = 500

    package init(_ output: [UInt8]) {
        var style = Style.plain
        for line in output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).prefix(Self.mostRows)
        {
            rows.append(Self.runs(line, &style))
        }
        while let last = rows.last, last.allSatisfy({ $0.text.allSatisfy { $0 == " " } }) { rows.removeLast() }
    }

    private static func runs(_ line: ArraySlice<UInt8>, _ style: inout Style) -> [Run] {
        var runs: [Run] = []
        var text: [UInt8] = []
        var columns = 0
        func end() {
            let shown = DisplayText.sanitised(String(decoding: text, as: UTF8.self))
            let cut = TextWidth.prefix(shown, columns: max(0, mostColumns - columns))
            columns += TextWidth.width(of: cut)
            if !cut.isEmpty { runs.append(Run(text: cut, style: style)) }
            text = []
        }
        var rest = line
        while let octet = rest.popFirst() {
            guard octet == 0x1B, rest.first == UInt8(ascii: "[") else {
                text.append(octet)
                continue
            }
            // Parameters up to the letter that ends the sequence; only `m` means something here.
            let parameters = rest.dropFirst().prefix { (0x30...0x3F).contains($0) }
            let after = rest.dropFirst(1 + parameters.count)
            end()
            if after.first == UInt8(ascii: "m") { change(&style, parameters) }
            rest = after.dropFirst()
        }
        end()
        return runs
    }

    private static func change(_ style: inout Style, _ parameters: ArraySlice<UInt8>) {
        var numbers = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }[...]
        while let number = numbers.popFirst() {
            switch number {
            case 0: style = .plain
            case 1: style.attributes.insert(.bold)
            case 7: style.attributes.insert(.reverse)
            case 27: style.attributes.remove(.reverse)
            case 30...37: style.foreground = .named(UInt8(number - 30))
            case 39: style.foreground = .terminal
            case 40...47: style.background = .named(UInt8(number - 40))
            case 49: style.background = .terminal
            case 90...97: style.foreground = .named(UInt8(number - 82))
            case 100...107: style.background = .named(UInt8(number - 92))
            case 38: if let color = color(&numbers) { style.foreground = color }
            case 48: if let color = color(&numbers) { style.background = color }
            default: break
            }
        }
    }

    /// `5;208` or `2;255;128;0`.
    private static func color(_ numbers: inout ArraySlice<Int>) -> Color? {
        switch numbers.popFirst() {
        case 5: return numbers.popFirst().map { .indexed(UInt8(clamping: $0)) }
        case 2:
            guard let red = numbers.popFirst(), let green = numbers.popFirst(), let blue = numbers.popFirst() else {
                return nil
            }
            return .rgb(red: UInt8(clamping: red), green: UInt8(clamping: green), blue: UInt8(clamping: blue))
        case .some, nil: return nil
        }
    }
}
