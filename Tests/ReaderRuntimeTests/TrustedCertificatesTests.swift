import Foundation
import IMAPClient
import MailModel
import Testing

@testable import ReaderRuntime

@Suite struct TrustedCertificatesTests {
    private static let one = String(repeating: "0a", count: 32)
    private static let other = String(repeating: "ff", count: 32)

    private func withFolder(_ body: (TrustedCertificates, String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "martlet-trust-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }  // left behind, it harms nobody
        try body(TrustedCertificates(directory: folder), folder + "/trusted-certificates")
    }

    @Test func `a certificate is remembered for its server, and a later one replaces it`() throws {
        try withFolder { trusted, path in
            #expect(trusted.fingerprint(host: "h", port: 993) == nil)
            try trusted.store(Self.one, host: "H.example", port: 993)
            try trusted.store(Self.one, host: "h.example", port: 143)
            try trusted.store(Self.other.uppercased(), host: "h.example", port: 993)
            #expect(trusted.fingerprint(host: "h.EXAMPLE", port: 993) == Self.other)
            #expect(trusted.fingerprint(host: "h.example", port: 143) == Self.one)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            try trusted.forget(host: "h.example", port: 993)
            #expect(trusted.fingerprint(host: "h.example", port: 993) == nil)
            #expect(trusted.fingerprint(host: "h.example", port: 143) == Self.one)
        }
    }

    @Test(arguments: [
        "h:993", "h:993 sha256:12", "h:993 \(one)", "h:993 sha256:\(one) more", "\u{0}\u{1}", "h:993 sha256:zz",
    ])
    func `a line that cannot be read trusts nobody`(line: String) throws {
        try withFolder { trusted, path in
            try trusted.store(Self.other, host: "else", port: 1)
            try (line + "\n").write(toFile: path, atomically: true, encoding: .utf8)
            #expect(trusted.fingerprint(host: "h", port: 993) == nil)
        }
    }

    @Test func `a folder that cannot be made is said`() {
        #expect(throws: TrustedCertificates.Failure.self) {
            try TrustedCertificates(directory: "/dev/null/data").store(Self.one, host: "h", port: 1)
        }
    }

    @Test func `a certificate of the configuration is exclusive, a remembered one stands beside the authorities`()
        throws
    {
        let text = """
            [accounts.a]
            address = "a@b"
            imap = "imaps://h"
            password-command = "p"
            trust = "/ca.pem"

            """
        try withFolder { trusted, _ in
            func endpoint(_ text: String) throws -> IMAPEndpoint? {
                try ConfigurationParser.parse(text, file: "c").accounts.first.map {
                    AccountAssembly.account($0, trusted: trusted).endpoint
                }
            }
            #expect(try endpoint(text)?.trust == .caFile("/ca.pem"))
            try trusted.store(Self.one, host: "h", port: 993)
            #expect(try endpoint(text)?.trust == .caFile("/ca.pem"))
            #expect(try endpoint(text)?.remembered == Self.one)
            #expect(try endpoint(text + "certificate = \"sha256:\(Self.other)\"\n")?.trust == .pin(Self.other))
        }
    }

    @Test(arguments: [
        ("", IMAPOptions.Compression.onRequest), ("compress = true", .onRequest), ("compress = false", .never),
    ])
    func `compression can be forbidden for an account`(line: String, expected: IMAPOptions.Compression) throws {
        let text = """
            [accounts.a]
            address = "a@b"
            imap = "imaps://h"
            password-command = "p"
            \(line)
            """
        let account = try #require(try ConfigurationParser.parse(text, file: "c").accounts.first)
        #expect(AccountAssembly.account(account).options.imap.compression == expected)
    }
}
