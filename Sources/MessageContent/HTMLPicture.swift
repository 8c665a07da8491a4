/// What an `<img>` is to a reader of text.
enum HTMLPicture {
    /// A picture that can't be seen: its only use is to tell that the message was read.
    case tracker
    /// Nothing that needs a word.
    case decoration
    case words(String)

    /// Pictures up to this size are signs, faces and the names of companies.
    private static let iconSize = 200

    init(_ node: HTMLNode, _ declarations: HTMLDeclarations?, isInAnchor: Bool) {
        let size = [HTMLDeclarations.Property.width, .height].compactMap { side in
            node.attribute(side.rawValue)?.trimmed[...] ?? declarations?[side]
        }
        let text = ASCII.collapsed(Array((node.attribute("alt") ?? "").utf8)[...])
        if size.contains(where: HTMLDeclarations.isTiny) {
            // A thin picture that has a length is there to keep things apart.
            let isSpacer = text.isEmpty && size.contains { HTMLDeclarations.pixels($0) > 1 }
            self = isSpacer ? .decoration : .tracker
        } else if text.isEmpty {
            // A picture without a word about it is decoration, unless the message brings it along.
            let isEmbedded = node.attribute("src")?.lowercased().hasPrefix("cid:") == true
            self = node.attribute("alt") == nil && isEmbedded ? .words("[picture]") : .decoration
        } else {
            let isSmall = size.contains { (1...HTMLPicture.iconSize).contains(HTMLDeclarations.pixels($0)) }
            // What stands for a word, a sign or a link reads best as that word.
            self = .words(isSmall || isInAnchor ? text : "[picture: \(text)]")
        }
    }
}
