/// Sites whose addresses hold the address that they lead on to: it can be read without asking them.
enum LinkRedirector {
    /// One redirector within another, at most.
    private static let maximumDepth = 3

    /// A host (or, with a dot before it, the end of one), the beginning of the path, and the query item with the target.
    private static let known: [(host: String, path: String, item: String)] = [
        ("www.google.com", "/url", "q"), ("www.google.com", "/url", "url"), ("google.com", "/url", "q"),
        (".safelinks.protection.outlook.com", "/", "url"), ("l.facebook.com", "/l.php", "u"),
        ("lm.facebook.com", "/l.php", "u"), ("l.instagram.com", "/", "u"),
        ("out.reddit.com", "/", "url"),
        ("www.youtube.com", "/redirect", "q"), ("steamcommunity.com", "/linkfilter", "url"),
        ("vk.com", "/away.php", "to"), ("slack-redir.net", "/link", "url"),
        ("t.umblr.com", "/redirect", "z"),
        ("www.linkedin.com", "/redir/redirect", "url"), ("duckduckgo.com", "/l/", "uddg"),
    ]

    /// Where the address leads in the end; nil where it is no known redirector's.
    static func unwrapped(_ target: String) -> String? {
        var result: String?
        var current = target
        for _ in 0..<maximumDepth {
            guard let inner = step(current), inner != current else { break }
            result = inner
            current = inner
        }
        return result
    }

    private static func step(_ target: String) -> String? {
        guard let host = LinkHost(target)?.name, let path = path(of: target) else { return nil }
        if host == "urldefense.com" { return proofpoint(path) }
        if host == "urldefense.proofpoint.com", path.hasPrefix("/v2/url"),
            let coded = item("u", in: path)
        {
            return web(coded.replacing("-", with: "%").replacing("_", with: "/"))
        }
        for site in known where site.host.hasPrefix(".") ? host.hasSuffix(site.host) : host == site.host {
            if path.hasPrefix(site.path), let value = item(site.item, in: path), let inner = web(value) {
                return inner
            }
        }
        return nil
    }

    /// `/v3/__https://…__;`; with a star in it some characters are kept apart, and the address is left as it is.
    private static func proofpoint(_ path: String) -> String? {
        guard path.hasPrefix("/v3/__") else { return nil }
        let rest = path.dropFirst(6)
        guard let end = rest.firstRange(of: "__;"), !rest[..<end.lowerBound].contains("*") else {
            return nil
        }
        return web(String(rest[..<end.lowerBound]))
    }

    /// Path and query.
    private static func path(of target: String) -> String? {
        guard let colon = target.firstIndex(of: ":") else { return nil }
        let rest = target[target.index(after: colon)...].drop { $0 == "/" }
        return rest.firstIndex(where: { $0 == "/" || $0 == "?" }).map { String(rest[$0...]) }
    }

    private static func item(_ name: String, in path: String) -> String? {
        guard let mark = path.firstIndex(of: "?") else { return nil }
        for pair in path[path.index(after: mark)...].split(separator: "&")
        where pair.hasPrefix(name + "=") {
            return String(pair.dropFirst(name.count + 1))
        }
        return nil
    }

    /// Only what a browser would open is taken for a target.
    private static func web(_ coded: String) -> String? {
        let text = String(decoding: PercentCoding.decoded(coded.utf8), as: UTF8.self)
        let start = text.prefix(8).lowercased()
        let isClean = text == text.harmless && !text.contains(where: \.isWhitespace)
        return isClean && (start.hasPrefix("http://") || start.hasPrefix("https://")) ? text : nil
    }
}
