/// Words of the grammar, which are the same in any case.
enum Keyword {
    /// OK, NO, BAD, BYE or PREAUTH.
    static func isStatus(_ word: ArraySlice<UInt8>) -> Bool { condition(word) != nil }

    /// FETCH or UIDFETCH.
    static func isFetch(_ word: ArraySlice<UInt8>) -> Bool {
        let upper = word.map(Octet.uppercased)
        return upper.elementsEqual("FETCH".utf8) || upper.elementsEqual("UIDFETCH".utf8)
    }

    static func condition(_ word: ArraySlice<UInt8>) -> StatusResponse.Condition? {
        guard word.count <= 7 else { return nil }
        return StatusResponse.Condition(rawValue: String(decoding: word.map(Octet.lowercased), as: UTF8.self))
    }
}
