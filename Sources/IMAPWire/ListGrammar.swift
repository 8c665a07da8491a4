/// Plain lists of words and strings.
extension FrameReader {
    /// Refuses a list that has its most elements already: a part of a list is never taken for the whole of it.
    func bound(_ count: Int) throws(WireFailure) {
        guard count < limits.maximumListCount else { throw WireFailure("a list is too long") }
    }

    /// `(\Seen keyword)`, as sent. A flag may hold `]` and 8-bit text, whatever the grammar says.
    mutating func flagList() throws(WireFailure) -> [String] {
        if takeNil() { return [] }
        try expect(Octet.open, "a list of flags is missing")
        var flags: [String] = []
        skipSpaces()
        if peek != Octet.close { flags.reserveCapacity(4) }
        while !take(Octet.close) {
            let range = word()
            if range.isEmpty {
                try skipValue()
            } else {
                try bound(flags.count)
                flags.append(plainString(range))
            }
            skipSpaces()
        }
        return flags
    }

    /// `(a "b" {1}...)`: strings in any form; NIL and nested lists are left out.
    mutating func stringList() throws(WireFailure) -> [String] {
        try expect(Octet.open, "a list is missing")
        var strings: [String] = []
        skipSpaces()
        while !take(Octet.close) {
            if peek == Octet.open {
                try skipValue()
            } else if let value = try nstring() {
                try bound(strings.count)
                strings.append(value.string)
            }
            skipSpaces()
        }
        return strings
    }

    /// Words up to the end, in upper case.
    mutating func keywordsToEnd() throws(WireFailure) -> [String] {
        var words: [String] = []
        skipSpaces()
        while !isAtEnd {
            let range = word()
            if range.isEmpty {
                position += 1
            } else {
                try bound(words.count)
                words.append(uppercased(range))
            }
            skipSpaces()
        }
        return words
    }

    /// `name string name NIL`, until the list or the response ends.
    mutating func namedValues() throws(WireFailure) -> [NamedValue] {
        var values: [NamedValue] = []
        skipSpaces()
        while !isAtEnd, peek != Octet.close {
            let name = try astring().string
            skipSpaces()
            let value = isAtEnd || peek == Octet.close ? nil : try anyValue()
            try bound(values.count)
            values.append(NamedValue(name: name, value: value))
            skipSpaces()
        }
        return values
    }

    /// A string, or a list as it was sent.
    mutating func anyValue() throws(WireFailure) -> String? {
        guard peek == Octet.open else { return try nstringValue() }
        let start = position
        try skipValue()
        return plainString(start..<position)
    }
}
