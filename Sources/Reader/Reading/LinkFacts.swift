import MailModel
import Screen

/// What the screen says of a link: where it leads, by which way, and what about it may mislead.
enum LinkFacts {
    /// Where it leads in the end, which is also what is opened and copied.
    static func destination(of link: ReadableMessage.Link) -> String { link.unwrapped ?? link.target }

    /// The real host, or what stands for it in an address without one.
    static func host(of link: ReadableMessage.Link) -> String {
        let shown = link.host.isEmpty ? destination(of: link) : link.host
        return DisplayText.sanitised(shown, .address)
    }

    /// The words of the link, where they say more than its address does.
    static func label(of link: ReadableMessage.Link) -> String {
        let text = DisplayText.sanitised(link.text).trimmed
        return text == link.target || text == destination(of: link) ? "" : text
    }

    /// A sentence for each thing that may mislead.
    static func warnings(of link: ReadableMessage.Link) -> [String] {
        let host = host(of: link)
        return link.warnings.map { DisplayText.sanitised(sentence($0, host: host), .address) }
    }

    private static func sentence(_ warning: LinkWarning, host: String) -> String {
        switch warning {
        case .textNamesAnotherHost(let named): "The text says \(named), but it leads to \(host)"
        case .punycode(let decoded): "The host reads “\(decoded)” in a browser; its real name is \(host)"
        case .lookAlikeLetters: "The host has letters that look like others"
        case .userInformation(let user): "“\(user)” is no part of the host: it leads to \(host)"
        case .numericHost: "It leads to a number instead of a name"
        case .encrypted: "It stands in encrypted mail: \(host) would learn that you read it"
        }
    }

    /// The redirector that it goes through, and that can be left out; nil where there is none.
    static func detour(of link: ReadableMessage.Link) -> String? {
        guard link.unwrapped != nil else { return nil }
        let rest = link.target.utf8.drop { $0 != UInt8(ascii: "/") }.drop { $0 == UInt8(ascii: "/") }
        let host = String(decoding: rest.prefix { !"/?#".utf8.contains($0) }, as: UTF8.self)
        return host.isEmpty ? nil : DisplayText.sanitised(host, .address)
    }

    /// The address with its host set off from the rest.
    static func runs(of link: ReadableMessage.Link) -> [ReaderDocument.Run] {
        let address = DisplayText.sanitised(destination(of: link), .address)
        let host = host(of: link)
        let number = link.warnings.isEmpty ? link.number : nil
        guard !link.host.isEmpty, let place = range(ofHost: host, in: address) else {
            return [ReaderDocument.Run(address, .link, link: number)]
        }
        return [
            ReaderDocument.Run(String(address[..<place.lowerBound]), .dim, link: number),
            ReaderDocument.Run(String(address[place]), .link, link: number),
            ReaderDocument.Run(String(address[place.upperBound...]), .dim, link: number),
        ].filter { !$0.text.isEmpty }
    }

    /// The last of what looks like the host before the path: what stands before `@` may be made to look the same.
    private static func range(ofHost host: String, in address: String) -> Range<String.Index>? {
        let lower = address.lowercased()
        guard lower.count == address.count, !host.isEmpty else { return nil }
        let characters = Array(lower)
        let wanted = Array(host)
        var slashes = 0
        let end = characters.firstIndex { character in
            if character == "/" || character == "\\" { slashes += 1 }
            return slashes == 3 || character == "?" || character == "#"
        }
        var start = (end ?? characters.count) - wanted.count
        while start >= 0, Array(characters[start..<start + wanted.count]) != wanted { start -= 1 }
        guard start >= 0 else { return nil }
        let first = address.index(address.startIndex, offsetBy: start)
        return first..<address.index(first, offsetBy: wanted.count)
    }
}
