import MailModel

/// Says where a link really leads, and what about it could mislead. Nothing is asked of the network.
enum LinkInspector {
    static func inspected(_ link: ReadableMessage.Link) -> ReadableMessage.Link {
        var result = link
        result.unwrapped = LinkRedirector.unwrapped(link.target)
        guard let host = LinkHost(result.unwrapped ?? link.target) else { return result }
        result.host = host.name
        result.warnings = warnings(host, text: link.text)
        // The redirector's own address may mislead as well.
        if result.unwrapped != nil, let outer = LinkHost(link.target)?.userInformation {
            result.warnings.append(.userInformation(outer))
        }
        return result
    }

    private static func warnings(_ host: LinkHost, text: String) -> [LinkWarning] {
        var warnings: [LinkWarning] = []
        if let named = hostNamed(in: text), !LinkHost.isSameOwner(named, host.name) {
            warnings.append(.textNamesAnotherHost(named))
        }
        let hasPunycode = host.name.split(separator: ".").contains { $0.hasPrefix("xn--") }
        let readable = hasPunycode ? Punycode.decodedHost(host.name)?.harmless : host.name
        if hasPunycode { warnings.append(.punycode(decoded: readable ?? host.name)) }
        if let readable, readable.split(separator: ".").contains(where: LookAlike.isSuspicious) {
            warnings.append(.lookAlikeLetters)
        }
        if let user = host.userInformation { warnings.append(.userInformation(user)) }
        if host.isNumeric { warnings.append(.numericHost) }
        return warnings
    }

    /// The site that the words of a link name, as far as they are one: `www.bank.example/login`.
    private static func hostNamed(in text: String) -> String? {
        // A site has a dot, and an address a colon; most links are words and have neither.
        func mayName(_ text: some StringProtocol) -> Bool {
            text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
        }
        guard mayName(text) else { return nil }
        for word in text.split(whereSeparator: \.isWhitespace).prefix(20) where mayName(word) {
            let lower = word.lowercased()
            if lower.hasPrefix("http://") || lower.hasPrefix("https://") {
                if let host = LinkHost(lower)?.name { return host }
            }
            if lower.contains("@") { continue }
            let host = lower.prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-")
            }
            let after = lower.dropFirst(host.count).first
            let isWhole = after.map { "/:?#,;!)".contains($0) } ?? true
            if isWhole, isHost(host) { return String(host).trimmedDots }
        }
        return nil
    }

    /// Endings of files, which are no sites where nothing else says so.
    private static let files: Set<Substring> = [
        "pdf", "doc", "docx", "odt", "txt", "zip", "html", "htm", "png", "jpg", "jpeg", "gif", "csv",
        "xls", "xlsx", "md",
        "js", "ts", "py", "rs", "sh", "ics", "eml", "json", "xml", "yml", "yaml", "swift", "java",
        "cpp", "net",
    ]

    private static func isHost(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".")
        guard labels.count >= 2, let last = labels.last, last.count >= 2, last.allSatisfy(\.isLetter)
        else { return false }
        if text.hasPrefix("www.") { return true }
        // `ASP.NET` and `report.pdf` are words; `example.net/page` can't be told from them and is left alone.
        return labels.count > 2 || !files.contains(last)
    }
}

extension String {
    fileprivate var trimmedDots: String {
        var text = self
        while text.hasSuffix(".") { text.removeLast() }
        return text
    }
}

/// Names that pass for others by their letters.
enum LookAlike {
    /// Cyrillic and Greek letters that are drawn like Latin ones.
    private static let doubles = Set("авеікмнорстухјѕԁһӏԛԝьαεικνορτυχ".unicodeScalars)

    private enum Script { case latin, greek, cyrillic, other }

    /// Whether one label mixes scripts that have letters of one look, or has nothing but such letters.
    static func isSuspicious(_ label: Substring) -> Bool {
        // ASCII has no doubles.
        if label.utf8.allSatisfy({ $0 < 0x80 }) { return false }
        let letters = label.unicodeScalars.filter { $0.properties.isAlphabetic }
        let scripts = Set(letters.map(script))
        if scripts.contains(.latin), scripts.contains(.greek) || scripts.contains(.cyrillic) {
            return true
        }
        if scripts.contains(.greek), scripts.contains(.cyrillic) { return true }
        return !letters.isEmpty && letters.allSatisfy(doubles.contains)
    }

    private static func script(_ scalar: Unicode.Scalar) -> Script {
        switch scalar.value {
        case 0..<0x250, 0x1E00...0x1EFF: .latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: .greek
        case 0x400...0x52F: .cyrillic
        default: .other
        }
    }
}
