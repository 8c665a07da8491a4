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
}
