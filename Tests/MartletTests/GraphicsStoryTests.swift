import Foundation
import TestSupport
import Testing

/// Pictures that a terminal draws by itself: the real program on a terminal that the test is, octet for octet.
@Suite(.serialized) struct GraphicsStoryTests {
    static let hasChafa = ["/usr/bin/chafa", "/usr/local/bin/chafa"]
        .contains { FileManager.default.isExecutableFile(atPath: $0) }

    private static let kitty = PseudoTerminal.Answers(attributes: "62;22c", graphics: "i=31;OK")
    private static let sixel = PseudoTerminal.Answers(attributes: "62;4;22c")
    /// As xterm and most others do.
    private static let plain = PseudoTerminal.Answers(attributes: "64;1;2c")

    private static let question = "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\"
    private static let kittyStart = "\u{1B}_Ga=T,"
    /// The last of its pieces begins with it.
    private static let kittyLast = "\u{1B}_Gm=0,q=2;"
    private static let kittyEnd = "\u{1B}_Ga=d,d=I,i=7209,q=2\u{1B}\\"
    private static let sixelStart = "\u{1B}P0;1;0q"
    private static let leaving = "\u{1B}[?1049l"

    /// Runs the program with a letter that has a picture.
    private func with(
        _ answers: PseudoTerminal.Answers, more: [String: String] = [:], columns: Int = 80, rows: Int = 24,
        _ body: (PseudoTerminal) async throws -> Void
    ) async throws {
        try await DovecotServer.with { dovecot in
            try dovecot.deliver([Letters.illustrated])
            try await Program.with { program in
                try program.configure(
                    imap: "imap+plain://robin@127.0.0.1:\(dovecot.port)", password: DovecotServer.password)
                try await PseudoTerminal.with(
                    [try Program.binary], columns: columns, rows: rows,
                    environment: program.environment.merging(more) { _, new in new }, answers: answers, body)
            }
        }
    }

    /// Opens the letter and its picture alone, and returns the place before the picture.
    private func openPicture(_ terminal: PseudoTerminal) async throws -> Int {
        var place = try await terminal.waitFor("chequered flag")
        terminal.type("\r")
        place = try await terminal.waitFor("Above the flag.", after: place)
        terminal.type("A")
        place = try await terminal.waitFor("image/png", after: place)
        terminal.type("\r")
        return place
    }

    /// The octets from one text to another.
    private func stretch(_ written: [UInt8], from start: String, to end: String, after place: Int = 0) -> String {
        let data = Data(written)
        guard let first = data.range(of: Data(start.utf8), in: place..<data.count),
            let last = data.range(of: Data(end.utf8), in: first.upperBound..<data.count)
        else { return "" }
        return String(decoding: data[first.lowerBound..<last.upperBound], as: UTF8.self)
    }

    private func count(_ text: String, in written: [UInt8]) -> Int {
        String(decoding: written, as: UTF8.self).components(separatedBy: text).count - 1
    }

    /// Column and row of the cursor before a place, as the last sequence that moves it says.
    private func cursor(before start: String, in written: [UInt8]) throws -> String {
        let text = String(decoding: written, as: UTF8.self)
        let before = try #require(text.range(of: start)).lowerBound
        return try #require(text[..<before].split(separator: "\u{1B}[").last.map(String.init))
    }

    @Test(.enabled(if: hasChafa)) func `kitty's picture comes to its place, and goes with what comes over it`()
        async throws
    {
        try await with(Self.kitty) { terminal in
            var place = try await openPicture(terminal)
            place = try await terminal.waitFor(Self.kittyStart, after: place)
            place = try await terminal.waitFor(Self.kittyLast, after: place)

            // Below the title bar and its name: row 4, column 2.
            #expect(try cursor(before: Self.kittyStart, in: terminal.written) == "4;2H")
            let head = stretch(terminal.written, from: Self.kittyStart, to: ";")
            let numbers = head.split(whereSeparator: { $0 == "," || $0 == ";" }).compactMap { pair -> Int? in
                pair.hasPrefix("s=") || pair.hasPrefix("v=") ? Int(pair.dropFirst(2)) : nil
            }
            #expect(head.contains("q=2,C=1,f=32,i=7209"))
            #expect(numbers.count == 2 && numbers[0] > 100 && numbers[0] <= 77 * 10 && numbers[1] <= 20 * 20, "\(head)")
            #expect(count(Self.kittyEnd, in: terminal.written) == 0)

            // A window over it takes it away, before its cells are written.
            terminal.type("?")
            place = try await terminal.waitFor(Self.kittyEnd, after: place)
            // It comes back, is there once, and goes with its view.
            terminal.type("\u{1B}")
            place = try await terminal.waitFor(Self.kittyStart, after: place)
            terminal.type("q")
            place = try await terminal.waitFor(Self.kittyEnd, after: place)
            #expect(count(Self.kittyStart, in: terminal.written) == 2)
            // And before the screen is given back.
            terminal.type("A\r")
            place = try await terminal.waitFor(Self.kittyStart, after: place)
            terminal.type(":quit\r")
            try await terminal.waitForEnd()
            place = try await terminal.waitFor(Self.kittyEnd, after: place)
            try await terminal.waitFor(Self.leaving, after: place)
        }
    }

