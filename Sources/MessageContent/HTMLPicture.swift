import MailModel

/// What an `<img>` is to a reader of text.
enum HTMLPicture {
    /// A picture that can't be seen: its only use is to tell that the message was read.
    case tracker
    /// Nothing that needs a word.
    case decoration
    case words(String)
    /// One that the message brings along, under that `Content-ID`.
    case embedded(String, contentID: String, width: UInt16, height: UInt16)

    /// Pictures up to this size are signs, faces and the names of companies.
    private static let iconSize = 200

    init(_ node: HTMLNode, _ declarations: HTMLDeclarations?, isInAnchor: Bool) {
        let sides = [HTMLDeclarations.Property.width, .height].map { side in
            node.attribute(side.rawValue)?.trimmed[...] ?? declarations?[side]
        }
        let size = sides.compactMap { $0 }
        let text = ASCII.collapsed(Array((node.attribute("alt") ?? "").utf8)[...])
        let source = node.attribute("src") ?? ""
        let isSmall = size.contains { (1...HTMLPicture.iconSize).contains(HTMLDeclarations.pixels($0)) }
        if size.contains(where: HTMLDeclarations.isTiny) {
            // A thin picture that has a length is there to keep things apart.
            let isSpacer = text.isEmpty && size.contains { HTMLDeclarations.pixels($0) > 1 }
            self = isSpacer ? .decoration : .tracker
        } else if let contentID = HTMLPicture.contentID(source) {
            let words = text.isEmpty ? "[picture]" : isSmall || isInAnchor ? text : "[picture: \(text)]"
            let pixels = sides.map { UInt16(clamping: $0.map(HTMLDeclarations.pixels) ?? 0) }
            self = .embedded(words, contentID: contentID, width: pixels[0], height: pixels[1])
        } else if text.isEmpty {
            // A picture without a word about it is decoration.
            self = .decoration
        } else {
            // What stands for a word, a sign or a link reads best as that word; of others it is said where they are.
            let host = LinkHost(source).map { ", " + $0.name } ?? ""
            self = .words(isSmall || isInAnchor ? text : "[picture: \(text)\(host)]")
        }
    }

    /// What `cid:` leads to (RFC 2392).
    private static func contentID(_ source: String) -> String? {
        let address = source.trimmed
        guard address.utf8.prefix(4).map(ASCII.lowercased).elementsEqual("cid:".utf8) else { return nil }
        let decoded = String(decoding: PercentCoding.decoded(address.utf8.dropFirst(4).prefix(1_000)), as: UTF8.self)
        return decoded.isEmpty ? nil : decoded
    }
}

/// The pictures that an HTML part can show: those beside it, by their `Content-ID` (RFC 2392). What stands further away is
/// none of its own: a picture that is not signed can't be shown within a text that is.
struct EmbeddedPictures {
    private let beside: PartTree?
    /// What stands before the numbers of the parts of something sealed.
    private let prefix: String
    private var sections: [String: String]?
    /// Those that were asked for, and are there.
    private(set) var shown: Set<String> = []

    private static let mostPictures = 1_000

    /// No pictures.
    init() {
        beside = nil
        prefix = ""
    }

    init(of part: PartTree, in structure: PartTree?, prefix: String) {
        self.prefix = prefix
        var beside: PartTree?
        var current = structure
        while let container = current, container.section != part.section {
            switch container.type {
            case "multipart/related": beside = container
            // Some programs forget that pictures are related to the text.
            case "multipart/mixed" where container.children.contains { $0.section == part.section }:
                beside = beside ?? container
            // Another message, or something sealed, has pictures of its own.
            case "multipart/alternative", "multipart/mixed": break
            default: beside = nil
            }
            current = container.children.first {
                $0.section == part.section || part.section.hasPrefix($0.section + ".")
            }
        }
        self.beside = beside
    }

    /// The part with that `Content-ID`; nil where it is not beside the text.
    mutating func section(of contentID: String) -> String? {
        if sections == nil { sections = EmbeddedPictures.sections(beside) }
        guard let own = sections?[contentID] else { return nil }
        let section = prefix + own
        shown.insert(section)
        return section
    }

    private static func sections(_ container: PartTree?) -> [String: String] {
        var found: [String: String] = [:]
        for leaf in container?.leaves ?? [] where leaf.type.hasPrefix("image/") && leaf.type != "image/svg+xml" {
            guard let name = leaf.contentID, found.count < mostPictures else { continue }
            if found[name] == nil { found[name] = leaf.section }
        }
        return found
    }
}
