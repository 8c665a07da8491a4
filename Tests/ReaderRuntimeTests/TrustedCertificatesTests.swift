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

    @Test func `the configuration's certificate wins over a remembered one, and that over authorities`() throws {
        let text = """
            [accounts.a]
            address = "a@b"
            imap = "imaps://h"
            password-command = "p"
            trust = "/ca.pem"

            """
        try withFolder { trusted, _ in
            func trust(_ text: String) throws -> IMAPEndpoint.Trust? {
                try ConfigurationParser.parse(text, file: "c").accounts.first.map {
                    AccountAssembly.account($0, trusted: trusted).endpoint.trust
                }
            }
            #expect(try trust(text) == .caFile("/ca.pem"))
            try trusted.store(Self.one, host: "h", port: 993)
            #expect(try trust(text) == .pin(Self.one))
            #expect(try trust(text + "certificate = \"sha256:\(Self.other)\"\n") == .pin(Self.other))
        }
    }
}
