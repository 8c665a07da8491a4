import Crypto
import Foundation
import TestSupport
import Testing

@testable import IMAPClient

/// Logins to a real server.
@Suite struct DovecotLoginTests {
    /// A server that does not make those wait who come with a wrong password.
    private static let impatient = """
        auth_failure_delay = 0
        service anvil {
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }

        """
    private static let mechanisms =
        impatient + "auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256 anonymous\n"

    private func endpoint(_ server: DovecotServer) -> IMAPEndpoint {
        IMAPEndpoint(
            host: "localhost", port: server.tlsPort, security: .implicitTLS, trust: .caFile(server.certificateFile))
    }

    private func failure(
        _ server: DovecotServer, _ login: IMAPLogin, clientCertificate: IMAPEndpoint.ClientCertificate? = nil,
        transcript: Lines? = nil
    ) async -> IMAPError? {
        var endpoint = endpoint(server)
        endpoint.clientCertificate = clientCertificate
        var options = IMAPOptions()
        if let transcript { options.transcript = { transcript.append($0) } }
        return await Conversation.failure {
            let connection = try await IMAPConnection.open(endpoint, login: login, options: options)
            _ = try await connection.listAndSelect("INBOX")
            await connection.close()
        }
    }

    @Test func `every mechanism with a password lets us in, and lets nobody in with another password`() async throws {
        try await DovecotServer.with(settings: Self.mechanisms) { server in
            for name in [SASLMechanismName.plain, .login, .cramMD5, .scramSHA1, .scramSHA256] {
                let lines = Lines()
                var login = IMAPLogin(user: "robin", fixedPassword: DovecotServer.password)
                login.mechanisms = [name]
                #expect(await failure(server, login, transcript: lines) == nil, "\(name)")
                #expect(lines.all.contains { $0.contains("AUTHENTICATE \(name.rawValue)") }, "\(name)")
                Self.expectNothingSecret(lines.all, "\(name)")
                login = IMAPLogin(user: "robin", fixedPassword: "wrong")
                login.mechanisms = [name]
                guard case .loginRefused(_, code: "AUTHENTICATIONFAILED")? = await failure(server, login) else {
                    Issue.record("\(name) not refused")
                    continue
                }
            }
        }
    }

    /// No password in any of the forms in which it can stand on a line, and nothing by which one could be guessed: between
    /// AUTHENTICATE and its answer there is nothing but what is redacted.
    private static func expectNothingSecret(_ lines: [String], _ name: String) {
        let password = Array(DovecotServer.password.utf8)
        // What base64 makes of it depends on the octets before it; the ends depend on those around it.
        let forms = (0..<3).map { Base64.encoded([UInt8](repeating: 0, count: $0) + password).dropFirst(4).dropLast(4) }
        for line in lines {
            #expect(!line.contains(DovecotServer.password), "\(name): \(line)")
            for form in forms where form.count >= 4 { #expect(!line.contains(form), "\(name): \(line)") }
        }
        guard let start = lines.firstIndex(where: { $0.contains("AUTHENTICATE") }) else { return }
        let tag = lines[start].split(separator: " ").dropFirst().first ?? ""
        let dialogue = lines[(start + 1)...].prefix { !$0.hasPrefix("S: \(tag) ") }
        #expect(dialogue.allSatisfy { ["C: <redacted>", "S: + <redacted>"].contains($0) }, "\(name): \(dialogue)")
        #expect(lines[start].hasSuffix("<redacted>") || lines[start].split(separator: " ").count == 4, "\(name)")
    }

    @Test func `of all that it offers the strongest is used`() async throws {
        try await DovecotServer.with(settings: Self.mechanisms) { server in
            let lines = Lines()
            let login = IMAPLogin(user: "robin", fixedPassword: DovecotServer.password)
            #expect(await failure(server, login, transcript: lines) == nil)
            #expect(lines.all.filter { $0.contains("AUTHENTICATE") }.count == 1)
            #expect(lines.all.contains { $0.contains("AUTHENTICATE SCRAM-SHA-256 <redacted>") })
        }
    }

    @Test func `a password and a user beyond ASCII are prepared alike on both sides`() async throws {
        try await DovecotServer.with(users: ["björn"], settings: Self.mechanisms + "auth_username_chars =\n") {
            server in
            let decomposed = IMAPLogin(user: "bjo\u{308}rn", fixedPassword: DovecotServer.password)
            #expect(await failure(server, decomposed) == nil)
        }
    }

    @Test func `nobody logs in where anybody may`() async throws {
        let settings = Self.mechanisms + "auth_anonymous_username = robin\n"
        try await DovecotServer.with(settings: settings) { server in
            #expect(await failure(server, IMAPLogin(user: "", proof: .anonymous(trace: "test"))) == nil)
        }
    }

    @Test func `a client certificate logs in by EXTERNAL`() async throws {
        let settings =
            Self.impatient + """
                auth_mechanisms = plain external
                auth_ssl_username_from_cert = yes
                ssl_verify_client_cert = yes
                ssl_ca = <DIRECTORY/certificate.pem
                ssl_require_crl = no
                ssl_cert_username_field = commonName
                passdb {
                  driver = static
                  mechanisms = external
                  args = nopassword=y
                }

                """
        try await DovecotServer.with(settings: settings) { server in
            let own = try await server.makeClientCertificate(for: "robin")
            let shown = IMAPEndpoint.ClientCertificate(chainFile: own.chain, keyFile: own.key)
            let login = IMAPLogin(user: "robin", proof: .clientCertificate)
            #expect(await failure(server, login, clientCertificate: shown) == nil)
            #expect(await failure(server, login) != nil)
            let missing = IMAPEndpoint.ClientCertificate(chainFile: own.chain, keyFile: "/nowhere/key.pem")
            #expect(
                await failure(server, login, clientCertificate: missing)
                    == .clientCertificateUnreadable(path: "/nowhere/key.pem"))
        }
    }

