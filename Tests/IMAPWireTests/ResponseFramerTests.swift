import IMAPWire
import Testing

@Suite struct ResponseFramerTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(arguments: [
        ("* 1 EXISTS\r\n* 2 EXISTS\r\n", ["* 1 EXISTS", "* 2 EXISTS"]), ("a\n\r\nb\r\n", ["a", "b"]),
        ("* X {3}\r\n\r\n\r b\r\nc\r\n", ["* X {3}\r\n\r\n\r b", "c"]), ("x {0}\r\n\r\n", ["x {0}\r\n"]),
        ("x ~{2}\r\n{9 {1+}\r\ny\r\n", ["x ~{2}\r\n{9 {1+}\r\ny"]),
        ("x {012}\r\nabcdefghijkl\r\n", ["x {012}\r\nabcdefghijkl"]),
        ("x {} {a} {1\r\ny}\r\n", ["x {} {a} {1", "y}"]), ("* OK see {3}\r\n* NO x\r\n", ["* OK see {3}", "* NO x"]),
        ("a1 OK [X] see {3}\r\nb\r\n", ["a1 OK [X] see {3}", "b"]), ("+ {3}\r\nb\r\n", ["+ {3}", "b"]),
        ("* OK [X {1}\r\ny] z\r\n", ["* OK [X {1}\r\ny] z"]), ("\0\0a\r\n", ["a"]),
    ])
    func `lines and literals are cut apart however they arrive`(stream: String, expected: [String]) {
        for pieces in 1...stream.utf8.count {
            #expect(Wire.frames(bytes(stream), pieces: pieces) == expected.map { .response(bytes($0)) })
        }
    }

    @Test func `a line over the limit is skipped`() {
        let limits = Limits(maximumLineLength: 10)
        let stream = bytes("* 1 EXISTS\r\n* LIST 67890\r\n* 2 EXISTS\r\n")

        for pieces in 1...stream.count {
            #expect(
                Wire.frames(stream, pieces: pieces, limits: limits)
                    == [.response(bytes("* 1 EXISTS")), .oversized(discardedBytes: 14), .response(bytes("* 2 EXISTS"))])
        }
    }

    @Test func `a literal over the limit is counted past, with the rest of its response`() {
        let limits = Limits(maximumLiteral: 4)
        let stream = bytes("* 1 FETCH (BODY[] {6}\r\n\r\nx\r\ny UID {2}\r\n\r\n)\r\n* 2 EXISTS\r\n")

        for pieces in 1...stream.count {
            #expect(
                Wire.frames(stream, pieces: pieces, limits: limits)
                    == [.oversized(discardedBytes: stream.count - 12), .response(bytes("* 2 EXISTS"))])
        }
    }

    @Test func `a response of many literals is bounded too`() {
        let limits = Limits(maximumResponse: 64)
        let stream = bytes("* X" + String(repeating: " {8}\r\n12345678", count: 9) + "\r\n* 2 EXISTS\r\n")

        for pieces in [1, 5, 1000] {
            let frames = Wire.frames(stream, pieces: pieces, limits: limits)
            #expect(frames.last == .response(bytes("* 2 EXISTS")))
            #expect(frames.first == .oversized(discardedBytes: stream.count - 12))
        }
    }

    @Test func `a skipped response never fills the memory`() {
        var framer = ResponseFramer(limits: Limits(maximumLineLength: 100, maximumLiteral: 100))
        framer.append(bytes("* X {100000}\r\n"))
        for _ in 0..<100 {
            framer.append([UInt8](repeating: 0x20, count: 1000))
            #expect(framer.next() == nil)
            #expect(framer.bufferedBytes <= 100)
        }
        for _ in 0..<100 {
            framer.append([UInt8](repeating: 0x20, count: 1000))
            #expect(framer.next() == nil)
            #expect(framer.bufferedBytes <= 100)
        }
    }

    @Test(arguments: ["4294967296", "99999999999999999999999999999"])
    func `a literal that cannot be counted ends the stream`(count: String) {
        var framer = ResponseFramer()
        framer.append(bytes("* X {\(count)}\r\n"))

        #expect(framer.next() == .lost(.literalTooLarge))
        framer.append(bytes("* 2 EXISTS\r\n"))
        #expect(framer.next() == .lost(.literalTooLarge))
    }

    @Test(arguments: [
        // The last line end of the body is not counted.
        (
            "* 1 FETCH (BODY[] {1}\r\na\r\n)\r\n* 2 EXISTS\r\n",
            ["* 1 FETCH (BODY[] {1}\r\na\r\n)", "* 2 EXISTS"]
        ),
        (
            "* 1 uidfetch (BODY[1] {2}\r\na\r\n BODY[2] {1}\r\nb\r\n UID 4)\r\n* 2 EXISTS\r\n",
            ["* 1 uidfetch (BODY[1] {2}\r\na\r\n BODY[2] {1}\r\nb\r\n UID 4)", "* 2 EXISTS"]
        ),
        // A list that is never closed ends with its line.
        ("* 1 FETCH (BODY[] {1}\r\na\r\n* 2 EXISTS\r\n", ["* 1 FETCH (BODY[] {1}\r\na", "* 2 EXISTS"]),
        ("* LIST () NIL {1}\r\na\r\n)\r\n", ["* LIST () NIL {1}\r\na", ")"]),
        // Counted long: the response takes a part of the next one with it, and the one after that is read.
        (
            "* 1 FETCH (BODY[] {6}\r\na\r\n)\r\n* 2 EXISTS\r\n* 3 EXISTS\r\n",
            ["* 1 FETCH (BODY[] {6}\r\na\r\n)\r\n* 2 EXISTS", "* 3 EXISTS"]
        ),
    ])
    func `a literal with a wrong count spoils no more than its response and the next`(
        stream: String, expected: [String]
    ) {
        for pieces in 1...stream.utf8.count {
            #expect(Wire.frames(bytes(stream), pieces: pieces) == expected.map { .response(bytes($0)) })
        }
    }

    @Test(arguments: ["* OK [", "* OK [x] ", "* OK ", "+ ", "* LIST ", "+ ["])
    func `a status over the limit that announces a literal is framed the same in pieces`(beginning: String) {
        let limits = Limits(maximumLineLength: 120, maximumLiteral: 64, maximumResponse: 512)
        for filling in 100..<125 {
            let line = beginning + String(repeating: "x", count: filling - beginning.utf8.count)
            let stream = bytes(line + "{00003}\r\nabc\r\n* 2 EXISTS\r\n* 3 EXISTS\r\n")
            let whole = Wire.frames(stream, limits: limits)

            #expect(whole.last == .response(bytes("* 3 EXISTS")))
            for pieces in [1, 2, 7, 64] { #expect(Wire.frames(stream, pieces: pieces, limits: limits) == whole) }
        }
    }

    @Test func `a line of 10 MB without end is skipped with bounded memory`() {
        var framer = ResponseFramer()
        framer.append(bytes("* X "))
        let piece = [UInt8](repeating: UInt8(ascii: "("), count: 1 << 16)
        var most = 0
        for _ in 0..<160 {
            framer.append(piece)
            #expect(framer.next() == nil)
            most = max(most, framer.bufferedBytes)
        }
        framer.append(bytes("\r\n* 2 EXISTS\r\n"))

        #expect(most <= Limits().maximumLineLength + piece.count)
        #expect(framer.bufferedBytes < 1000)
        #expect(framer.next() == .oversized(discardedBytes: 160 * piece.count + 6))
        #expect(framer.next() == .response(bytes("* 2 EXISTS")))
    }

    @Test func `a literal of 4 GB is counted past with bounded memory`() {
        var framer = ResponseFramer()
        framer.append(bytes("* 1 FETCH (BODY[] {4294967295}\r\n"))
        let piece = [UInt8](repeating: 0, count: 1 << 20)
        for _ in 0..<4095 {
            framer.append(piece)
            guard framer.next() == nil, framer.bufferedBytes == 0 else {
                Issue.record("octets of the literal were kept")
                return
            }
        }
        framer.append(piece.dropLast())
        framer.append(bytes(" UID 1)\r\n* 2 EXISTS\r\n"))

        #expect(framer.next() == .oversized(discardedBytes: 32 + 4_294_967_295 + 9))
        #expect(framer.next() == .response(bytes("* 2 EXISTS")))
    }

    @Test func `untagged data without end is never kept`() {
        var framer = ResponseFramer()
        let piece = bytes(String(repeating: "* 1 EXISTS\r\n", count: 1000)) + bytes("* 2 EX")
        for _ in 0..<200 {
            framer.append(piece)
            while framer.next() != nil {}
            #expect(framer.bufferedBytes == 6)
            framer.append(bytes("PUNGE\r\n"))
        }
    }

    @Test func `what was buffered can be forgotten`() {
        var framer = ResponseFramer()
        framer.append(bytes("* OK half"))
        #expect(framer.next() == nil)
        #expect(framer.bufferedBytes == 9)

        framer.discardBuffered()
        framer.append(bytes("* 2 EXISTS\r\n"))

        #expect(framer.next() == .response(bytes("* 2 EXISTS")))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a long line in single octets takes time in proportion`() {
        var framer = ResponseFramer(limits: Limits(maximumLineLength: 4_000_000))
        for _ in 0..<3_000_000 {
            framer.append(CollectionOfOne<UInt8>(0x41))
            _ = framer.next()
        }
        framer.append([0x0D, 0x0A])

        #expect(framer.next() == .response([UInt8](repeating: 0x41, count: 3_000_000)))
    }
}
