/// Text exactly as the server sent it, in no particular encoding: a slice of its response, so that it costs no copy.
///
/// It keeps the whole response in memory; take `bytes` as an array or `string` for what is to be kept for long.
public struct WireText: Sendable {
    private let source: [UInt8]
    private let slice: WireSlice

    /// The octets of a response that the slice names; none count as empty.
    @inline(__always)
    init(_ source: [UInt8], _ slice: WireSlice) {
        self.source = source
        self.slice = slice
    }

    /// Nil for a slice that is none.
    @inline(__always)
    static func optional(_ source: [UInt8], _ slice: WireSlice) -> WireText? {
        slice.isNone ? nil : WireText(source, slice)
    }

    /// Text with storage of its own.
    public init(_ bytes: [UInt8]) {
        let count = min(bytes.count, WireSlice.longestSource)
        self.init(bytes, WireSlice(0..<count))
    }

    /// The UTF-8 of a string.
    public init(_ string: String) {
        self.init(Array(string.utf8))
    }

    /// The octets, unescaped.
    public var bytes: ArraySlice<UInt8> {
        let raw = source[slice.range.clamped(to: 0..<source.count)]
        return slice.isEscaped ? WireSlice.unescaped(raw)[...] : raw
    }

    /// Octets.
    public var count: Int { slice.isEscaped ? bytes.count : slice.range.count }

    /// Whether there are none.
    public var isEmpty: Bool { slice.range.isEmpty }

    /// The octets read as UTF-8; what is not UTF-8 becomes U+FFFD.
    public var string: String { String(decoding: bytes, as: UTF8.self) }
}

extension WireText: Hashable {
    /// Whether the octets are the same.
    public static func == (left: WireText, right: WireText) -> Bool { left.bytes == right.bytes }

    /// Hashes the octets.
    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

extension WireText: ExpressibleByStringLiteral {
    /// The UTF-8 of a literal.
    public init(stringLiteral value: String) { self.init(value) }
}

extension WireText: CustomStringConvertible {
    /// The same as `string`.
    public var description: String { string }
}