    @Test(arguments: ["oauthbearer", "xoauth2"])
    func `a token logs in, and one that is refused is replaced once`(mechanism: String) async throws {
        let settings =
            Self.impatient + """
                auth_mechanisms = \(mechanism)
                auth_debug=yes
                passdb {
                  driver = oauth2
                  mechanisms = \(mechanism)
                  args = DIRECTORY/oauth2.conf
                }

                """
        try await DovecotServer.with(settings: settings) { server in
            try TokenIssuer.prepare(server)
            let asked = Lines()
            let stale = try TokenIssuer.token(for: "robin", lifetime: -60)
            let fresh = try TokenIssuer.token(for: "robin", lifetime: 600)
            let login = IMAPLogin(
                user: "robin",
                proof: .accessToken { () throws(IMAPError) in
                    asked.append("asked")
                    return asked.all.count == 1 ? stale : fresh
                })
            let lines = Lines()
            #expect(await failure(server, login, transcript: lines) == nil)
            #expect(asked.all.count == 2)
            #expect(!lines.all.contains { $0.contains(Base64.encoded(Array("n,a=robin".utf8)).dropLast(4)) })
            let old = IMAPLogin(user: "robin", proof: .accessToken { () throws(IMAPError) in stale })
            guard case .loginRefused? = await failure(server, old) else {
                Issue.record("a stale token was taken")
                return
            }
        }
    }
}

/// Makes tokens that the server can check by itself: a JWT with a key that both know (RFC 7519).
private enum TokenIssuer {
    private static let key = Array("a key that only this test knows, long enough".utf8)

    static func prepare(_ server: DovecotServer) throws {
        let folder = server.directory + "/keys/default/HS256"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        try Base64.encoded(key).write(toFile: folder + "/default", atomically: true, encoding: .utf8)
        try """
        introspection_mode = local
        local_validation_key_dict = fs:posix:prefix=\(server.directory)/keys/
        username_attribute = sub
        """.write(toFile: server.directory + "/oauth2.conf", atomically: true, encoding: .utf8)
    }

    static func token(for user: String, lifetime: Int) throws -> String {
        let now = Int(Date().timeIntervalSince1970)
        let header = #"{"alg":"HS256","typ":"JWT"}"#
        let claims = #"{"sub":"\#(user)","iat":\#(now - 120),"exp":\#(now + lifetime),"iss":"test"}"#
        let signed = "\(text(Array(header.utf8))).\(text(Array(claims.utf8)))"
        let code = HMAC<SHA256>.authenticationCode(for: Array(signed.utf8), using: SymmetricKey(data: key))
        return "\(signed).\(text(Array(code)))"
    }

    /// Base64 for URLs, without padding (RFC 4648 section 5).
    private static func text(_ octets: [UInt8]) -> String {
        Base64.encoded(octets).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
