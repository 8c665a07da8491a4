import MailModel

/// Which parts of a message are shown, in order, and which are listed as attachments: decided by the structure alone.
struct ReadingPlan {
    indirect enum Item {
        case plain(PartTree)
        case html(PartTree)
        /// The same content twice (RFC 2046 section 5.1.4).
        case alternative(plain: PartTree, html: PartTree)
        /// Text of another kind, shown as it is: a patch, a table.
        case preformatted(PartTree)
        /// What became of a message, told in words.
        case report(PartTree)
        /// An event, shown as a card.
        case invite(PartTree)
        /// A contact, shown as a card.
        case contact(PartTree)
        /// Files wrapped in Outlook's own way; their names are shown.
        case packed(PartTree)
        /// A picture that stands between the texts.
        case picture(PartTree)
        /// A message within the message, with its own header.
        case embedded(PartTree, [Item])
        /// Something signed or encrypted, with what of it is shown where it is only signed and stands beside its signature.
        case sealed(PartTree, SealedPart, [Item])
    }

    private(set) var items: [Item] = []
    private(set) var attachments: [PartTree] = []
    /// Whether there was more text than is shown.
    private(set) var isCut = false
    /// Whether some of the content is encrypted.
    private(set) var isEncrypted = false

    /// Text parts that are shown, at most; a digest may have thousands.
    private static let maximumItems = 100
    private static let maximumAttachments = 10_000
    private static let maximumDepth = 128
    /// Encoded octets of a calendar, contact or package of files that is fetched to be shown.
    static let maximumCard = 1 << 20
    private var count = 0
    /// How many `multipart/related` are open: their HTML shows the pictures within itself (RFC 2387).
    private var relatedDepth = 0

    init(_ structure: PartTree) {
        items = take(structure, depth: 0)
    }

    /// The plain texts that are shown.
    var plainParts: [PartTree] {
        func parts(of items: [Item]) -> [PartTree] {
            items.flatMap { item -> [PartTree] in
                switch item {
                case .plain(let part), .alternative(let part, _): [part]
                case .embedded(_, let inner), .sealed(_, _, let inner): parts(of: inner)
                case .html, .preformatted, .report, .invite, .contact, .packed, .picture: []
                }
            }
        }
        return parts(of: items)
    }

    private mutating func take(_ part: PartTree, depth: Int) -> [Item] {
        guard depth < ReadingPlan.maximumDepth else {
            isCut = true
            return []
        }
        if let seal = SealedPart(part) { return takeSealed(part, seal, depth: depth) }
        switch part.type {
        case "multipart/alternative":
            return takeAlternative(part, depth: depth)
        case "multipart/related":
            relatedDepth += 1
            defer { relatedDepth -= 1 }
            return part.children.flatMap { take($0, depth: depth + 1) }
        case "multipart/encrypted":
            isEncrypted = true
            return part.children.flatMap { take($0, depth: depth + 1) }
        case "message/rfc822", "message/global", "message/news":
            return takeMessage(part, depth: depth)
        case _ where part.isMultipart:
            return part.children.flatMap { take($0, depth: depth + 1) }
        default:
            return takeLeaf(part)
        }
    }

    /// Only the first part of `multipart/signed` is signed (RFC 1847 section 2.1): what else is in it stands outside.
    private mutating func takeSealed(_ part: PartTree, _ seal: SealedPart, depth: Int) -> [Item] {
        switch seal {
        case .signed:
            let inner = take(part.children[0], depth: depth + 1)
            return [.sealed(part, seal, inner)] + part.children.dropFirst().flatMap { take($0, depth: depth + 1) }
        case .encrypted:
            isEncrypted = true
            return counted(.sealed(part, seal, [])) + part.children.flatMap { take($0, depth: depth + 1) }
        case .opaqueSigned, .enveloped:
            isEncrypted = isEncrypted || seal.isEncrypted
            list(part)
            return counted(.sealed(part, seal, []))
        }
    }

    private mutating func takeLeaf(_ part: PartTree) -> [Item] {
        let item = ReadingPlan.item(for: part)
        let isListed =
            switch item {
            case nil, .report, .invite, .contact, .packed, .picture: true
            case .plain, .html, .alternative, .preformatted, .embedded, .sealed: false
            }
        if isListed || part.filename?.isEmpty == false { list(part) }
        switch item {
        case .picture where relatedDepth > 0, nil: return []
        // Beside the texts, which are counted.
        case .picture(let part): return [.picture(part)]
        case let item?: return counted(item)
        }
    }

