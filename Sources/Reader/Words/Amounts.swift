/// Numbers for people.
package enum Amounts {
    /// `100,000`
    static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// `412 KB`, `1.2 MB`: multiples of 1000, one decimal below ten.
    package static func octets(_ count: Int) -> String {
        guard count >= 1000 else { return "\(max(0, count)) B" }
        // In tenths of the unit, rounded once, from the octets themselves.
        var unitSize = 1000
        for unit in ["KB", "MB", "GB"] {
            let tenths = rounded(count, by: unitSize / 10)
            if tenths < 100 { return "\(tenths / 10).\(tenths % 10) \(unit)" }
            let whole = rounded(count, by: unitSize)
            if whole < 1000 { return "\(whole) \(unit)" }
            unitSize *= 1000
        }
        let tenths = rounded(count, by: unitSize / 10)
        return "\(tenths / 10).\(tenths % 10) TB"
    }

    private static func rounded(_ count: Int, by size: Int) -> Int {
        count / size + (count % size >= size / 2 ? 1 : 0)
    }

    /// `1 message`, `3 messages`
    static func messages(_ count: Int) -> String { count == 1 ? "1 message" : "\(grouped(count)) messages" }

    static func lines(_ count: Int) -> String { count == 1 ? "1 line" : "\(grouped(count)) lines" }
}
