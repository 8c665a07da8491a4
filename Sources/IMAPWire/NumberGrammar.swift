/// Numbers and sets of numbers (RFC 3501 section 9), read as leniently as servers write them.
extension FrameReader {
    /// Digits, or nil with nothing read. A number too large for the type is the largest there is.
    @inline(__always)
    mutating func digits() -> UInt64? {
        let start = position
        var value: UInt64 = 0
        while position < end, Octet.isDigit(bytes[position]) {
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, carries) = product.addingReportingOverflow(UInt64(bytes[position] & 0x0F))
            value = overflows || carries ? .max : sum
            position += 1
        }
        return position > start ? value : nil
    }

    /// Digits that fit the type, or nil with nothing read.
    @inline(__always)
    mutating func number32() -> UInt32? {
        let start = position
        guard let value = digits(), let narrow = UInt32(exactly: value) else {
            position = start
            return nil
        }
        return narrow
    }

    mutating func expectNumber32(_ reason: StaticString) throws(WireFailure) -> UInt32 {
        guard let value = number32() else { throw WireFailure(reason) }
        return value
    }

    /// A number in any of the forms that servers send: quoted, NIL, negative (both nil), `9.3736e+06`.
    mutating func lenientNumber() throws(WireFailure) -> UInt64? {
        let start = position
        if let value = digits(), isAtBoundary { return value }
        position = start
        guard let text = try nstring() else { return nil }
        let string = text.string
        if let value = UInt64(string) { return value }
        guard let real = Double(string), real >= 0, real < 0x1p63 else { return nil }
        return UInt64(real)
    }

    /// The same, where it has 32 bits; nil for more.
    mutating func lenientNumber32() throws(WireFailure) -> UInt32? {
        try lenientNumber().flatMap { UInt32(exactly: $0) }
    }

    /// Whether a word cannot go on here.
    private var isAtBoundary: Bool {
        guard let byte = peek else { return true }
        return byte == Octet.space || byte == Octet.close || byte == Octet.open
    }

    /// `n` or `(n)`: MODSEQ and its like. Nil for what is not a number, such as -1.
    mutating func numberInParentheses() throws(WireFailure) -> UInt64? {
        guard take(Octet.open) else { return try lenientNumber() }
        skipSpaces()
        if take(Octet.close) { return nil }
        let value = try lenientNumber()
        try skipToClose()
        return value
    }

    /// Numbers with spaces between.
    mutating func numberList() throws(WireFailure) -> [UInt32] {
        var numbers: [UInt32] = []
        skipSpaces()
        while let value = number32() {
            try bound(numbers.count)
            numbers.append(value)
            skipSpaces()
        }
        return numbers
    }

    /// A set such as `1:3,5`, in its order; `*` is the largest number there is. A set that is not read to its end is none:
    /// half of it could be taken for the whole.
    mutating func numberSet(_ reason: StaticString) throws(WireFailure) -> [ClosedRange<UInt32>] {
        var ranges: [ClosedRange<UInt32>] = []
        repeat {
            guard let first = setNumber() else { throw WireFailure(reason) }
            var last = first
            if take(UInt8(ascii: ":")) {
                guard let second = setNumber() else { throw WireFailure(reason) }
                last = second
            }
            try bound(ranges.count)
            ranges.append(min(first, last)...max(first, last))
        } while take(UInt8(ascii: ","))
        guard isAtBoundary else { throw WireFailure(reason) }
        return ranges
    }

    private mutating func setNumber() -> UInt32? {
        take(UInt8(ascii: "*")) ? .max : number32()
    }
}