    /// How a leaf is shown; nil where it is not.
    private static func item(for part: PartTree) -> Item? {
        if let card = card(for: part) { return card }
        if isPacked(part) { return .packed(part) }
        if part.disposition == "attachment" { return nil }
        switch part.type {
        case "text/plain", "text", "text/unknown": return .plain(part)
        case "text/html", "application/xhtml+xml": return .html(part)
        case _ where part.type.hasPrefix("image/") && part.type != "image/svg+xml": return .picture(part)
        case "text/x-patch", "text/x-diff", "text/markdown", "text/csv", "text/x-log": return .preformatted(part)
        case "message/delivery-status", "message/global-delivery-status", "message/disposition-notification",
            "message/global-disposition-notification":
            return .report(part)
        // RFC 2046 section 4.1.4: an unknown kind of text is shown as plain. What has a name is a file, though.
        case "text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/rfc822-headers", "text/rtf",
            "text/richtext", "text/enriched", "text/css", "text/xml", "text/x-amp-html", "text/watch-html":
            return nil
        default: return part.type.hasPrefix("text/") && (part.filename ?? "").isEmpty ? .plain(part) : nil
        }
    }

    /// Events and contacts are shown even where they are attached: some programs send them in no other way.
    private static func card(for part: PartTree) -> Item? {
        guard part.size <= maximumCard else { return nil }
        switch part.type {
        case "text/calendar", "application/ics": return .invite(part)
        case "text/vcard", "text/x-vcard", "text/directory": return .contact(part)
        default: return nil
        }
    }

    /// Whether the part is a `winmail.dat`, by its type or, where a server lost that, by its name.
    static func isPacked(_ part: PartTree) -> Bool {
        switch part.type {
        case "application/ms-tnef", "application/vnd.ms-tnef": true
        default: part.type == "application/octet-stream" && part.filename?.lowercased() == "winmail.dat"
        }
    }

    private mutating func takeMessage(_ part: PartTree, depth: Int) -> [Item] {
        if part.disposition == "attachment" || part.filename?.isEmpty == false || part.children.isEmpty { list(part) }
        if part.children.isEmpty { return [] }
        guard let item = counted(.embedded(part, [])).first else { return [] }
        let inner = part.children.flatMap { take($0, depth: depth + 1) }
        if case .embedded(let message, _) = item { return [.embedded(message, inner)] }
        return []
    }

    /// Plain text is what its writer or a machine made for terminals; the richer forms come later in the list.
    private mutating func takeAlternative(_ part: PartTree, depth: Int) -> [Item] {
        let plain = part.children.first { ReadingPlan.isPlain($0) }
        var html: PartTree?
        var others: [Item] = []
        // The event stands beside its description, not instead of it.
        let cards = part.children.filter { ReadingPlan.card(for: $0) != nil }.flatMap { take($0, depth: depth + 1) }
        for child in part.children where child.section != plain?.section && ReadingPlan.card(for: child) == nil {
            let before = count
            let found = take(child, depth: depth + 1)
            if let first = ReadingPlan.html(in: found) {
                html = first
            } else if plain == nil {
                others += found
                continue
            }
            count = before
        }
        if let plain, plain.filename?.isEmpty == false { list(plain) }
        switch (plain, html) {
        case (let plain?, let html?): return cards + counted(.alternative(plain: plain, html: html))
        case (let plain?, nil): return cards + counted(.plain(plain))
        case (nil, let html?): return cards + counted(.html(html))
        case (nil, nil): return cards + others
        }
    }

    private static func isPlain(_ part: PartTree) -> Bool {
        part.type == "text/plain" && part.disposition != "attachment"
    }

    private static func html(in items: [Item]) -> PartTree? {
        for item in items {
            switch item {
            case .html(let part), .alternative(_, let part): return part
            case .plain, .preformatted, .report, .invite, .contact, .packed, .picture, .embedded, .sealed: continue
            }
        }
        return nil
    }

    private mutating func counted(_ item: Item) -> [Item] {
        guard count < ReadingPlan.maximumItems else {
            isCut = true
            return []
        }
        count += 1
        return [item]
    }

    private mutating func list(_ part: PartTree) {
        if attachments.count < ReadingPlan.maximumAttachments { attachments.append(part) }
    }
}
