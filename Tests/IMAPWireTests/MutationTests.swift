import IMAPWire
import Testing

/// A generator of numbers that are the same in every run.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}

@Suite struct MutationTests {
    private static let favourites = Array("()\"\\{}[]<>~*+ \r\n\0N19".utf8) + [0x80, 0xFF]

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `no damage to a response stops the parser`(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let parser = ResponseParser(limits: Limits(maximumDepth: 16, maximumListCount: 50))
        for sample in Wire.samples {
            for _ in 0..<150 {
                var bytes = Array(sample.utf8)
                for _ in 0..<Int.random(in: 1...6, using: &random) { damage(&bytes, &random) }
                let response = parser.parse(bytes)
                _ = ResponseDescription.json(response) { String(decoding: $0, as: UTF8.self) }
            }
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `a damaged response means the same wherever it is split, and in single octets`(seed: UInt64) {
        var random = SeededGenerator(state: seed &+ 200)
        let parser = ResponseParser(
            limits: Limits(
                maximumLineLength: 300, maximumLiteral: 60, maximumResponse: 400, maximumDepth: 16, maximumListCount: 50
            ))
        for sample in Wire.samples {
            for _ in 0..<4 {
                var bytes = Array(sample.utf8)
                for _ in 0..<Int.random(in: 1...6, using: &random) { damage(&bytes, &random) }
                let stream = bytes + Array("\r\n* 7 EXISTS\r\n".utf8)
                // Split at each octet too.
                let whole = Wire.responses(stream, parser: parser)

                #expect(Wire.responses(stream, pieces: 1, parser: parser) == whole)
            }
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `a damaged stream is framed the same in pieces, and the stream goes on`(seed: UInt64) {
        var random = SeededGenerator(state: seed &+ 100)
        let limits = Limits(maximumLineLength: 200, maximumLiteral: 40, maximumResponse: 300)
        for _ in 0..<40 {
            var bytes = Wire.allSamples
            for _ in 0..<20 { damage(&bytes, &random) }
            let whole = Wire.frames(bytes, limits: limits)

            #expect(Wire.frames(bytes, pieces: 1, limits: limits) == whole)
            #expect(Wire.frames(bytes, pieces: Int.random(in: 2...60, using: &random), limits: limits) == whole)
        }
    }

    private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard let place = bytes.indices.randomElement(using: &random) else { return }
        let byte = Self.favourites.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = byte
        case 1: bytes.insert(byte, at: place)
        case 2: bytes.remove(at: place)
        case 3: bytes.removeSubrange(place..<min(place + 9, bytes.count))
        default: bytes.insert(contentsOf: Array(repeating: byte, count: 30), at: place)
        }
    }
}

@Suite struct ParserLimitTests {
    @Test(arguments: ["(", "((\"a\"", "(1 ", "(\"message\" \"rfc822\" NIL NIL NIL NIL 1 NIL ("])
    func `deep nesting exhausts nothing`(opening: String) {
        let nested = String(repeating: opening, count: 100_000)

        for start in [
            "* THREAD ", "* 1 FETCH (BODYSTRUCTURE ", "* 1 FETCH (X ", "* LIST (", "* NAMESPACE ", "* METADATA a ",
        ] {
            for end in ["", String(repeating: ")", count: 100_000)] {
                let stream = Array((start + nested + end + "\r\n* 3 EXISTS\r\n").utf8)
                let whole = Wire.responses(stream)

                #expect(whole.count == 2)
                #expect(whole.last == .exists(3))
                #expect(Wire.frames(stream, pieces: 4_093) == Wire.frames(stream))
            }
        }
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "BINARY.SIZE[1] 1 ", "X (1) ", "BODY[1] NIL ", "BODY[] \"x\" ", "EMAILID (M) ", "UID 1 ", "X[1] 2 ",
            "FLAGS (a) ",
        ])
    func `many items take time in proportion`(item: String) {
        let text = "* 1 FETCH (" + String(repeating: item, count: 50_000) + "UID 3)"

        let stream = Array((text + "\r\n").utf8)
        #expect(Wire.frames(stream, pieces: 1) == Wire.frames(stream))
        guard case .fetch(let fetch) = Wire.responses(stream).first else {
            Issue.record("not a fetch")
            return
        }
        #expect(fetch.uid == 3)
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["* OK [X ", "+ [", "* 1 FETCH (", "* LIST "])
    func `many literals take time in proportion`(beginning: String) {
        let stream = beginning + String(repeating: "{0}\r\n ", count: 200_000) + "\r\n* 3 EXISTS\r\n"

        let whole = Wire.frames(Array(stream.utf8))
        #expect(whole.last == .response(Array("* 3 EXISTS".utf8)))
        #expect(Wire.frames(Array(stream.utf8), pieces: 1_021) == whole)
    }

    @Test func `a structure with more parts than any mail has is unknown`() {
        let parts = String(repeating: "(a)", count: 70_000)
        let stream = Array("* 1 FETCH (BODYSTRUCTURE (\(parts) \"mixed\") UID 3)\r\n".utf8)

        #expect(Wire.responses(stream) == [.fetch(FetchResponse(seq: 1, uid: 3, bodyStructureIsUnknown: true))])
        #expect(Wire.responses(stream, pieces: 1) == Wire.responses(stream))
    }

    @Test func `a structure deeper than the limit is unknown`() {
        let leaf = "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1)"
        let deep = String(repeating: "(", count: 80) + leaf + String(repeating: " \"mixed\")", count: 80)

        let fetch = Wire.fetch("* 1 FETCH (BODYSTRUCTURE \(deep) UID 3)")

        #expect(fetch?.bodyStructureIsUnknown == true)
        #expect(fetch?.uid == 3)
    }

    @Test(arguments: [
        "* SEARCH 1 2 3 4 5", "* FLAGS (a b c d)", "* VANISHED 1,3,5,7", "* CAPABILITY A B C D", "* THREAD (1)(2)(3)",
        "* ESEARCH ALL 1,3,5,7", "* ID (a b c d e f g h)", "* QUOTAROOT x a b c d",
        "* NAMESPACE ((a b)(a b)(a b)(a b))",
    ])
    func `a list over the limit is not taken in part`(text: String) {
        let response = Wire.response(text, parser: ResponseParser(limits: Limits(maximumListCount: 3)))

        #expect(response == .invalid(reason: "a list is too long"))
    }

    @Test(arguments: [
        "", "*", "* ", "+", "[", "a", "a ", "* 99999999999 EXISTS", "* 1", "* 1 ", "* 1 FETCH", "* 1 FETCH (BODY[",
        "* OK [",
    ])
    func `stumps of responses are survived`(text: String) {
        _ = Wire.response(text)
    }
}
