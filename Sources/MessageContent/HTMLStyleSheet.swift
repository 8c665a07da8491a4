/// The rules of `<style>` elements that decide what is seen: those for a class, an element or an identifier alone.
///
/// Rules within `@media` are for other screens than this one, and what depends on where an element stands is left out.
struct HTMLStyleSheet {
    private var rules: [String: HTMLDeclarations] = [:]

    /// Octets of all style sheets of a document that are read.
    private static let maximumLength = 256 << 10
    private static let maximumRules = 2_000
    private static let maximumClasses = 8
    private var lengthLeft = maximumLength

    /// What an element says of itself that its declarations depend on.
    private struct Look: Hashable {
        var name: String
        var style: String?
        var classes: String?
        var identifier: String?
    }

    /// Newsletters give hundreds of elements the same look.
    private var known: [Look: HTMLDeclarations?] = [:]
    private static let maximumKnown = 500

    var isEmpty: Bool { rules.isEmpty }

    /// Reads the text of a `<style>` element.
    mutating func add(_ text: String) {
        known = [:]
        let bytes = Array(text.utf8.prefix(lengthLeft))
        lengthLeft -= bytes.count
        var index = 0
        while index < bytes.count, rules.count < HTMLStyleSheet.maximumRules {
            guard let open = bytes[index...].firstIndex(of: UInt8(ascii: "{")) else { return }
            let selector = HTMLStyleSheet.withoutComments(bytes[index..<open])
            let end = HTMLStyleSheet.endOfBlock(bytes, from: open)
            if selector.first != UInt8(ascii: "@") {
                take(selector, String(decoding: bytes[(open + 1)..<max(open + 1, end - 1)], as: UTF8.self))
            }
            index = end
        }
    }

    private mutating func take(_ selectors: [UInt8], _ block: String) {
        let declarations = HTMLDeclarations(block)
        if declarations.isEmpty { return }
        for selector in selectors.split(separator: UInt8(ascii: ",")).prefix(50) {
            let name = ASCII.trimmed(selector)
            guard HTMLStyleSheet.isSimple(name) else { continue }
            let key = String(decoding: name, as: UTF8.self).lowercased()
            rules[key] = rules[key].map { $0.followed(by: declarations) } ?? declarations
        }
    }

    /// Whether it is `p`, `.class`, `p.class` or `#name`.
    private static func isSimple(_ selector: ArraySlice<UInt8>) -> Bool {
        !selector.isEmpty && selector.count <= 200
            && selector.allSatisfy {
                ASCII.isDigit($0) || (97...122).contains(ASCII.lowercased($0)) || $0 >= 0x80
                    || [UInt8(ascii: "."), UInt8(ascii: "#"), UInt8(ascii: "-"), UInt8(ascii: "_")].contains($0)
            }
    }

    /// The index after the brace that closes the block; blocks may be within each other.
    private static func endOfBlock(_ bytes: [UInt8], from open: Int) -> Int {
        var depth = 0
        var index = open
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "{") { depth += 1 }
            if bytes[index] == UInt8(ascii: "}") { depth -= 1 }
            index += 1
            if depth == 0 { break }
        }
        return index
    }

    /// Without `/* … */` and the `<!--` that hid style sheets from the programs of 1996.
    private static func withoutComments(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var kept: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index...].starts(with: "/*".utf8) {
                index += 2
                while index < bytes.endIndex, !bytes[index...].starts(with: "*/".utf8) { index += 1 }
                index = min(index + 2, bytes.endIndex)
            } else if bytes[index...].starts(with: "<!--".utf8) {
                index += 4
            } else if bytes[index...].starts(with: "-->".utf8) {
                index += 3
            } else {
                kept.append(bytes[index])
                index += 1
            }
        }
        return Array(ASCII.trimmed(kept[...]))
    }

    /// What the rules and the element's own `style` say, the latter last; nil where neither says anything.
    mutating func declarations(of node: HTMLNode, named name: String) -> HTMLDeclarations? {
        let look =
            rules.isEmpty
            ? Look(name: "", style: node.attribute("style"))
            : Look(
                name: name, style: node.attribute("style"), classes: node.attribute("class"),
                identifier: node.attribute("id"))
        if look.style == nil, rules.isEmpty { return nil }
        if let found = known[look] { return found }
        let found = declarations(for: look)
        if known.count < HTMLStyleSheet.maximumKnown { known[look] = .some(found) }
        return found
    }

    private func declarations(for look: Look) -> HTMLDeclarations? {
        let own = look.style.map(HTMLDeclarations.init)
        if rules.isEmpty { return own }
        var found = rules[look.name]
        func add(_ more: HTMLDeclarations?) {
            guard let more else { return }
            found = found.map { $0.followed(by: more) } ?? more
        }
        if let classes = look.classes {
            let names = classes.split(whereSeparator: \.isWhitespace).prefix(HTMLStyleSheet.maximumClasses)
            for each in names { add(rules["." + each.lowercased()]) }
            for each in names { add(rules[look.name + "." + each.lowercased()]) }
        }
        if let identifier = look.identifier { add(rules["#" + identifier.lowercased()]) }
        add(own)
        return found
    }
}
