/// A run of octets of a response, or none: eight octets that own nothing, so that values made of many copy and die cheaply.
struct WireSlice: Sendable {
    /// The top bit says that the run is a quoted string whose escapes are not undone yet.
    private let start: UInt32
    private let end: UInt32

    private static let escapeBit: UInt32 = 1 << 31

    /// The longest response whose octets can be told apart.
    static let longestSource = Int(Int32.max)

    /// NIL, or nothing sent.
    static let none = WireSlice(start: .max, end: .max)

    /// No octets, which is not the same as none.
    static let empty = WireSlice(start: 0, end: 0)

    private init(start: UInt32, end: UInt32) {
        self.start = start
        self.end = end
    }

    /// Bounds within a source no longer than the longest.
    @inline(__always)
    init(_ range: Range<Int>, isEscaped: Bool = false) {
        start = UInt32(truncatingIfNeeded: range.lowerBound) | (isEscaped ? Self.escapeBit : 0)
        end = UInt32(truncatingIfNeeded: range.upperBound)
    }

    var isNone: Bool { start == .max }

    var isEscaped: Bool { start & Self.escapeBit != 0 && !isNone }

    var isEmpty: Bool { start == end && !isNone }

    /// Where the octets lie, escapes and all.
    @inline(__always)
    var range: Range<Int> {
        let lower = Int(start & ~Self.escapeBit)
        return isNone ? 0..<0 : lower..<max(lower, Int(end))
    }
}

extension WireSlice {
    /// The octets that escapes stand for. Only quotes and backslashes can be escaped (RFC 3501 section 9, `quoted`); a
    /// backslash before anything else was sent raw, such as in a folder `A\B`.
    static func unescaped(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(raw.count)
        var index = raw.startIndex
        while index < raw.endIndex {
            let byte = raw[index]
            let next = index + 1
            if byte == Octet.backslash, next < raw.endIndex, raw[next] == Octet.quote || raw[next] == Octet.backslash {
                index = next
            }
            result.append(raw[index])
            index += 1
        }
        return result
    }
}
