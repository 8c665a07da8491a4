import MailModel

/// Cuts sets of UIDs so that each fits in a command's line.
enum UIDSetParts {
    /// What servers take in one line (RFC 7162 section 4 asks for 8192 octets), less what stands around the set.
    static let longestNotation = 7_500

    static func parts(of set: UIDSet, longest: Int = longestNotation) -> [UIDSet] {
        var parts: [UIDSet] = []
        var ranges: [ClosedRange<UInt32>] = []
        var length = 0
        for range in set.ranges {
            let cost = UIDSet(range).wireNotation.utf8.count + 1
            if length + cost > longest, !ranges.isEmpty {
                parts.append(UIDSet(ranges: ranges))
                ranges = []
                length = 0
            }
            ranges.append(range)
            length += cost
        }
        if !ranges.isEmpty { parts.append(UIDSet(ranges: ranges)) }
        return parts
    }
}
