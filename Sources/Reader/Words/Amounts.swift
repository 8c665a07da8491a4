/// Numbers for people.
enum Amounts {
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
    static func octets(_ count: Int) -> String {
        guard count >= 1000 else { return "\(max(0, count)) B" }
        var value = Double(count) / 1000
        for unit in ["KB", "MB", "GB"] {
            if value < 9.95 { return "\(tenths(value)) \(unit)" }
            if value < 999.5 { return "\(Int(value.rounded())) \(unit)" }
            value /= 1000
        }
        return "\(tenths(value)) TB"
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((min(value, 1e9) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// `1 message`, `3 messages`
    static func messages(_ count: Int) -> String { count == 1 ? "1 message" : "\(grouped(count)) messages" }
}
