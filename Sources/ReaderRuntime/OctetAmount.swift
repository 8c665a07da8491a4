/// An amount of octets as people write it: `"500 MB"`, `"2 GB"`; multiples of 1000, as everywhere on the screen.
enum OctetAmount {
    private static let units = ["KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000, "TB": 1_000_000_000_000]

    /// Nil where it is no such amount, or one that no disk has.
    static func octets(in text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }.uppercased()
        guard let count = Int(digits), let size = units[unit] else { return nil }
        let (octets, overflows) = count.multipliedReportingOverflow(by: size)
        return overflows ? nil : octets
    }
}
