import Foundation
import MailCrypto
import MailModel
import MessageContent
import Reader
import TestSupport
import Testing

/// Signed and encrypted mail by the real gpg, with keys that are made for the test.
@Suite struct OpenPGPTests {
    static let ada = "Ada <ada@example.org>"

    private func withKeys(_ body: (KeyRing) async throws -> Void) async throws {
        let keys = try KeyRing()
        do {
            try await keys.makeKey(OpenPGPTests.ada)
            try await body(keys)
        } catch {
            await keys.close()
            throw error
        }
        await keys.close()
    }

    private func read(_ body: String, _ keys: KeyRing) -> ReadableMessage {
        MessageReader.readable(source: Letter.bytes(body), engine: GnuPG(home: keys.home))
    }

    private func verdict(_ message: ReadableMessage) throws -> Seal.Signature {
        guard case .opened(let signatures) = try #require(message.seals.first).state else {
            throw ChildFailure(state: message.seals[0].state)
        }
        return try #require(signatures.first)
    }

    struct ChildFailure: Error { var state: Seal.State }

    private func screen(_ message: ReadableMessage) -> String {
        (LaidOutText.senderLines(of: message, columns: 200) + LaidOutText.lines(of: message, columns: 80))
            .map { $0 + "\n" }.joined()
    }

    @Test func `a good signature is named, and its text is marked from where to where`() async throws {
        try await withKeys { keys in
            let part = Letter.part("I have signed this.")
            let signed = Letter.signed(part, signature: try await keys.signature(of: part))

            let message = read(Letter.mixed([Letter.part("Before."), signed, Letter.part("After.")]), keys)

            let signature = try verdict(message)
            #expect(signature.verdict == .good)
            #expect(signature.isTrusted)
            #expect(signature.address == "ada@example.org")
            let seal = try #require(message.seals.first)
            #expect(message.lines[seal.lines].map(\.text) == ["I have signed this."])
            let screen = screen(message)
            #expect(screen.contains("✓ good signature of Ada <ada@example.org>\n"))
            #expect(screen.contains("\n┃ I have signed this.\n┗ end of what was signed\n"))
            #expect(screen.contains("  Before.\n"))
            #expect(screen.contains("  After."))
            // The signature is said to be good: it is no file to save. Unchecked it is one.
            #expect(message.attachments.isEmpty)
            let source = Letter.bytes(Letter.mixed([signed]))
            #expect(MessageReader.readable(source: source).attachments.map(\.type) == ["application/pgp-signature"])
        }
    }

    @Test func `what else stands in the signed multipart is outside the mark`() async throws {
        try await withKeys { keys in
            let part = Letter.part("Signed.")
            let signed = Letter.signed(part, signature: try await keys.signature(of: part))
                .replacingOccurrences(of: "--s--", with: "--s\r\n" + Letter.part("┃ Posing.") + "\r\n--s--")

            let message = read(signed, keys)

            #expect(try verdict(message).verdict == .good)
            #expect(message.lines[try #require(message.seals.first).lines].map(\.text) == ["Signed."])
            #expect(screen(message).contains("\n  ┃ Posing."))
        }
    }

    @Test func `an altered text has a bad signature`() async throws {
        try await withKeys { keys in
            let part = Letter.part("Pay 10 to Charles.")
            let signature = try await keys.signature(of: part)

            let message = read(Letter.signed(Letter.part("Pay 90 to Charles."), signature: signature), keys)

            #expect(try verdict(message).verdict == .bad)
            #expect(screen(message).contains("! BAD signature"))
        }
    }

    @Test func `an unknown key is not looked for in the network, whatever gpg's configuration says`() async throws {
        try await withKeys { keys in
            let part = Letter.part("Hello.")
            let signature = try await keys.signature(of: part)
            let others = try KeyRing()
            _ = try others.write(
                "auto-key-retrieve\nauto-key-locate wkd,keyserver\nkeyserver hkp://127.0.0.1:1\n", to: "gpg.conf")

            let message = read(Letter.signed(part, signature: signature), others)

            #expect(try verdict(message).verdict == .keyUnknown)
            #expect(screen(message).contains("not on this machine: not checked"))
            #expect(!others.hasAskedTheNetwork)
            await others.close()
        }
    }

    @Test func `a signature by somebody else than the sender is said to be so`() async throws {
        let keys = try KeyRing()
        try await keys.makeKey("Eve <eve@example.net>")
        let part = Letter.part("Hello.")
        let message = read(Letter.signed(part, signature: try await keys.signature(of: part)), keys)
        await keys.close()

        #expect(screen(message).contains("! good signature of Eve <eve@example.net>, who is not the sender"))
    }

    @Test func `a key that nobody vouches for is said to be so`() async throws {
        try await withKeys { keys in
            let part = Letter.part("Hello.")
            let signature = try await keys.signature(of: part)
            let others = try KeyRing()
            let exported = try await keys.gpg(["--armor", "--export"])
            try await others.gpg(["--import", try others.write(exported, to: "key")])

            let message = read(Letter.signed(part, signature: signature), others)
            await others.close()

            let found = try verdict(message)
            #expect(found.verdict == .good && !found.isTrusted)
            #expect(screen(message).contains("nobody you trust says that"))
        }
    }

    @Test func `an encrypted message is read, its links want a question, its file can be saved`() async throws {
        try await withKeys { keys in
            let inner = Letter.mixed([
                Letter.part("The secret is 42, see https://example.org/more"),
                Letter.part("a,b", type: "application/x-data; name=table.bin"),
            ])
            let body = Letter.encrypted(try await keys.encrypted(inner, to: "ada@example.org", signed: true))

            let message = read(body, keys)

            #expect(message.plainText.contains("The secret is 42"))
            #expect(try verdict(message).verdict == .good)
            #expect(message.links.map(\.warnings) == [[.encrypted]])
            #expect(screen(message).contains("✓ encrypted, good signature of Ada"))
            #expect(message.attachments.map(\.filename) == ["table.bin"])
            let file = try #require(message.attachments.first { $0.filename == "table.bin" })
            let saved = MessageReader.sealedPart(
                section: file.section, ofSource: Letter.bytes(body), engine: GnuPG(home: keys.home))
            #expect(saved.map { String(decoding: $0.bytes, as: UTF8.self) } == "a,b")
            let unopened = MessageReader.readable(source: Letter.bytes(body))
            #expect(!unopened.plainText.contains("secret"))
            #expect(unopened.seals.map(\.state) == [.unchecked])
        }
    }

    private func pictures(_ message: ReadableMessage) -> [String] {
        message.lines.flatMap(\.spans).compactMap { $0.picture?.section }
    }

    private static let html = Letter.part(
        "<p>Above</p><img src=\"cid:in\"><p>Below</p><img src=\"cid:out\">", type: "text/html")

    @Test func `pictures of an encrypted message stand in its text, and are taken from within it`() async throws {
        try await withKeys { keys in
            let inner = Letter.mixed([
                Letter.related([Self.html, Letter.picture([1, 2, 3], id: "in")]),
                Letter.picture([4], id: "between"),
                Letter.part("Last."),
            ])
            let once = Letter.encrypted(try await keys.encrypted(inner, to: "ada@example.org"))
            for (body, within) in [
                (once, ">"), (Letter.mixed([Letter.part("Before."), once]), "2>"),
                (Letter.encrypted(try await keys.encrypted(once, to: "ada@example.org")), ">>"),
            ] {
                let message = read(body, keys)

                #expect(pictures(message) == [within + "1.2", within + "2"])
                let file = try #require(
                    MessageReader.sealedPart(
                        section: within + "1.2", ofSource: Letter.bytes(body), engine: GnuPG(home: keys.home)))
                #expect(file.bytes == [1, 2, 3])
                // They are listed as files by the same names, once, and what carried them is not.
                #expect(message.attachments.map(\.section) == [within + "1.2", within + "2"])
            }
        }
    }

    @Test func `no picture goes into encrypted text from outside, and none out of it`() async throws {
        try await withKeys { keys in
            let inner = Letter.related([Self.html, Letter.picture([1], id: "in")])
            let secret = Letter.encrypted(try await keys.encrypted(inner, to: "ada@example.org"))
            for outer in [Letter.mixed, Letter.related] {
                let message = read(outer([Self.html, secret, Letter.picture([2], id: "out")]), keys)

                let seal = try #require(message.seals.first)
                let within = message.lines[seal.lines].flatMap(\.spans).compactMap { $0.picture?.section }
                #expect(within == ["2>2"])
                #expect(Set(pictures(message)).subtracting(["2>2"]) == ["3"])
            }
        }
    }

    @Test func `HTML around an encrypted part gets nothing of it`() async throws {
        try await withKeys { keys in
            let secret = try await keys.encrypted(Letter.part("SECRET-42", type: "text/html"), to: "ada@example.org")
            let body = Letter.mixed([
                Letter.part("<img src=\"http://evil.example/", type: "text/html"), Letter.encrypted(secret),
                Letter.part("\"><a href=\"http://evil.example/", type: "text/html"),
            ])

            let message = read(body, keys)

            let seal = try #require(message.seals.first)
            #expect(message.lines[seal.lines].map(\.text) == ["SECRET-42"])
            #expect(!message.links.contains { $0.target.contains("SECRET") })
        }
    }

    @Test func `nothing is shown of what was altered on its way`() async throws {
        try await withKeys { keys in
            var cipher = try await keys.encrypted(Letter.part("SECRET"), to: "ada@example.org")
            let lines = cipher.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let place = try #require(lines.lastIndex { $0.count > 20 && !$0.hasPrefix("-") })
            var altered = lines
            altered[place] = String(lines[place].prefix(10).map { $0 == "A" ? "B" : "A" }) + lines[place].dropFirst(10)
            cipher = altered.filter { !$0.hasPrefix("=") }.joined(separator: "\n")

            let message = read(Letter.encrypted(cipher), keys)

            #expect(message.seals.map(\.state) == [.failed])
            #expect(!message.plainText.contains("SECRET"))
        }
    }

    @Test func `a message to another key, and one to a locked key, say so without asking`() async throws {
        try await withKeys { keys in
            try await keys.makeKey("Locked <locked@example.org>", passphrase: "sesame")
            let locked = Letter.encrypted(try await keys.encrypted(Letter.part("x"), to: "locked@example.org"))
            let mine = Letter.encrypted(try await keys.encrypted(Letter.part("x"), to: "ada@example.org"))
            try await ChildProcess.succeed("gpgconf", ["--homedir", keys.home, "--kill", "gpg-agent"])
            let others = try KeyRing()

            #expect(read(locked, keys).seals.map(\.state) == [.locked])
            #expect(read(mine, others).seals.map(\.state) == [.noKey])
            await others.close()
        }
    }

    @Test func `inline signed and encrypted text is marked, and what stands around it is not`() async throws {
        try await withKeys { keys in
            let signed = try await keys.clearSigned("Signed words.\n- with a dash\n")
            let cipher = try await keys.encrypted("Secret words.\n", to: "ada@example.org")

            let message = read(Letter.part("Before.\n\(signed)\nBetween.\n\(cipher)\nAfter.\n"), keys)

            #expect(message.seals.count == 2)
            #expect(
                message.lines[message.seals[0].lines].map(\.text).filter { !$0.isEmpty } == [
                    "Signed words.", "- with a dash",
                ])
            #expect(message.lines[message.seals[1].lines].map(\.text).filter { !$0.isEmpty } == ["Secret words."])
            #expect(try verdict(message).verdict == .good)
            let screen = screen(message)
            #expect(screen.contains("  Before.") && screen.contains("  Between.") && screen.contains("  After."))
            #expect(screen.contains("┃ Signed words."))
        }
    }
}
