/// Takes the sting out of address fields before GMime parses a message: it reads groups within groups by recursion, and a
/// field of a hundred thousand `a:` would end the program. Mail has no such groups (RFC 5322 section 3.4).
enum GroupGuard {
    /// Colons that an address field keeps; a long list of routes or IPv6 literals has fewer.
    static let maximumColons = 200

    /// The source with the colons beyond the bound replaced by spaces; the same length, and nearly always the same bytes.
    static func guarded(_ source: [UInt8]) -> [UInt8] {
        var replaced: [Int] = []
        var colons = 0
        var isStart = true
        for (index, byte) in source.enumerated() {
            if byte == UInt8(ascii: ":") {
                colons += 1
                if colons > maximumColons { replaced.append(index) }
            } else if isStart, !ASCII.isBlank(byte) {
                // Another field begins; a continued one goes on counting.
                colons = 0
            }
            isStart = byte == ASCII.lineFeed
        }
        if replaced.isEmpty { return source }
        var result = source
        for index in replaced { result[index] = ASCII.space }
        return result
    }
}
