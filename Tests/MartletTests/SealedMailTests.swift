import Foundation
import TestSupport
import Testing

/// `martlet show` of signed and encrypted mail, with keys in the home folder of the test's own.
@Suite(.serialized) struct SealedMailTests {
    private func withKeys(_ body: (Program, KeyRing) async throws -> Void) async throws {
        try await Program.with { program in
            let keys = try KeyRing()
            try FileManager.default.createSymbolicLink(
                atPath: program.home + "/.gnupg", withDestinationPath: keys.home)
            do {
                try await keys.makeKey("Ada <ada@example.org>")
                try await body(program, keys)
            } catch {
                await keys.close()
                throw error
            }
            _ = try await ChildProcess.run("gpgconf", ["--homedir", program.home + "/.gnupg", "--kill", "all"])
            await keys.close()
        }
    }

    private func signed(_ keys: KeyRing) async throws -> String {
        let part = Letter.part("Signed words.")
        return Letter.head
            + Letter.mixed([
                Letter.signed(part, signature: try await keys.signature(of: part)), Letter.part("Added later."),
            ])
    }

    private func encrypted(_ words: String, _ keys: KeyRing) async throws -> String {
        let cipher = try await keys.encrypted(Letter.part(words), to: "ada@example.org", signed: true)
        try FileManager.default.removeItem(atPath: keys.home + "/text")
        return Letter.head + Letter.encrypted(cipher)
    }

    private func seals(_ outcome: Program.Outcome) throws -> [[String: Any]] {
        let security = try #require(try outcome.objects.first?["security"] as? [String: Any])
        return try #require(security["seals"] as? [[String: Any]])
    }

    @Test func `a file that is signed in part: what is, from where to where, and by whom`() async throws {
        try await withKeys { program, keys in
            let file = program.home + "/signed.eml"
            try await signed(keys).write(toFile: file, atomically: true, encoding: .utf8)

            let text = try await program.run("show", file)
            let json = try await program.run("show", file, "--json")

            #expect(text.status == 0, "\(text.errors)")
            #expect(
                text.output.contains(
                    """
                    · a part: good signature of Ada <ada@example.org>

                    ┏ ✓ good signature of Ada <ada@example.org>
                    ┃ Signed words.
                    ┗ end of what was signed

                      Added later.
                    """), "\(text.output)")
            let seal = try #require(try seals(json).first)
            #expect(seal["state"] as? String == "opened")
            #expect(seal["encrypted"] as? Bool == false)
            #expect(seal["text"] as? String == "Signed words.\n")
            let signature = try #require((seal["signatures"] as? [[String: Any]])?.first)
            #expect(signature["verdict"] as? String == "good")
            #expect(signature["trusted"] as? Bool == true)
            #expect(signature["address"] as? String == "ada@example.org")
        }
    }

    @Test func `an encrypted message from standard input is read, and said once to be so`() async throws {
        try await withKeys { program, keys in
            let letter = try await encrypted("The secret is 42.", keys)

            let text = try await program.run(input: letter, "show", "-")
            let json = try await program.run(input: letter, "show", "-", "--json")

            #expect(text.status == 0, "\(text.errors)")
            #expect(
                text.output.contains(
                    """
                    ┏ ✓ encrypted, good signature of Ada <ada@example.org>
                    ┃ The secret is 42.
                    ┗ end of what was encrypted
                    """), "\(text.output)")
            #expect(text.output.components(separatedBy: "good signature").count == 2)
            let seal = try #require(try seals(json).first)
            #expect(seal["encrypted"] as? Bool == true)
            #expect(seal["state"] as? String == "opened")
            #expect(try json.objects.first?["text"] as? String == "The secret is 42.\n")
        }
    }

    @Test func `one from the server is decrypted each time, and no file has what was read`() async throws {
        try await DovecotServer.with { dovecot in
            try await withKeys { program, keys in
                let words = "cucumber\(UUID().uuidString)"
                try dovecot.deliver([Array(try await encrypted(words, keys).utf8)])
                try program.configure(
                    imap: "imap+plain://robin@127.0.0.1:\(dovecot.port)", password: DovecotServer.password)
                let list = try await program.run("list", "INBOX", "--json")
                let id = try #require(try list.objects.first?["id"] as? String)

                for _ in 0..<2 {
                    let shown = try await program.run("show", id)
                    #expect(shown.status == 0, "\(shown.errors)")
                    #expect(shown.output.contains(words))
                }

                var looked = 0
                for name in try FileManager.default.subpathsOfDirectory(atPath: program.home) {
                    // A folder holds nothing by itself.
                    guard let data = try? Data(contentsOf: URL(fileURLWithPath: program.home + "/" + name)) else {
                        continue
                    }
                    looked += 1
                    #expect(data.range(of: Data(words.utf8)) == nil, "\(name)")
                }
                #expect(looked > 1)
            }
        }
    }
}
