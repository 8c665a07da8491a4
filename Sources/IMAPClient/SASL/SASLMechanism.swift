/// The client's side of one conversation of a SASL mechanism (RFC 4422 section 3), as a value without I/O.
protocol SASLMechanism: Sendable {
    var name: SASLMechanismName { get }

    /// What is said first, without being asked; nil where the server has to begin. Called once.
    mutating func initialResponse() throws(SASLError) -> [UInt8]?

    /// The answer to a challenge, both decoded.
    mutating func respond(to challenge: [UInt8]) throws(SASLError) -> [UInt8]

    /// Called when the server says OK: throws where it has not shown what the mechanism asks of it.
    func finish() throws(SASLError)
}

extension SASLMechanism {
    /// Most mechanisms ask nothing of the server.
    func finish() throws(SASLError) {}
}

/// The mechanisms that are implemented here.
package enum SASLMechanismName: String, Sendable, CaseIterable, Hashable {
    case scramSHA256Plus = "SCRAM-SHA-256-PLUS"
    case scramSHA1Plus = "SCRAM-SHA-1-PLUS"
    case scramSHA256 = "SCRAM-SHA-256"
    case scramSHA1 = "SCRAM-SHA-1"
    case cramMD5 = "CRAM-MD5"
    case plain = "PLAIN"
    case login = "LOGIN"
    case oauthBearer = "OAUTHBEARER"
    case xoauth2 = "XOAUTH2"
    case external = "EXTERNAL"
    case anonymous = "ANONYMOUS"

    /// Those that show knowledge of a password, the strongest first: the server learns nothing new from the first four,
    /// little from CRAM-MD5, and the password itself from the last two.
    static let forPassword: [SASLMechanismName] = [
        .scramSHA256Plus, .scramSHA1Plus, .scramSHA256, .scramSHA1, .cramMD5, .plain, .login,
    ]

    /// Those that carry an access token; the standard one first.
    static let forAccessToken: [SASLMechanismName] = [.oauthBearer, .xoauth2]

    /// Whether it binds the login to the TLS connection (RFC 5802 section 6).
    var bindsChannel: Bool { self == .scramSHA256Plus || self == .scramSHA1Plus }
}
