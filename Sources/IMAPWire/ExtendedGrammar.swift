/// Values of extensions that this module may or may not know (RFC 4466 section 6).
extension FrameReader {
    /// One value: a string, a word, NIL, or a list of values.
    mutating func extendedValue() throws(WireFailure) -> ExtendedValue {
        try extendedValue(depth: 0)
    }

    private mutating func extendedValue(depth: Int) throws(WireFailure) -> ExtendedValue {
        guard peek == Octet.open else { return .text(try nstringValue()) }
        guard depth < limits.maximumDepth else { throw WireFailure("a value is too deep") }
        position += 1
        var values: [ExtendedValue] = []
        skipSpaces()
        while !take(Octet.close) {
            try bound(values.count)
            values.append(try extendedValue(depth: depth + 1))
            skipSpaces()
        }
        return .list(values)
    }

    /// `name value name value`, until the list or the response ends; a name at the end may stand alone.
    mutating func extendedItems() throws(WireFailure) -> [ExtendedItem] {
        var items: [ExtendedItem] = []
        skipSpaces()
        while !isAtEnd, peek != Octet.close {
            try bound(items.count)
            let name = try astring().string.uppercased()
            guard !name.isEmpty else { throw WireFailure("an item has no name") }
            skipSpaces()
            let value = isAtEnd || peek == Octet.close ? nil : try extendedValue()
            items.append(ExtendedItem(name: name, value: value))
            skipSpaces()
        }
        return items
    }
}
