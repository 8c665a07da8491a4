import Foundation
import MailCrypto
import MailModel
import MessageContent
import TestSupport
import Testing

/// S/MIME by the real gpgsm, with a certificate that is made for the test.
@Suite struct SMIMETests {
    private func certificate(_ keys: KeyRing) async throws {
        try await ChildProcess.succeed(
            "openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-keyout", keys.home + "/key.pem",
                "-out",
                keys.home + "/cert.pem", "-subj", "/CN=Ada/emailAddress=ada@example.org", "-addext",
                "keyUsage=critical,digitalSignature,keyEncipherment,keyCertSign", "-addext",
                "subjectAltName=email:ada@example.org",
            ])
        try await ChildProcess.succeed(
            "gpgsm", ["--homedir", keys.home, "--batch", "--quiet", "--import", keys.home + "/cert.pem"])
    }

    private func signed(_ part: String, _ keys: KeyRing, detached: Bool) async throws -> String {
        let file = try keys.write(part, to: "part")
        let out = keys.home + "/signature"
        try await ChildProcess.succeed(
            "openssl",
            [
                "cms", "-sign", "-binary", "-in", file, "-signer", keys.home + "/cert.pem", "-inkey",
                keys.home + "/key.pem",
                "-outform", "DER", "-out", out,
            ] + (detached ? [] : ["-nodetach"]))
        return try Data(contentsOf: URL(fileURLWithPath: out)).base64EncodedString(options: .lineLength76Characters)
    }

    private func read(_ body: String, _ keys: KeyRing) -> (ReadableMessage, [Seal.State]) {
        let message = MessageReader.readable(source: Letter.bytes(body), engine: GnuPG(home: keys.home))
        return (message, message.seals.map(\.state))
    }

    @Test func `a signature beside its text is checked without asking the network`() async throws {
        let keys = try KeyRing()
        try await certificate(keys)
        let part = Letter.part("Signed by a certificate.")
        let body = Letter.signed(
            part, signature: try await signed(part, keys, detached: true), protocol: "application/pkcs7-signature"
        ).replacingOccurrences(
            of: "name=\"signature.asc\"\r\n", with: "name=\"smime.p7s\"\r\nContent-Transfer-Encoding: base64\r\n")

        let (message, states) = read(body, keys)
        let altered = read(body.replacingOccurrences(of: "a certificate", with: "a Certificate"), keys).1
        let asked = keys.hasAskedTheNetwork
        await keys.close()

        guard case .opened(let signatures) = states.first else {
            Issue.record("not opened: \(states)")
            return
        }
        #expect(signatures.map(\.address) == ["ada@example.org"])
        #expect(signatures.map(\.verdict) != [.bad])
        #expect(message.plainText == "Signed by a certificate.\n")
        guard case .opened(let others) = altered.first else {
            Issue.record("not opened: \(altered)")
            return
        }
        #expect(others.map(\.verdict) == [.bad])
        #expect(!asked)
    }

    @Test func `a signature that holds its text is opened`() async throws {
        let keys = try KeyRing()
        try await certificate(keys)
        let content = try await signed(Letter.part("Within the signature."), keys, detached: false)
        let body =
            "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + content

        let (message, states) = read(body, keys)
        await keys.close()

        #expect(message.plainText == "Within the signature.\n")
        #expect(states.count == 1)
    }

    /// A key of gpgsm's own, locked by a passphrase that a pinentry of the test gives; it keeps count of the questions.
    private func lockedKey(_ keys: KeyRing) async throws -> String {
        let pinentry = try keys.write(
            """
            #!/bin/sh
            echo "OK ready"
            while read -r command rest; do
              case "$command" in
                GETPIN) echo asked >>"${0%/*}/asked"; echo "D sesame"; echo OK ;;
                BYE) echo OK; exit 0 ;;
                *) echo OK ;;
              esac
            done

            """, to: "pinentry")
        try #require(chmod(pinentry, 0o755) == 0)
        _ = try keys.write("s2k-count 65536\npinentry-program \(pinentry)\n", to: "gpg-agent.conf")
        let wanted = try keys.write(
            """
            Key-Type: RSA
            Key-Length: 2048
            Key-Usage: sign, encrypt
            Serial: random
            Name-DN: CN=Ada
            Name-Email: ada@example.org

            """, to: "wanted")
        let certificate = keys.home + "/cert.pem"
        let fixed = ["--homedir", keys.home, "--batch", "--quiet"]
        try await ChildProcess.succeed("gpgsm", fixed + ["--armor", "--gen-key", "--output", certificate, wanted])
        try await ChildProcess.succeed("gpgsm", fixed + ["--import", certificate])
        try await ChildProcess.succeed("gpgconf", ["--homedir", keys.home, "--kill", "gpg-agent"])
        try FileManager.default.removeItem(atPath: keys.home + "/asked")
        return certificate
    }

    @Test func `an encrypted message is opened where a passphrase may be asked for, and nowhere else`() async throws {
        let keys = try KeyRing()
        let certificate = try await lockedKey(keys)
        let file = try keys.write(Letter.part("The secret is 42, see https://example.org/more"), to: "part")
        let cipher = keys.home + "/cipher"
        try await ChildProcess.succeed(
            "openssl", ["cms", "-encrypt", "-binary", "-in", file, "-outform", "DER", "-out", cipher, certificate])
        let encoded = try Data(contentsOf: URL(fileURLWithPath: cipher))
            .base64EncodedString(options: .lineLength76Characters)
        func letter(_ content: String) -> [UInt8] {
            Letter.bytes(
                """
                Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r
                Content-Transfer-Encoding: base64\r
                \r
                \(content)
                """)
        }
        var hasAsked: Bool { FileManager.default.fileExists(atPath: keys.home + "/asked") }

        let withScreen = MessageReader.readable(source: letter(encoded), engine: GnuPG(home: keys.home))
        let hasAskedOverScreen = hasAsked
        let asking = GnuPG(home: keys.home, mayAsk: true)
        let opened = MessageReader.readable(source: letter(encoded), engine: asking)
        let others = try KeyRing()
        let elsewhere = MessageReader.readable(
            source: letter(encoded), engine: GnuPG(home: others.home, mayAsk: true))
        let broken = MessageReader.readable(source: letter(String(encoded.prefix(400))), engine: asking)
        let hasAskedInTheEnd = hasAsked
        await keys.close()
        await others.close()

        #expect(withScreen.seals.map(\.state) == [.locked])
        #expect(!hasAskedOverScreen && hasAskedInTheEnd)
        #expect(!withScreen.plainText.contains("secret"))
        #expect(opened.seals.map(\.state) == [.opened([])])
        #expect(opened.plainText.contains("The secret is 42"))
        #expect(opened.links.map(\.warnings) == [[.encrypted]])
        #expect(elsewhere.seals.map(\.state) == [.noKey])
        #expect(broken.seals.map(\.state) == [.failed])
    }
}
