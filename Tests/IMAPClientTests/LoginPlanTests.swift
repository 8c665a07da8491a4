import Crypto
import Foundation
import TestSupport
import Testing

@testable import IMAPClient

@Suite struct LoginPlanTests {
    private static let binding = ChannelBinding(type: "tls-server-end-point", octets: [1])

    private func methods(_ login: IMAPLogin, _ offered: String, binding: ChannelBinding? = nil) -> [LoginMethod] {
        let capabilities = Capabilities(offered.split(separator: " ").map(String.init))
        return plan(login, capabilities, binding).methods
    }

    private func plan(
        _ login: IMAPLogin, _ offered: Capabilities, _ binding: ChannelBinding?, isInOneTurn: Bool = true
    ) -> LoginPlan {
        LoginPlan(for: login, offered: offered, isInOneTurn: isInOneTurn, binding: binding)
    }

    private let ada = IMAPLogin(user: "ada", fixedPassword: "x")

    @Test func `the strongest that both sides have comes first`() {
        let offered =
            "AUTH=PLAIN AUTH=LOGIN auth=cram-md5 AUTH=SCRAM-SHA-1 AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-256-PLUS AUTH=GSSAPI"
        let rest: [LoginMethod] = [
            .authenticate(.scramSHA256), .authenticate(.scramSHA1), .authenticate(.cramMD5), .authenticate(.plain),
            .authenticate(.login), .loginCommand,
        ]
        #expect(methods(ada, offered, binding: Self.binding) == [.authenticate(.scramSHA256Plus)] + rest)
        #expect(methods(ada, offered) == rest)
    }

    @Test func `the command is used where it is not disabled`() {
        #expect(methods(ada, "IMAP4rev1") == [.loginCommand])
        #expect(methods(ada, "LOGINDISABLED AUTH=PLAIN") == [.authenticate(.plain)])
        #expect(methods(ada, "LOGINDISABLED AUTH=GSSAPI") == [])
    }

    @Test func `a user of a domain goes by the command before PLAIN`() {
        let user = IMAPLogin(user: "corp\\ada/shared", fixedPassword: "x")
        #expect(methods(user, "AUTH=PLAIN AUTH=NTLM") == [.loginCommand, .authenticate(.plain)])
        #expect(methods(user, "AUTH=PLAIN LOGINDISABLED") == [.authenticate(.plain)])
    }

    @Test func `what shows the password anyway goes by the command where that saves a turn`() {
        let offered = Capabilities(["AUTH=SCRAM-SHA-1", "AUTH=PLAIN", "AUTH=LOGIN"])
        let scram = LoginMethod.authenticate(.scramSHA1)
        let plain = LoginMethod.authenticate(.plain)
        let login = LoginMethod.authenticate(.login)
        let slow = plan(ada, offered, nil, isInOneTurn: false)
        #expect(slow.order(sending: "it's \"quoted\" \\ and \u{1} all") == [scram, .loginCommand, plain, login])
        #expect(plan(ada, offered, nil).order(sending: "x") == [scram, plain, .loginCommand, login])
        // Neither is for the command: it has no charset, and a literal waits.
        for secret in ["gehéim", "a\r\nb", String(repeating: "x", count: 2_000)] {
            #expect(slow.order(sending: secret) == slow.methods)
        }
        let elsewhere = plan(IMAPLogin(user: "ädä", fixedPassword: "x"), offered, nil, isInOneTurn: false)
        #expect(elsewhere.order(sending: "x") == [scram, plain, login, .loginCommand])
        var chosen = ada
        chosen.mechanisms = [.plain]
        #expect(plan(chosen, offered, nil, isInOneTurn: false).order(sending: "x") == [plain])
        let disabled = Capabilities(["AUTH=PLAIN", "LOGINDISABLED"])
        #expect(plan(ada, disabled, nil, isInOneTurn: false).order(sending: "x") == [plain])
    }

