/// Who logs in, and how that is shown. A secret is asked for when it is needed, and kept only until the login is
/// answered.
package struct IMAPLogin: Sendable {
    package enum Proof: Sendable {
        case password(@Sendable () async throws(IMAPError) -> String)
        /// An access token of OAuth 2 (RFC 6750). Asked for a second time where the server refuses it: one that has
        /// changed by then is tried.
        case accessToken(@Sendable () async throws(IMAPError) -> String)
        /// The certificate that is shown in TLS, `IMAPEndpoint.clientCertificate`.
        case clientCertificate
        /// None: for servers that let anybody in (RFC 4505). The trace is for their log.
        case anonymous(trace: String)
    }

    package var user: String
    package var proof: Proof
    /// The only mechanisms to be tried, for a server that offers one and does not know it; nil for all.
    package var mechanisms: Set<SASLMechanismName>?

    package init(user: String, proof: Proof, mechanisms: Set<SASLMechanismName>? = nil) {
        self.user = user
        self.proof = proof
        self.mechanisms = mechanisms
    }

    package init(user: String, password: @escaping @Sendable () async throws(IMAPError) -> String) {
        self.init(user: user, proof: .password(password))
    }

    /// A login with a password known beforehand.
    package init(user: String, fixedPassword: String) {
        self.init(user: user) { () throws(IMAPError) in fixedPassword }
    }
}
