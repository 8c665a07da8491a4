import Foundation
import IMAPWire
import Testing

// The article of the documentation shows what stands between the marks, and a test compares the two.

// example: reading
/// The subjects of the messages that a server tells of, as raw header text.
struct SubjectReader {
    private var framer = ResponseFramer()
    private let parser = ResponseParser()
    private(set) var subjects: [UInt32: String] = [:]

    /// Takes octets as they come from the network, in pieces of any size.
    ///
    /// - Returns: false if the connection must end.
    mutating func receive(_ octets: [UInt8]) -> Bool {
        framer.append(octets)
        while let frame = framer.next() {
            switch frame {
            case .response(let response): note(parser.parse(response))
            case .oversized: continue
            case .lost: return false
            }
        }
        return true
    }

    private mutating func note(_ response: Response) {
        guard case .fetch(let fetch) = response, let uid = fetch.uid else { return }
        subjects[uid] = fetch.envelope?.subject?.string
    }
}
// example: end

// example: writing
/// Asks for the envelopes of some messages.
func fetchEnvelopes(tag: String, uids: ClosedRange<UInt32>) throws(EncodingError) -> EncodedCommand {
    var encoder = CommandEncoder(tag: tag)
    try encoder.atom("UID")
    encoder.space()
    try encoder.atom("FETCH")
    try encoder.raw(" \(uids.lowerBound):\(uids.upperBound) (ENVELOPE)")
    return encoder.finish()
}

/// Logs in. A password of any characters is safe, and none of it reaches a log.
func login(tag: String, user: String, password: String) throws(EncodingError) -> EncodedCommand {
    var encoder = CommandEncoder(tag: tag, literals: .nonSynchronizing(upTo: 4096))
    try encoder.atom("LOGIN")
    encoder.space()
    encoder.astring(user)
    encoder.space()
    encoder.string(password, isSecret: true)
    return encoder.finish()
}
// example: end

@Suite struct ExampleTests {
    @Test func `the example reads subjects however they arrive`() {
        var reader = SubjectReader()
        let stream = """
            * 1 FETCH (UID 7 ENVELOPE (NIL "Hello" NIL NIL NIL NIL NIL NIL NIL NIL))\r
            A1 OK done\r\n
            """
        for octet in stream.utf8 {
            let goesOn = reader.receive([octet])
            #expect(goesOn)
        }

        #expect(reader.subjects == [7: "Hello"])
    }

    @Test func `the example writes commands`() throws {
        let fetch = try fetchEnvelopes(tag: "A1", uids: 7...9)
        let login = try login(tag: "A2", user: "ada", password: "ge\r\nheim")

        #expect(fetch.chunks == [Array("A1 UID FETCH 7:9 (ENVELOPE)\r\n".utf8)])
        #expect(login.bytes == Array("A2 LOGIN ada {8+}\r\nge\r\nheim\r\n".utf8))
        #expect(login.redacted(chunk: 0) == Array("A2 LOGIN ada {8+}\r\n<redacted>\r\n".utf8))
    }

    @Test func `the documentation shows the examples that are compiled`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let code = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let article = try String(
            contentsOf: root.appending(path: "Sources/IMAPWire/IMAPWire.docc/ReadingAndWriting.md"), encoding: .utf8)
        for name in ["reading", "writing"] {
            let start = try #require(code.range(of: "\n// example: \(name)\n"))
            let end = try #require(code.range(of: "\n// example: end\n", range: start.upperBound..<code.endIndex))
            let example = code[start.upperBound..<end.lowerBound]

            #expect(article.contains("```swift\n\(example)\n```"))
        }
    }
}
