/// Where a server is and how the link to it is protected.
package struct IMAPEndpoint: Sendable, Hashable {
    package enum Security: Sendable, Hashable {
        /// TLS from the first byte (RFC 8314 section 3.2), port 993.
        case implicitTLS
        /// Plain until STARTTLS (RFC 9051 section 6.2.1), which is required, port 143.
        case startTLS
        /// No TLS: refused unless the peer is this machine or `allowsPlaintext` is set.
        case plaintext
    }

    package enum Trust: Sendable, Hashable {
        /// The certificate authorities of the system.
        case system
        /// The system's, and those in this PEM file.
        case caFile(String)
        /// Only the certificate with this SHA-256 of its DER form, in hexadecimal; colons and `sha256:` may be there.
        /// Replaces every other check, the name included.
        case pin(String)
    }

    package var host: String
    package var port: Int
    package var security: Security
    package var trust: Trust
    /// Whether a link without TLS to another machine is allowed.
    package var allowsPlaintext: Bool

    package init(
        host: String, port: Int, security: Security, trust: Trust = .system, allowsPlaintext: Bool = false
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.trust = trust
        self.allowsPlaintext = allowsPlaintext
    }
}

/// Who logs in. The password is asked for when it is needed, and kept only until the login is answered.
package struct IMAPLogin: Sendable {
    package var user: String
    package var password: @Sendable () async throws(IMAPError) -> String

    package init(user: String, password: @escaping @Sendable () async throws(IMAPError) -> String) {
        self.user = user
        self.password = password
    }

    /// A login with a password known beforehand.
    package init(user: String, fixedPassword: String) {
        self.init(user: user) { () throws(IMAPError) in fixedPassword }
    }
}
