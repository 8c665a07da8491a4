import Testing

@testable import Screen

@Suite struct TextWidthTests {
    static let clusters: [(cluster: String, columns: Int, isCertain: Bool)] = [
        ("a", 1, true), ("~", 1, true), ("é", 1, true), ("e\u{301}", 1, true), ("─", 1, true), ("●", 1, true),
        ("日", 2, true), ("Ａ", 2, true), ("ｱ", 1, true), ("한", 2, true), ("😀", 2, true), ("\u{3000}", 2, true),
        ("👨‍👩‍👧", 2, false), ("❤️", 2, false), ("❤", 1, false), ("🇩🇪", 2, false), ("👍🏽", 2, false),
        ("1️⃣", 2, false), ("🏳️‍🌈", 2, false), ("क्षि", 2, false), ("กำ", 2, false),
        ("\u{1112}\u{1161}\u{11AB}", 2, false), ("\u{1FAE8}", 2, false), ("\u{301}", 0, true),
    ]

    @Test(arguments: clusters)
    func `a cluster takes its columns`(cluster: String, columns: Int, isCertain: Bool) throws {
        let character = try #require(cluster.first)

        #expect(cluster.count == 1)
        #expect(TextWidth.width(of: character) == columns)
        #expect(TextWidth.isCertain(character) == isCertain)
    }

    @Test(arguments: [
        ("", 0), ("plain", 5), ("日本 ok", 7), ("a👨‍👩‍👧b", 4),
    ])
    func `a text takes the sum of its clusters`(text: String, columns: Int) {
        #expect(TextWidth.width(of: text) == columns)
    }

    @Test(arguments: [
        ("carry", 5, "carry"), ("carry", 4, "car…"), ("carry", 1, "…"), ("carry", 0, ""), ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 2, "…"),
    ])
    func `a text that is too wide ends in an ellipsis`(text: String, columns: Int, cut: String) {
        #expect(TextWidth.truncated(text, to: columns) == cut)
    }

    @Test(arguments: [
        ("ab", TextWidth.Alignment.leading, "ab  "), ("ab", .trailing, "  ab"), ("日本語", .leading, "日… "),
    ])
    func `a padded text fills its field exactly`(text: String, alignment: TextWidth.Alignment, field: String) {
        #expect(TextWidth.padded(text, to: 4, alignment: alignment) == field)
    }
}
