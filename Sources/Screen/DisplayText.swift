/// The one function that makes text from mail and servers safe to show.
package enum DisplayText {
    /// Where the text stands, which decides what else must be shown or may stay.
    package struct Options: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The text names someone or something: an address, a host, a link, a file. What can't be seen is spelt out,
        /// because it makes two names look alike.
        package static let address = Options(rawValue: 1)
        /// LF stays, and CR LF becomes LF.
        package static let keepsLineBreaks = Options(rawValue: 2)
    }

    /// Text that moves nothing, hides nothing and reorders nothing. Doing it twice changes nothing more.
    ///
    /// | class | becomes |
    /// | --- | --- |
    /// | printable ASCII, letters, digits, punctuation, symbols of any script | itself |
    /// | TAB | a space |
    /// | other C0 controls, ESC and NUL among them, and DEL | their picture: `␛`, `␀`, `␡` |
    /// | C1 controls, which some terminals obey | `‹U+009B›` |
    /// | line and paragraph separators (U+2028, U+2029) | `␤` |
    /// | bidi overrides (U+202D, U+202E) | `‹U+202E›`, always: they show a name backwards |
    /// | bidi embeddings and isolates, closed within the text | dropped: a row of cells has its own order |
    /// | the same, not closed, and closing marks without an opening one | `‹U+2067›` |
    /// | bidi marks, zero-width spaces, soft hyphen, invisible operators, fillers | dropped; spelt out in addresses |
    /// | zero-width joiner and non-joiner, variation selectors | kept after a visible character; spelt out in addresses |
    /// | tag characters | kept in flags; else dropped, as text hidden in text; spelt out in addresses |
    /// | private use, noncharacters | `�` |
    /// | unassigned code points | `�` |
    /// | marks and joined characters beyond 16 code points of one cluster | dropped |
    ///
    /// Spaces of other widths (U+00A0, U+3000) stay; the latter is two columns wide.
    package static func sanitised(_ text: String, _ options: Options = []) -> String {
        if TextWidth.isPrintableASCII(text.utf8) { return text }
        var pass = SanitisingPass(options: options, unclosed: unclosedBidi(in: text))
        for character in text { pass.take(character) }
        return pass.result
    }

    /// Offsets, in code points, of the bidi controls that have no partner in the text.
    private static func unclosedBidi(in text: String) -> Set<Int> {
        var open: [(offset: Int, isIsolate: Bool)] = []
        var alone: Set<Int> = []
        for (offset, scalar) in text.unicodeScalars.enumerated() {
            switch scalar.value {
            case 0x202A, 0x202B, 0x202D, 0x202E: open.append((offset, false))
            case 0x2066...0x2068: open.append((offset, true))
            case 0x202C, 0x2069:
                if open.last?.isIsolate == (scalar.value == 0x2069) {
                    open.removeLast()
                } else {
                    alone.insert(offset)
                }
            default: break
            }
        }
        return alone.union(open.map(\.offset))
    }
}

/// One run over a text: what has come out so far, and where in it we are.
private struct SanitisingPass {
    /// Code points of one cluster that are shown; a family of four with skin tones has 11.
    static let longestCluster = 16

    let options: DisplayText.Options
    let unclosed: Set<Int>
    var result = ""
    /// Code points taken so far.
    private var offset = 0

    init(options: DisplayText.Options, unclosed: Set<Int>) {
        self.options = options
        self.unclosed = unclosed
    }

    mutating func take(_ character: Character) {
        if character == "\r\n", options.contains(.keepsLineBreaks) {
            offset += 2
            result.append("\n")
            return
        }
        var position = 0
        let isFlag = character.unicodeScalars.first?.value == 0x1F3F4
        for scalar in character.unicodeScalars {
            let isExtra = scalar.properties.isDefaultIgnorableCodePoint || isMark(scalar)
            if position < SanitisingPass.longestCluster || !isExtra {
                take(scalar, isFirst: position == 0, isFlag: isFlag)
            }
            position += 1
            offset += 1
        }
    }

    private mutating func take(_ scalar: Unicode.Scalar, isFirst: Bool, isFlag: Bool) {
        switch scalar.value {
        case 0x20..<0x7F: result.unicodeScalars.append(scalar)
        case 0x09: result.append(" ")
        case 0x0A where options.contains(.keepsLineBreaks): result.append("\n")
        case 0x00..<0x20: append(0x2400 + scalar.value)
        case 0x7F: append(0x2421)
        case 0x80..<0xA0: spell(scalar)
        case 0x2028, 0x2029: append(0x2424)
        case 0x202D, 0x202E: spell(scalar)
        case 0x202A...0x202C, 0x2066...0x2069:
            if unclosed.contains(offset) || options.contains(.address) { spell(scalar) }
        case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF:
            keepOrHide(scalar, if: !isFirst)
        case 0xE0020...0xE007F: keepOrHide(scalar, if: isFlag && !isFirst)
        default: takeOther(scalar)
        }
    }

    private mutating func takeOther(_ scalar: Unicode.Scalar) {
        let properties = scalar.properties
        if properties.isNoncharacterCodePoint { return append(0xFFFD) }
        // Fillers are letters by category, and yet nothing is seen of them.
        if properties.isDefaultIgnorableCodePoint { return keepOrHide(scalar, if: false) }
        switch properties.generalCategory {
        case .privateUse, .unassigned, .surrogate: append(0xFFFD)
        case .format, .control: keepOrHide(scalar, if: false)
        default: result.unicodeScalars.append(scalar)
        }
    }

    /// What can't be seen: spelt out in addresses, elsewhere kept on a condition.
    private mutating func keepOrHide(_ scalar: Unicode.Scalar, if keeps: Bool) {
        if options.contains(.address) {
            spell(scalar)
        } else if keeps {
            result.unicodeScalars.append(scalar)
        }
    }

    private mutating func append(_ value: UInt32) {
        if let scalar = Unicode.Scalar(value) { result.unicodeScalars.append(scalar) }
    }

    /// As `‹U+202E›`.
    private mutating func spell(_ scalar: Unicode.Scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "‹U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "›"
    }

    private func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: false
        }
    }
}
