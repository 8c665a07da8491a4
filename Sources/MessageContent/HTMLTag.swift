/// What an element does to the text.
enum HTMLTag {
    /// Nothing below it is shown.
    case skipped
    /// Begins and ends a line; `isSpaced` with a blank line around it.
    case block(isSpaced: Bool)
    case heading(level: Int)
    case list(isOrdered: Bool)
    case item
    case definition
    case quotation
    case preformatted
    case rule
    case lineBreak
    case anchor
    case image
    case input
    case select
    case textArea
    case button
    case style
    case struckOut
    case strong
    case italic
    case underlined
    case code
    case table
    case row
    case cell(isHeader: Bool)
    case inline

    init(_ name: String) { self = HTMLTag.byName[name] ?? .inline }

    private static let byName: [String: HTMLTag] = {
        var tags: [String: HTMLTag] = [
            "ul": .list(isOrdered: false), "ol": .list(isOrdered: true), "menu": .list(isOrdered: false),
            "dir": .list(isOrdered: false), "li": .item, "dd": .definition, "blockquote": .quotation,
            "pre": .preformatted, "listing": .preformatted, "xmp": .preformatted, "hr": .rule, "br": .lineBreak,
            "a": .anchor, "img": .image, "input": .input, "select": .select, "textarea": .textArea, "button": .button,
            "style": .style,
            "table": .table, "tr": .row, "td": .cell(isHeader: false),
            "th": .cell(isHeader: true),
        ]
        for level in 1...6 { tags["h\(level)"] = .heading(level: level) }
        let groups: [(HTMLTag, [String])] = [
            (
                .skipped,
                [
                    "script", "title", "template", "svg", "math", "object", "embed", "iframe", "audio",
                    "video", "canvas", "datalist", "map", "frameset", "noframes", "meta", "link", "base",
                ]
            ),
            (.block(isSpaced: true), ["p", "dl", "figure", "fieldset", "form", "address", "details"]),
            (
                .block(isSpaced: false),
                [
                    "div", "section", "article", "header", "footer", "main", "nav", "aside", "center", "dt",
                    "figcaption", "summary", "head", "caption", "legend", "option", "body", "html", "hgroup",
                ]
            ),
            (.strong, ["b", "strong"]),
            (.italic, ["i", "em", "cite", "var", "dfn"]),
            (.underlined, ["u", "ins"]),
            (.struckOut, ["s", "strike", "del"]),
            (.code, ["code", "tt", "kbd", "samp"]),
        ]
        for (tag, names) in groups {
            for name in names where tags[name] == nil { tags[name] = tag }
        }
        return tags
    }()
}
