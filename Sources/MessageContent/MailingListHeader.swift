import MailModel

extension MailingList {
    private static let maximumAddresses = 10
    private static let maximumLength = 4_096

    /// What a header says of the list that the message came by; nil where it says nothing.
    static func parse(_ header: [UInt8]) -> MailingList? {
        var list = MailingList()
        var (hasID, hasUnsubscribe, offersPost) = (false, false, false)
        for field in HeaderFields(header) {
            if field.isNamed("list-id"), !hasID {
                hasID = true
                list.takeIdentifier(HeaderText.decode(field.body).oneLine)
            } else if field.isNamed("list-unsubscribe"), !hasUnsubscribe {
                hasUnsubscribe = true
                list.unsubscribe = addresses(field.body)
            } else if field.isNamed("list-unsubscribe-post") {
                // The one value there is (RFC 8058 section 3.1).
                offersPost = ASCII.collapsed(field.body).lowercased() == "list-unsubscribe=one-click"
            }
        }
        if offersPost { list.oneClick = list.unsubscribe.first { $0.lowercased().hasPrefix("https://") } }
        return hasID || !list.unsubscribe.isEmpty ? list : nil
    }

    /// `The list's name <name.host>` (RFC 2919 section 3).
    private mutating func takeIdentifier(_ text: String) {
        guard let open = text.lastIndex(of: "<"), let close = text[open...].firstIndex(of: ">") else {
            identifier = String(text.prefix(MailingList.maximumLength)).trimmed
            return
        }
        identifier = String(text[text.index(after: open)..<close]).trimmed
        name = String(text[..<open].prefix(MailingList.maximumLength)).trimmed
        if name.count > 1, name.hasPrefix("\""), name.hasSuffix("\"") { name = String(name.dropFirst().dropLast()) }
    }

    /// `<https://…>, <mailto:…>` (RFC 2369 section 2): white space within brackets is of no meaning.
    private static func addresses(_ body: ArraySlice<UInt8>) -> [String] {
        var found: [String] = []
        var rest = body
        while found.count < maximumAddresses, let open = rest.firstIndex(of: UInt8(ascii: "<")),
            let close = rest[open...].firstIndex(of: UInt8(ascii: ">"))
        {
            let bytes = rest[(open + 1)..<close].filter { !ASCII.isWhiteSpace($0) }
            let address = String(decoding: bytes, as: UTF8.self)
            let scheme = address.prefix(8).lowercased()
            let isKnown = scheme.hasPrefix("https://") || scheme.hasPrefix("mailto:")
            let isClean = bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F }
            if isKnown, isClean, address == address.harmless, bytes.count <= maximumLength { found.append(address) }
            rest = rest[(close + 1)...]
        }
        return found
    }
}
