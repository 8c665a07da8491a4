import MailModel

/// Reads address fields (RFC 5322 section 3.4): the ordinary ones here, everything else by GMime.
enum AddressList {
    /// The addresses of an unfolded field body, groups flattened.
    static func parse(_ body: ArraySlice<UInt8>, limit: Int) -> [EmailAddress] {
        if body.isEmpty { return [] }
        if let plain = plainList(body) { return Array(plain.prefix(limit)) }
        // Groups within groups make GMime recurse; there are none in mail, and a colon in a domain is rare.
        let colons = body.count { $0 == UInt8(ascii: ":") }
        let bounded = colons > 100 ? body.filter { $0 != UInt8(ascii: ":") }[...] : body
        let found = GMimeText.addresses(utf8(bounded), limit: limit).map(tidied)
        return found.isEmpty ? unreadable(bounded) : found
    }

    /// What could not be read as an address is shown as a name: an empty line would say less.
    private static func unreadable(_ body: ArraySlice<UInt8>) -> [EmailAddress] {
        let text = HeaderText.decode(body)
        return text.isEmpty ? [] : [EmailAddress(name: text, address: "")]
    }

    private static func tidied(_ address: EmailAddress) -> EmailAddress {
        let name = ASCII.collapsed(Array(address.name.utf8)[...])
        // A word that is no address is the name of somebody.
        if name.isEmpty, !address.address.contains("@") {
            return EmailAddress(name: address.address.trimmed, address: "")
        }
        return EmailAddress(name: name, address: address.address.trimmed)
    }

    /// Raw 8-bit text that is not UTF-8 is read as windows-1252 before GMime, which would guess by the word.
    private static func utf8(_ body: ArraySlice<UInt8>) -> [UInt8] {
        String(validating: body, as: UTF8.self) != nil ? Array(body) : Array(Windows1252.decode(body).utf8)
    }

    /// The list if it holds nothing but `Name <address>`, `"Name" <address>` and `address` in plain ASCII; else nil.
    private static func plainList(_ body: ArraySlice<UInt8>) -> [EmailAddress]? {
        var list: [EmailAddress] = []
        var rest = body
        while true {
            while let first = rest.first, ASCII.isWhiteSpace(first) || first == UInt8(ascii: ",") { rest.removeFirst() }
            if rest.isEmpty { return list.isEmpty ? nil : list }
            guard let address = plainAddress(&rest) else { return nil }
            list.append(address)
        }
    }

    private static func plainAddress(_ rest: inout ArraySlice<UInt8>) -> EmailAddress? {
        guard let name = plainName(&rest) else { return nil }
        if rest.first != UInt8(ascii: "<") {
            // No angle address: the words are the address itself.
            guard case .words(let words) = name, isPlainAddress(words) else { return nil }
            return EmailAddress(name: "", address: String(decoding: words, as: UTF8.self))
        }
        let inside = rest.dropFirst()
        guard let close = inside.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        let address = inside[..<close]
        guard isPlainAddress(address) else { return nil }
        rest = inside[(close + 1)...]
        while let first = rest.first, ASCII.isWhiteSpace(first) { rest.removeFirst() }
        guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return nil }
        return EmailAddress(name: name.text, address: String(decoding: address, as: UTF8.self))
    }

    private enum Name {
        case quoted(ArraySlice<UInt8>)
        case words(ArraySlice<UInt8>)

        var text: String {
            switch self {
            case .quoted(let bytes), .words(let bytes): ASCII.collapsed(bytes)
            }
        }
    }

    /// What stands before `<`, a comma or the end.
    private static func plainName(_ rest: inout ArraySlice<UInt8>) -> Name? {
        if rest.first == UInt8(ascii: "\"") {
            let inside = rest.dropFirst()
            guard let close = inside.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
            let name = inside[..<close]
            guard name.allSatisfy(isPlain), !name.contains(UInt8(ascii: "\\")), !ASCII.hasEncodedWord(name) else {
                return nil
            }
            rest = inside[(close + 1)...]
            while let first = rest.first, ASCII.isWhiteSpace(first) { rest.removeFirst() }
            return .quoted(name)
        }
        let end = rest.firstIndex { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ",") } ?? rest.endIndex
        let words = ASCII.trimmed(rest[..<end])
        guard words.allSatisfy({ isPlain($0) && !isSpecial($0) }), !ASCII.hasEncodedWord(words) else { return nil }
        rest = rest[end...]
        return .words(words)
    }

    private static func isPlainAddress(_ bytes: ArraySlice<UInt8>) -> Bool {
        var hasAt = false
        for byte in bytes {
            guard isPlain(byte), !ASCII.isWhiteSpace(byte), !isSpecial(byte), byte != UInt8(ascii: "<") else {
                return false
            }
            if byte == UInt8(ascii: "@") {
                if hasAt { return false }
                hasAt = true
            }
        }
        return hasAt && bytes.first != UInt8(ascii: "@") && bytes.last != UInt8(ascii: "@")
    }

    private static func isPlain(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) || byte == ASCII.tab }

    /// The characters that give an address field its finer grammar.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: ">"):
            true
        default:
            false
        }
    }
}
