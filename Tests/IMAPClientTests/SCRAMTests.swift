import Crypto
import Testing

@testable import IMAPClient

@Suite struct SCRAMTests {
    private typealias SHA1SCRAM = SCRAMMechanism<Insecure.SHA1>
    private typealias SHA256SCRAM = SCRAMMechanism<SHA256>

    private static let nonce = "rOprNGfwEbeRWgbNEkqO"
    private static let serverFirst =
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
    private static let serverFinal = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="

    private func mechanism() throws -> SHA256SCRAM {
        try SHA256SCRAM(.scramSHA256, user: "user", password: "pencil", binding: .unsupported, nonce: Self.nonce)
    }

    private func text(_ octets: [UInt8]?) -> String? { octets.map { String(decoding: $0, as: UTF8.self) } }

    @Test func `SCRAM-SHA-1 is the example of RFC 5802 section 5`() throws {
        var mechanism = try SHA1SCRAM(
            .scramSHA1, user: "user", password: "pencil", binding: .unsupported, nonce: "fyko+d2lbbFgONRv9qkxdawL")
        #expect(text(mechanism.initialResponse()) == "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL")
        let proof = try mechanism.respond(
            to: Array("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096".utf8))
        #expect(text(proof) == "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=")
        #expect(throws: SASLError.serverNotAuthentic) { try mechanism.finish() }
        #expect(try mechanism.respond(to: Array("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=".utf8)) == [])
        try mechanism.finish()
    }

    @Test func `SCRAM-SHA-256 is the example of RFC 7677 section 3`() throws {
        var mechanism = try mechanism()
        #expect(text(mechanism.initialResponse()) == "n,,n=user,r=rOprNGfwEbeRWgbNEkqO")
        let proof = try mechanism.respond(to: Array(Self.serverFirst.utf8))
        #expect(
            text(proof)
                == "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
        #expect(try mechanism.respond(to: Array(Self.serverFinal.utf8)) == [])
        try mechanism.finish()
    }

    @Test func `a binding stands in the header and under the proof`() throws {
        let binding = ChannelBinding(type: "tls-server-end-point", octets: [1, 2, 255])
        var mechanism = try SHA256SCRAM(
            .scramSHA256Plus, user: "u", password: "p", binding: .bound(binding), nonce: "abc")
        #expect(text(mechanism.initialResponse()) == "p=tls-server-end-point,,n=u,r=abc")
        let proof = try #require(text(try mechanism.respond(to: Array("r=abcd,s=AAAA,i=4096".utf8))))
        let input = Base64.encoded(Array("p=tls-server-end-point,,".utf8) + [1, 2, 255])
        #expect(proof.hasPrefix("c=\(input),r=abcd,p="))
    }

    @Test func `user and password are prepared, and the user escaped`() throws {
        let mechanism = try SHA256SCRAM(
            .scramSHA256, user: "a=b,\u{2168}", password: "p", binding: .notOffered, nonce: "n")
        #expect(text(mechanism.initialResponse()) == "y,,n=a=3Db=2CIX,r=n")
        #expect(throws: SASLError.unsendableCharacter) {
            try SHA256SCRAM(.scramSHA256, user: "u", password: "\u{7}", binding: .unsupported)
        }
    }

    @Test func `nonces are made up anew, and have no comma`() {
        let nonces = Set((0..<100).map { _ in SCRAMNonce.fresh() })
        #expect(nonces.count == 100)
        #expect(nonces.allSatisfy { $0.utf8.count == 32 && !$0.contains(",") })
    }

    @Test(arguments: [
        ("r=other,s=AAAA,i=4096", SASLError.foreignNonce),
        ("r=rOprNGfwEbeRWgbNEkqO,s=AAAA,i=4096", .foreignNonce),
        ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=4095", .unacceptableIterationCount(4095)),
        ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=1000001", .unacceptableIterationCount(1_000_001)),
        ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=99999999999999999999999999", .unacceptableIterationCount(.max)),
        ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=0", .unreadableChallenge),
        ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=-1", .unreadableChallenge),
        ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=04096", .unreadableChallenge),
        ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=", .unreadableChallenge),
        ("r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096", .unreadableChallenge),
        ("r=rOprNGfwEbeRWgbNEkqOx,s=!,i=4096", .unreadableChallenge),
        ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA", .unreadableChallenge),
        ("s=AAAA,r=rOprNGfwEbeRWgbNEkqOx,i=4096", .unreadableChallenge),
        ("m=ext,r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=4096", .unknownExtension),
        ("e=unknown-user", .failedByServer("unknown-user")),
        ("e=channel-bindings-dont-match", .channelBindingMismatch), ("", .unreadableChallenge),
        (",,,", .unreadableChallenge),
        ("r", .unreadableChallenge),
    ])
    func `a first message that is not in order is refused`(message: String, error: SASLError) throws {
        var mechanism = try mechanism()
        #expect(throws: error) { try mechanism.respond(to: Array(message.utf8)) }
    }

    @Test func `unknown extensions at the end are skipped`() throws {
        var mechanism = try mechanism()
        _ = try mechanism.respond(to: Array((Self.serverFirst + ",x=later,y").utf8))
    }

    @Test(arguments: [
        ("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", SASLError.serverNotAuthentic),
        ("v=AAAA", .serverNotAuthentic),
        ("v=", .serverNotAuthentic), ("", .unreadableChallenge), ("e=invalid-proof", .failedByServer("invalid-proof")),
    ])
    func `a server that does not know the password is found out, even if it says OK`(message: String, error: SASLError)
        throws
    {
        var mechanism = try mechanism()
        _ = try mechanism.respond(to: Array(Self.serverFirst.utf8))
        #expect(throws: error) { try mechanism.respond(to: Array(message.utf8)) }
        #expect(throws: error) { try mechanism.finish() }
    }

    @Test func `what is not UTF-8 or too long is no message`() throws {
        var mechanism = try mechanism()
        #expect(throws: SASLError.unreadableChallenge) { try mechanism.respond(to: [0x72, 0x3D, 0xFF]) }
        #expect(throws: SASLError.challengeTooLong) {
            try mechanism.respond(to: Array(repeating: 0x72, count: SCRAMBounds.longestMessage + 1))
        }
    }

    @Test func `octets compare in constant time, and right`() {
        #expect(ConstantTime.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2, 4]))
        #expect(!ConstantTime.areEqual([1, 2], [1, 2, 3]))
    }
}
