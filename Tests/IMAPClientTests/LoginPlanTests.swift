import Testing

@testable import IMAPClient

@Suite struct LoginPlanTests {
    private static let binding = ChannelBinding(type: "tls-server-end-point", octets: [1])

    private func methods(_ login: IMAPLogin, _ offered: String, binding: ChannelBinding? = nil) -> [LoginMethod] {
        let capabilities = Capabilities(offered.split(separator: " ").map(String.init))
        return LoginPlan(for: login, offered: capabilities, binding: binding).methods
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
        #expect(LoginPlan(for: ada, offered: plus, binding: Self.binding).unboundHeader == .unsupported)
        #expect(LoginPlan(for: ada, offered: without, binding: Self.binding).unboundHeader == .notOffered)
        #expect(LoginPlan(for: ada, offered: without, binding: nil).unboundHeader == .unsupported)
    }

    @Test func `only what is about the mechanism leads to the next one`() {
        func no(_ code: String?, _ text: String = "no") -> IMAPError {
            .no(command: "AUTHENTICATE", code: code, text: text)
        }
        #expect(LoginFailure.isOfMechanism(.bad(command: "AUTHENTICATE", text: "what")))
        #expect(LoginFailure.isOfMechanism(no("CANNOT")))
        #expect(LoginFailure.isOfMechanism(no(nil, "Unsupported authentication mechanism.")))
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
