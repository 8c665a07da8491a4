import Crypto
import Testing

@testable import IMAPClient

@Suite struct SASLMechanismTests {
    private func text(_ octets: [UInt8]?) -> String? { octets.map { String(decoding: $0, as: UTF8.self) } }

    @Test func `PLAIN is the example of RFC 4616 section 4`() throws {
        #expect(
            text(try PlainMechanism(user: "tim", password: "tanstaaftanstaaf").initialResponse())
                == "\0tim\0tanstaaftanstaaf")
        #expect(throws: SASLError.unsendableCharacter) { try PlainMechanism(user: "tim", password: "a\0b") }
        #expect(throws: SASLError.unexpectedChallenge) {
            try PlainMechanism(user: "tim", password: "x").respond(to: [])
        }
    }

    @Test func `LOGIN answers whatever it is asked with the user, then with the password, then no more`() throws {
        var mechanism = try LoginMechanism(user: "ada", password: "secret")
        #expect(mechanism.initialResponse() == nil)
        #expect(text(try mechanism.respond(to: Array("User Name".utf8))) == "ada")
        #expect(text(try mechanism.respond(to: [])) == "secret")
        #expect(throws: SASLError.unexpectedChallenge) { try mechanism.respond(to: []) }
    }

    @Test func `CRAM-MD5 is the example of RFC 2195 section 2`() throws {
        var mechanism = CRAMMD5Mechanism(user: "tim", password: "tanstaaftanstaaf")
        let challenge = Array("<1896.697170952@postoffice.reston.mci.net>".utf8)
        #expect(text(try mechanism.respond(to: challenge)) == "tim b913a602c7eda7a495b4e6e7334d3890")
        #expect(throws: SASLError.unexpectedChallenge) { try mechanism.respond(to: challenge) }
    }

    @Test func `CRAM-MD5 answers no empty challenge`() {
        #expect(throws: SASLError.unreadableChallenge) {
            var mechanism = CRAMMD5Mechanism(user: "tim", password: "x")
            return try mechanism.respond(to: [])
        }
    }

    @Test func `ANONYMOUS is the example of RFC 4505 section 4`() throws {
        var exchange = try SASLExchange(AnonymousMechanism(trace: "sirhc"))
        #expect(try exchange.respond(to: "") == "c2lyaGM=")
        #expect(throws: SASLError.unsendableCharacter) { try AnonymousMechanism(trace: "a\nb") }
    }

    @Test func `EXTERNAL names the user, and nobody where there is none`() throws {
        var named = try SASLExchange(ExternalMechanism(user: "ada"))
        #expect(named.takeInitialResponse() == "YWRh")
        var unnamed = try SASLExchange(ExternalMechanism(user: ""))
        #expect(unnamed.takeInitialResponse() == "=")
        var late = try SASLExchange(ExternalMechanism(user: ""))
        #expect(try late.respond(to: "") == "")
    }

    @Test func `OAUTHBEARER is the example of RFC 7628 section 4.1, and ends a refusal with control-A`() throws {
        var mechanism = try OAuthBearerMechanism(
            user: "user@example.com", token: "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==", host: "server.example.com",
            port: 143)
        #expect(
            text(mechanism.initialResponse())
                == "n,a=user@example.com,\u{1}host=server.example.com\u{1}port=143\u{1}"
                + "auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\u{1}\u{1}")
        #expect(try mechanism.respond(to: Array(#"{"status":"invalid_token"}"#.utf8)) == [1])
        #expect(throws: SASLError.unexpectedChallenge) { try mechanism.respond(to: []) }
        #expect(throws: SASLError.unexpectedChallenge) { try mechanism.finish() }
    }

    @Test func `OAUTHBEARER escapes the user and lets no token end its field`() throws {
        let mechanism = try OAuthBearerMechanism(user: "a=b,c", token: "t", host: "h", port: 1)
        #expect(text(mechanism.initialResponse())?.hasPrefix("n,a=a=3Db=2Cc,\u{1}") == true)
        for token in ["", "a\u{1}host=evil", "a\r\n"] {
            #expect(throws: SASLError.unsendableCharacter) {
                try OAuthBearerMechanism(user: "a", token: token, host: "h", port: 1)
            }
            #expect(throws: SASLError.unsendableCharacter) { try XOAuth2Mechanism(user: "a", token: token) }
        }
    }

    @Test func `XOAUTH2 is the form that Gmail documents, and ends a refusal with nothing`() throws {
        var mechanism = try XOAuth2Mechanism(
            user: "someuser@example.com", token: "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg")
        #expect(
            text(mechanism.initialResponse())
                == "user=someuser@example.com\u{1}auth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg\u{1}\u{1}")
        #expect(try mechanism.respond(to: Array(#"{"status":"401","schemes":"bearer"}"#.utf8)) == [])
        #expect(throws: SASLError.unexpectedChallenge) { try mechanism.respond(to: []) }
    }

    // MARK: Bounds

    @Test func `a server cannot ask without end`() throws {
        struct Patient: SASLMechanism {
            let name = SASLMechanismName.login
            func initialResponse() -> [UInt8]? { nil }
            func respond(to challenge: [UInt8]) -> [UInt8] { [] }
        }
        var exchange = try SASLExchange(Patient())
        for _ in 0..<SASLExchange.mostChallenges { _ = try exchange.respond(to: "") }
        #expect(throws: SASLError.tooManyChallenges) { try exchange.respond(to: "") }
    }

    @Test func `a challenge is base64 of bounded length`() throws {
        var exchange = try SASLExchange(CRAMMD5Mechanism(user: "a", password: "b"))
        #expect(throws: SASLError.unreadableChallenge) { try exchange.respond(to: "no base64") }
        let long = String(repeating: "AAAA", count: SASLExchange.longestChallenge / 4 + 1)
        #expect(throws: SASLError.challengeTooLong) { try exchange.respond(to: long) }
    }

    @Test func `a response that makes the line too long waits for a continuation`() throws {
        var exchange = try SASLExchange(XOAuth2Mechanism(user: "a", token: String(repeating: "t", count: 8_000)))
        #expect(exchange.takeInitialResponse() == nil)
        #expect(try exchange.respond(to: "").utf8.count > 8_000)
    }

    @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar"])
    func `base64 is read back as it was written`(text: String) {
        #expect(Base64.decoded(Base64.encoded(Array(text.utf8))) == Array(text.utf8))
    }

    @Test(arguments: ["A", "AB", "ABC", "====", "A===", "=AAA", "AB=C", "AA-_", "AAAA\n", "AAA A", "é=="])
    func `what is no base64 is not read`(text: String) {
        #expect(Base64.decoded(text) == nil)
    }
}