    @Test(.enabled(if: hasChafa)) func `sixels come to their place, and are written over with all cells`() async throws
    {
        try await with(Self.sixel) { terminal in
            var place = try await openPicture(terminal)
            place = try await terminal.waitFor(Self.sixelStart, after: place)
            place = try await terminal.waitFor("\u{1B}\\", after: place)

            #expect(try cursor(before: Self.sixelStart, in: terminal.written) == "4;2H")
            let picture = stretch(terminal.written, from: Self.sixelStart, to: "\u{1B}\\")
            #expect(picture.contains("\"1;1;"))
            // Nothing but sixels is in it.
            #expect(picture.dropFirst(8).dropLast(2).utf8.allSatisfy { (0x21...0x7E).contains($0) })

            terminal.type("?")
            let over = try await terminal.waitFor("Martlet", after: place)
            #expect(over > place)
            terminal.type("\u{1B}")
            place = try await terminal.waitFor(Self.sixelStart, after: over)
            terminal.type("q")
            try await terminal.waitFor("Martlet", after: place)
            #expect(count(Self.sixelStart, in: terminal.written) == 2)
            // Kitty was asked for, and said nothing: nothing of its kind came.
            #expect(count("\u{1B}_G", in: terminal.written) == 1)
            #expect(count(Self.question, in: terminal.written) == 1)
        }
    }

    @Test(.enabled(if: hasChafa))
    func `another size of the terminal has the picture drawn anew, and the old one taken away`()
        async throws
    {
        try await with(Self.kitty, columns: 100, rows: 30) { terminal in
            var place = try await openPicture(terminal)
            place = try await terminal.waitFor(Self.kittyStart, after: place)
            place = try await terminal.waitFor(Self.kittyLast, after: place)
            terminal.resize(columns: 60, rows: 20)
            let removed = try await terminal.waitFor(Self.kittyEnd, after: place)
            let next = try await terminal.waitFor(Self.kittyStart, after: removed)
            try await terminal.waitFor(";", after: next)
            let head = stretch(terminal.written, from: Self.kittyStart, to: ";", after: removed)
            let width = head.split(separator: ",").first { $0.hasPrefix("s=") }.flatMap { Int($0.dropFirst(2)) }
            #expect(width.map { $0 <= 57 * 10 } == true, "\(head)")
        }
    }

    @Test(.enabled(if: hasChafa), arguments: [plain, PseudoTerminal.Answers()].indices)
    func `a terminal that says nothing of pictures gets characters and nothing else`(number: Int) async throws {
        try await with([Self.plain, PseudoTerminal.Answers()][number]) { terminal in
            let place = try await openPicture(terminal)
            // Halves and quarters of cells, in colours.
            let drawn = try await Waiting.poll(within: .seconds(60)) { () -> Bool? in
                String(decoding: terminal.written.dropFirst(place), as: UTF8.self).unicodeScalars.contains {
                    (0x2580...0x259F).contains($0.value)
                } ? true : nil
            }
            #expect(drawn == true)
            terminal.type("q:quit\r")
            try await terminal.waitForEnd()
            try await terminal.waitFor(Self.leaving)
            #expect(count("\u{1B}_", in: terminal.written) == 1)
            #expect(count(Self.question, in: terminal.written) == 1)
            #expect(count("\u{1B}P", in: terminal.written) == 0)
        }
    }

    @Test func `a terminal that could take a question amiss is not asked`() async throws {
        for more in [["TERM": "linux"], ["TMUX": "/tmp/x,1,0"]] {
            try await with(Self.plain, more: more) { terminal in
                try await terminal.waitFor("chequered flag")
                terminal.type(":quit\r")
                try await terminal.waitForEnd()
                #expect(count("\u{1B}_", in: terminal.written) == 0)
                #expect(count("\u{1B}[c", in: terminal.written) == (more["TMUX"] == nil ? 0 : 1))
            }
        }
    }
}
