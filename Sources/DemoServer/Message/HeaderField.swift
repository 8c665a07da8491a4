/// One field of a header: its name and its unfolded value, otherwise as the bytes stand.
struct HeaderField: Equatable {
    /// Lower-cased.
    let name: String
    let value: [UInt8]
    /// Where the field stands, its final line break included.
    let range: Range<Int>

    /// The fields of a header; lines that are no field are passed over.
    static func fields(of bytes: [UInt8], in header: Range<Int>) -> [HeaderField] {
        var fields: [HeaderField] = []
        var line = header.lowerBound
        while line < header.upperBound {
            var end = Lines.end(of: line, in: bytes, before: header.upperBound)
            while end < header.upperBound, bytes[end] == 32 || bytes[end] == 9 {
                end = Lines.end(of: end, in: bytes, before: header.upperBound)
            }
            if let colon = bytes[line..<end].firstIndex(of: UInt8(ascii: ":")), colon > line {
                let name = String(decoding: bytes[line..<colon], as: UTF8.self).lowercased()
                let value = bytes[(colon + 1)..<end].filter { $0 != 13 && $0 != 10 }
                fields.append(HeaderField(name: name.trimmed, value: value.trimmed, range: line..<end))
            }
            line = end
        }
        return fields
    }
}

/// Line arithmetic over bytes.
enum Lines {
    /// The index after the line break that ends the line at `start`.
    static func end(of start: Int, in bytes: [UInt8], before limit: Int) -> Int {
        guard start < limit else { return limit }
        guard let feed = bytes[start..<limit].firstIndex(of: 10) else { return limit }
        return feed + 1
    }

    static func count(in bytes: ArraySlice<UInt8>) -> Int {
        var count = 0
        for byte in bytes where byte == 10 { count += 1 }
        return count
    }
}

extension [UInt8] {
    /// Without blanks at both ends.
    var trimmed: [UInt8] {
        guard let first = firstIndex(where: { $0 != 32 && $0 != 9 }),
            let last = lastIndex(where: { $0 != 32 && $0 != 9 })
        else { return [] }
        return Array(self[first...last])
    }

    /// ASCII letters in lower case.
    var lowercasedASCII: [UInt8] {
        map { (65...90).contains($0) ? $0 | 32 : $0 }
    }

    /// Whether `other` stands somewhere in these bytes.
    func contains(run other: [UInt8]) -> Bool {
        guard let first = other.first else { return true }
        guard count >= other.count else { return false }
        var index = 0
        while index <= count - other.count {
            if self[index] == first, self[index..<(index + other.count)].elementsEqual(other) { return true }
            index += 1
        }
        return false
    }
}

extension String {
    /// Without blanks at both ends.
    var trimmed: String {
        String(decoding: Array(utf8).trimmed, as: UTF8.self)
    }
}