@Suite struct SASLprepTests {
    @Test(arguments: [
        ("I\u{AD}X", "IX"), ("user", "user"), ("USER", "USER"), ("\u{AA}", "a"), ("\u{2168}", "IX"),
        ("a\u{A0}b\u{3000}c", "a b c"), ("\u{FEFF}x\u{200D}", "x"), ("e\u{301}", "\u{E9}"), ("ｐａｓｓ", "pass"),
        // Not assigned in Unicode 3.2: a client lets it through.
        ("\u{221}", "\u{221}"), ("\u{627}1\u{628}", "\u{627}1\u{628}"), ("", ""), ("🐦", "🐦"),
    ])
    func `a text is prepared as RFC 4013 has it`(text: String, prepared: String) throws {
        #expect(Array(try SASLprep.prepared(text).unicodeScalars) == Array(prepared.unicodeScalars))
    }

    @Test(arguments: [
        "\u{7}", "\u{627}\u{31}", "\u{627}a\u{628}", "a\u{627}", "\u{7F}", "\u{85}", "\u{E000}", "\u{FFFD}",
        "\u{2FF0}", "\u{202E}", "\u{E0041}", String(Unicode.Scalar(UInt32(0xFDD0)).map(Character.init) ?? "\u{7}"),
    ])
    func `what RFC 4013 forbids is refused`(text: String) {
        #expect(throws: SASLError.unsendableCharacter) { try SASLprep.prepared(text) }
    }
}
