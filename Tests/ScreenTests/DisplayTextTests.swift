import Testing

@testable import Screen

@Suite struct DisplayTextTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        let shown: String
        var options: DisplayText.Options = []

        var testDescription: String { name }
    }

    static let examples: [Example] = [
        Example(name: "printable ASCII", text: "Re: carry [1] ~", shown: "Re: carry [1] ~"),
        Example(name: "letters of other scripts", text: "Grüße 日本語 ελληνικά हिन्दी", shown: "Grüße 日本語 ελληνικά हिन्दी"),
        Example(name: "NUL", text: "a\u{0}b", shown: "a␀b"),
        Example(name: "ESC sequence", text: "\u{1B}[31mred", shown: "␛[31mred"),
        Example(name: "BEL ends no OSC", text: "\u{1B}]0;title\u{7}", shown: "␛]0;title␇"),
        Example(name: "tabulator", text: "a\tb", shown: "a b"),
        Example(name: "line breaks", text: "a\r\nb\nc", shown: "a␍␊b␊c"),
        Example(name: "line breaks kept", text: "a\r\nb\nc\rd", shown: "a\nb\nc␍d", options: .keepsLineBreaks),
        Example(name: "DEL", text: "a\u{7F}", shown: "a␡"),
        Example(name: "C1 control sequence introducer", text: "\u{9B}31m", shown: "‹U+009B›31m"),
        Example(name: "NEL", text: "a\u{85}b", shown: "a‹U+0085›b"),
        Example(name: "line separator", text: "a\u{2028}b\u{2029}", shown: "a␤b␤"),
        Example(name: "override", text: "gpj\u{202E}exe.pdf", shown: "gpj‹U+202E›exe.pdf"),
        Example(name: "override that is closed", text: "\u{202E}abc\u{202C}", shown: "‹U+202E›abc"),
        Example(name: "isolate that is closed", text: "a\u{2067}b\u{2069}c", shown: "abc"),
        Example(name: "isolate that is not closed", text: "a\u{2067}b", shown: "a‹U+2067›b"),
        Example(name: "embedding that is not closed", text: "a\u{202B}b", shown: "a‹U+202B›b"),
        Example(name: "closing without opening", text: "a\u{2069}b\u{202C}", shown: "a‹U+2069›b‹U+202C›"),
        Example(name: "pairs that cross", text: "\u{2067}a\u{202C}b\u{2069}", shown: "a‹U+202C›b"),
        Example(name: "bidi marks", text: "a\u{200E}b\u{200F}c\u{61C}d", shown: "abcd"),
        Example(name: "zero-width spaces", text: "a\u{200B}b\u{FEFF}c\u{2060}d\u{AD}e", shown: "abcde"),
        Example(
            name: "zero-width spaces in an address", text: "a\u{200B}b@x\u{FEFF}.org",
            shown: "a‹U+200B›b@x‹U+FEFF›.org",
            options: .address),
        Example(
            name: "joiner in an address", text: "pay\u{200D}pal.com", shown: "pay‹U+200D›pal.com", options: .address),
        Example(name: "filler in an address", text: "a\u{3164}b", shown: "a‹U+3164›b", options: .address),
        Example(name: "joined emoji", text: "👨‍👩‍👧", shown: "👨‍👩‍👧"),
        Example(name: "variation selector", text: "❤️", shown: "❤️"),
        Example(name: "non-joiner in Persian", text: "می‌خواهم", shown: "می‌خواهم"),
        Example(name: "joiner with nothing before it", text: "\u{200D}a", shown: "a"),
        Example(name: "flag of tags", text: "🏴󠁧󠁢󠁳󠁣󠁴󠁿", shown: "🏴󠁧󠁢󠁳󠁣󠁴󠁿"),
        Example(name: "text hidden in tags", text: "hi\u{E0068}\u{E0069}", shown: "hi"),
        Example(name: "private use", text: "\u{E000}\u{F8FF}", shown: "��"),
        Example(name: "noncharacter", text: "a\u{FFFE}", shown: "a�"),
        Example(name: "unassigned", text: "a\u{0378}", shown: "a�"),
        Example(name: "ideographic space", text: "姓\u{3000}名", shown: "姓\u{3000}名"),
    ]

    @Test(arguments: examples)
    func `every class becomes what its table says`(example: Example) {
        #expect(DisplayText.sanitised(example.text, example.options) == example.shown)
    }

    @Test(arguments: examples)
    func `sanitising twice is sanitising once`(example: Example) {
        let once = DisplayText.sanitised(example.text, example.options)

        #expect(DisplayText.sanitised(once, example.options) == once)
    }

    @Test func `no control character of any kind is left`() {
        let hostile = String(String.UnicodeScalarView((0...0x9F).compactMap { Unicode.Scalar(UInt32($0)) }))

        let shown = DisplayText.sanitised(hostile)

        #expect(shown.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    }

    @Test func `a tower of marks is cut to a cluster that fits a cell`() {
        let tower = "e" + String(repeating: "\u{301}", count: 5_000)

        let shown = DisplayText.sanitised(tower)

        #expect(shown.unicodeScalars.count == 16)
        #expect(shown.count == 1)
    }
}
