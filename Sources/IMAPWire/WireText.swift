/// Text exactly as the server sent it, in no particular encoding: a slice of its response, so that it costs no copy.
///
/// It keeps the whole response in memory; take `bytes` as an array or `string` for what is to be kept for long.
public struct WireText: Sendable {
    private let storage: [UInt8]
    private let start: UInt32
    private let end: UInt32

    /// A slice of a response; bounds outside of it are clamped to it.
    init(_ storage: [UInt8], _ range: Range<Int>) {
        let clamped = range.clamped(to: 0..<storage.count)
        self.storage = storage
        start = UInt32(truncatingIfNeeded: clamped.lowerBound)
        end = UInt32(truncatingIfNeeded: clamped.upperBound)
    }

    /// Text with storage of its own.
    public init(_ bytes: [UInt8]) {
        self.init(bytes, 0..<bytes.count)
    }

    /// The UTF-8 of a string.
    public init(_ string: String) {
        self.init(Array(string.utf8))
    }

    /// The octets, unescaped.
    public var bytes: ArraySlice<UInt8> { storage[Int(start)..<Int(end)] }

    /// Octets.
    public var count: Int { Int(end) - Int(start) }

    /// Whether there are none.
    public var isEmpty: Bool { start == end }

    /// The octets read as UTF-8; what is not UTF-8 becomes U+FFFD.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// `string` in lower case.
    var lowercasedString: String {
        let span = storage.span
        if let common = CommonWord.table.value(in: span, from: Int(start), to: Int(end)) { return common }
        for index in Int(start)..<Int(end) where !Octet.isPlainLower(span[index]) { return string.lowercased() }
        return string
    }
}

extension WireText: Hashable {
    /// Whether the octets are the same.
    public static func == (left: WireText, right: WireText) -> Bool { left.bytes == right.bytes }

    /// Hashes the octets.
    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

extension WireText: ExpressibleByStringLiteral {
    /// Takes each property as it is.
    public init(stringLiteral value: String) { self.init(value) }
}

extension WireText: CustomStringConvertible {
    /// The same as `string`.
    public var description: String { string }
}
