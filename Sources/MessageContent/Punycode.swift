/// Decodes the labels of internationalised host names (RFC 3492).
enum Punycode {
    /// A label has 63 octets at most (RFC 1035 section 2.3.4).
    private static let maximumLabel = 63

    /// The host with each `xn--` label as it reads; nil where a label is not punycode.
    static func decodedHost(_ host: String) -> String? {
        var labels: [String] = []
        for label in host.split(separator: ".", omittingEmptySubsequences: false) {
            guard label.lowercased().hasPrefix("xn--") else {
                labels.append(String(label))
                continue
            }
            guard let decoded = decode(Array(label.utf8.dropFirst(4))) else { return nil }
            labels.append(decoded)
        }
        return labels.joined(separator: ".")
    }

    /// Section 6.2, with its overflow checks.
    private static func decode(_ label: [UInt8]) -> String? {
        guard label.count <= maximumLabel, label.allSatisfy({ $0 < 0x80 }) else { return nil }
        let delimiter = label.lastIndex(of: UInt8(ascii: "-"))
        var output = (delimiter.map { label[..<$0] } ?? []).map { UInt32($0) }
        var rest = label[(delimiter.map { $0 + 1 } ?? 0)...]
        var (code, index, bias) = (UInt32(128), 0, 72)
        while !rest.isEmpty {
            let start = index
            guard let advanced = integer(&rest, from: index, bias: bias) else { return nil }
            index = advanced
            let count = output.count + 1
            bias = adapted(index - start, count: count, isFirst: start == 0)
            code = code.addingReportingOverflow(UInt32(clamping: index / count)).partialValue
            index %= count
            guard code <= 0x10_FFFF, Unicode.Scalar(code) != nil else { return nil }
            output.insert(code, at: index)
            index += 1
        }
        return String(String.UnicodeScalarView(output.compactMap(Unicode.Scalar.init)))
    }

    /// One variable-length integer, added to the index.
    private static func integer(_ rest: inout ArraySlice<UInt8>, from start: Int, bias: Int) -> Int? {
        var (index, weight, position) = (start, 1, 36)
        while let byte = rest.popFirst() {
            guard let digit = digit(byte) else { return nil }
            let (product, isTooLarge) = digit.multipliedReportingOverflow(by: weight)
            index += product
            guard !isTooLarge, index < 1 << 31 else { return nil }
            let threshold = min(max(position - bias, 1), 26)
            if digit < threshold { return index }
            weight *= 36 - threshold
            guard weight < 1 << 31 else { return nil }
            position += 36
        }
        return nil
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch ASCII.lowercased(byte) {
        case 97...122: Int(ASCII.lowercased(byte)) - 97
        case 48...57: Int(byte) - 48 + 26
        default: nil
        }
    }

    /// Section 6.1.
    private static func adapted(_ difference: Int, count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? difference / 700 : difference / 2
        delta += delta / count
        var bias = 0
        while delta > 455 {
            delta /= 35
            bias += 36
        }
        return bias + 36 * delta / (delta + 38)
    }
}