    @Test func `the command that was found switched off is the last of all ways`() {
        let offered = Capabilities(["AUTH=PLAIN", "AUTH=LOGIN"])
        for user in ["ada", "corp\\ada"] {
            let plan = LoginPlan(
                for: IMAPLogin(user: user, fixedPassword: "x"), offered: offered, isInOneTurn: false,
                isCommandDoubtful: true, binding: nil)
            #expect(
                plan.order(sending: "x") == [.authenticate(.plain), .authenticate(.login), .loginCommand])
        }
    }

    @Test func `each proof has its own mechanisms`() {
        let offered = "AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER AUTH=EXTERNAL AUTH=ANONYMOUS"
        let token = IMAPLogin(user: "ada", proof: .accessToken { () throws(IMAPError) in "t" })
        #expect(methods(token, offered) == [.authenticate(.oauthBearer), .authenticate(.xoauth2)])
        #expect(methods(token, "AUTH=PLAIN") == [])
        #expect(methods(IMAPLogin(user: "ada", proof: .clientCertificate), offered) == [.authenticate(.external)])
        #expect(methods(IMAPLogin(user: "", proof: .anonymous(trace: "m")), offered) == [.authenticate(.anonymous)])
    }

    @Test func `the user's choice of mechanisms is kept to`() {
        let offered = "AUTH=PLAIN AUTH=CRAM-MD5 AUTH=SCRAM-SHA-1"
        var login = ada
        login.mechanisms = [.plain]
        #expect(methods(login, offered) == [.authenticate(.plain)])
        login.mechanisms = [.login]
        #expect(methods(login, offered) == [.loginCommand])
    }

    @Test func `the header tells what we believe of the server`() {
        let plus = Capabilities(["AUTH=SCRAM-SHA-256-PLUS", "AUTH=SCRAM-SHA-256"])
        let without = Capabilities(["AUTH=SCRAM-SHA-256"])
        #expect(plan(ada, plus, Self.binding).unboundHeader == .unsupported)
        #expect(plan(ada, without, Self.binding).unboundHeader == .notOffered)
        #expect(plan(ada, without, nil).unboundHeader == .unsupported)
    }

    @Test func `only what is about the mechanism leads to the next one`() {
        func no(_ code: String?, _ text: String = "no") -> IMAPError {
            .no(command: "AUTHENTICATE", code: code, text: text)
        }
        #expect(LoginFailure.isOfMechanism(.bad(command: "AUTHENTICATE", text: "what")))
        #expect(LoginFailure.isOfMechanism(no("CANNOT")))
        #expect(LoginFailure.isOfMechanism(no(nil, "Unsupported authentication mechanism.")))
        for text in ["LOGIN is disabled, use AUTHENTICATE", "Command not supported"] {
            #expect(LoginFailure.isOfMechanism(.no(command: "LOGIN", code: nil, text: text)))
            #expect(LoginFailure.isOfMechanism(.no(command: "LOGIN", code: "ALERT", text: text)))
        }
        for (code, text) in [
            (nil, "LOGIN failed"), (nil, "Incorrect username or password"),
            ("AUTHENTICATIONFAILED", "login not allowed"),
            ("PRIVACYREQUIRED", "login not allowed without TLS"),
        ] {
            #expect(!LoginFailure.isOfMechanism(.no(command: "LOGIN", code: code, text: text)), "\(text)")
        }
        #expect(
            LoginFailure.isOfMechanism(
                .sasl(mechanism: .scramSHA1Plus, .failedByServer("unsupported-channel-binding-type"))))
        for error in [
            no("AUTHENTICATIONFAILED", "bad mechanism"), no("UNAVAILABLE"), no(nil, "wrong password"),
            .closed(byServer: nil),
            .sasl(mechanism: .scramSHA1, .serverNotAuthentic),
            .sasl(mechanism: .scramSHA1Plus, .channelBindingMismatch),
        ] {
            #expect(!LoginFailure.isOfMechanism(error), "\(error)")
        }
    }
}

@Suite struct ChannelBindingTests {
    /// Makes a certificate and gives its DER form.
    private func certificate(_ key: [String], digest: String) async throws -> [UInt8] {
        let folder = NSTemporaryDirectory() + "martlet-binding-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // left behind, it harms nobody
        try await ChildProcess.succeed(
            "openssl",
            ["req", "-x509", "-newkey"] + key + [
                "-nodes", "-keyout", folder + "/key", "-outform", "DER", "-out", folder + "/der", "-subj", "/CN=x",
                "-days", "2", digest,
            ])
        return Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/der")))
    }

    private static let curve = ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]

    @Test func `the binding is the certificate's hash by the hash of its signature, at least SHA-256`() async throws {
        let ec = try await certificate(Self.curve, digest: "-sha256")
        #expect(ChannelBinding(serverCertificate: ec)?.octets == Array(SHA256.hash(data: ec)))
        #expect(ChannelBinding(serverCertificate: ec)?.type == "tls-server-end-point")
        let longer = try await certificate(Self.curve, digest: "-sha384")
        #expect(ChannelBinding(serverCertificate: longer)?.octets == Array(SHA384.hash(data: longer)))
        let longest = try await certificate(["rsa:2048"], digest: "-sha512")
        #expect(ChannelBinding(serverCertificate: longest)?.octets == Array(SHA512.hash(data: longest)))
        let old = try await certificate(["rsa:2048"], digest: "-sha1")
        #expect(ChannelBinding(serverCertificate: old)?.octets == Array(SHA256.hash(data: old)))
    }

    @Test func `a signature without a hash function of its own binds nothing, nor does what is no certificate`()
        async throws
    {
        let edwards = try await certificate(["ed25519"], digest: "-sha256")
        #expect(ChannelBinding(serverCertificate: edwards) == nil)
        #expect(ChannelBinding(serverCertificate: [0x30, 0x80, 1]) == nil)
    }
}
