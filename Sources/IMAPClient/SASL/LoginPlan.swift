import Crypto
import IMAPWire

/// One way to log in.
enum LoginMethod: Equatable, Sendable {
    case authenticate(SASLMechanismName)
    /// The command of that name (RFC 9051 section 6.2.3).
    case loginCommand
}

/// Which ways of logging in are tried, the strongest that both sides have first.
///
/// Those that show the password or a token are among them on any link: one that lacks TLS is refused before it comes to
/// a login, unless it stays on this machine or the user allows it.
struct LoginPlan: Equatable, Sendable {
    let methods: [LoginMethod]
    private let user: String
    /// Whether the user has said which mechanisms are to be used.
    private let isChosen: Bool
    /// Whether a mechanism's first response goes on the line of its command (SASL-IR).
    private let isInOneTurn: Bool
    /// Whether the LOGIN command was found switched off here: then it is the last of all ways.
    private let isCommandDoubtful: Bool
    /// What SCRAM says of channel binding where it does not use it.
    let unboundHeader: SCRAMHeader
    let binding: ChannelBinding?

    /// - Parameters:
    ///   - isInOneTurn: whether SASL-IR may be used.
    ///   - isCommandDoubtful: whether the LOGIN command was found switched off on an earlier connection.
    ///   - binding: what this connection can be bound to.
    init(
        for login: IMAPLogin, offered: Capabilities, isInOneTurn: Bool, isCommandDoubtful: Bool = false,
        binding: ChannelBinding?
    ) {
        self.binding = binding
        self.isInOneTurn = isInOneTurn
        self.isCommandDoubtful = isCommandDoubtful
        user = login.user
        isChosen = login.mechanisms != nil
        let mayUse: (SASLMechanismName) -> Bool = { name in
            offered.offersAuthentication(name.rawValue) && login.mechanisms?.contains(name) ?? true
        }
        switch login.proof {
        case .password:
            methods = Self.passwordMethods(
                login, offered, mayUse, canBind: binding != nil, isCommandDoubtful: isCommandDoubtful)
        case .accessToken:
            // Many offer one of them only, and some tell no mechanisms at all.
            methods = SASLMechanismName.forAccessToken.filter(mayUse).map { .authenticate($0) }
        case .clientCertificate: methods = mayUse(.external) ? [.authenticate(.external)] : []
        case .anonymous: methods = mayUse(.anonymous) ? [.authenticate(.anonymous)] : []
        }
        let isBindingOffered = SASLMechanismName.allCases.contains {
            $0.bindsChannel && offered.offersAuthentication($0.rawValue)
        }
        // Where it is offered and we come to one without it, the server's kind of binding is not ours: saying that we
        // believe it has none would make it suspect an attack (RFC 5802 section 6).
        unboundHeader = binding != nil && !isBindingOffered ? .notOffered : .unsupported
    }

    private static func passwordMethods(
        _ login: IMAPLogin, _ offered: Capabilities, _ mayUse: (SASLMechanismName) -> Bool, canBind: Bool,
        isCommandDoubtful: Bool
    ) -> [LoginMethod] {
        var methods: [LoginMethod] = SASLMechanismName.forPassword.filter {
            ($0.bindsChannel ? canBind : true) && mayUse($0)
        }
        .map { .authenticate($0) }
        guard !offered.contains("LOGINDISABLED"), login.mechanisms?.contains(.login) ?? true else { return methods }
        // `domain\user/mailbox` is understood by the command only (quirk 10).
        let plain = methods.firstIndex(of: .authenticate(.plain)) ?? methods.firstIndex(of: .authenticate(.login))
        let goesFirst = login.user.contains("\\") && !isCommandDoubtful
        methods.insert(.loginCommand, at: goesFirst ? plain ?? methods.count : methods.count)
        return methods
    }

    /// The same ways in the order in which they are tried: what shows the password anyway shows it in one turn, where
    /// that can be.
    ///
    /// The command is one; LOGIN as a mechanism never is, and PLAIN with SASL-IR only. The command takes ASCII and nothing
    /// else (RFC 6855 section 5), and what has to go as a literal may wait for the server twice. Whoever has chosen a mechanism
    /// gets it.
    func order(sending secret: String) -> [LoginMethod] {
        guard !isChosen, !isCommandDoubtful, let command = methods.firstIndex(of: .loginCommand),
            CommandEncoder.isQuotable(user),
            CommandEncoder.isQuotable(secret)
        else { return methods }
        let slow = methods.firstIndex { method in
            switch method {
            case .authenticate(.plain): !isInOneTurn
            case .authenticate(.login): true
            case .authenticate, .loginCommand: false
            }
        }
        guard let slow, slow < command else { return methods }
        var order = methods
        order.remove(at: command)
        order.insert(.loginCommand, at: slow)
        return order
    }

    func mechanism(
        _ name: SASLMechanismName, user: String, secret: String, endpoint: IMAPEndpoint
    ) throws(SASLError) -> any SASLMechanism {
        switch name {
        case .scramSHA256Plus: try SCRAMMechanism<SHA256>(name, user: user, password: secret, binding: boundHeader)
        case .scramSHA256: try SCRAMMechanism<SHA256>(name, user: user, password: secret, binding: unboundHeader)
        case .scramSHA1Plus: try SCRAMMechanism<Insecure.SHA1>(name, user: user, password: secret, binding: boundHeader)
        case .scramSHA1: try SCRAMMechanism<Insecure.SHA1>(name, user: user, password: secret, binding: unboundHeader)
        case .cramMD5: CRAMMD5Mechanism(user: user, password: secret)
        case .plain: try PlainMechanism(user: user, password: secret)
        case .login: try LoginMechanism(user: user, password: secret)
        case .oauthBearer:
            try OAuthBearerMechanism(user: user, token: secret, host: endpoint.host, port: endpoint.port)
        case .xoauth2: try XOAuth2Mechanism(user: user, token: secret)
        case .external: try ExternalMechanism(user: user)
        case .anonymous: try AnonymousMechanism(trace: secret)
        }
    }

    private var boundHeader: SCRAMHeader { binding.map { .bound($0) } ?? .unsupported }
}
