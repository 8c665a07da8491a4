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
    /// SHA-256 of a certificate that the user trusted when asked, in hexadecimal. It is accepted besides whatever `trust`
    /// accepts, so that one renewed by an authority needs no second question; beside a pin it counts for nothing.
    package var remembered: String?
    /// Whether a link without TLS to another machine is allowed.
    package var allowsPlaintext: Bool
    /// What we show in TLS, where the server asks for it.
    package var clientCertificate: ClientCertificate?

    /// A certificate of our own, with those that lead to its issuer, and its key: PEM files.
    package struct ClientCertificate: Sendable, Hashable {
        package var chainFile: String
        package var keyFile: String

        package init(chainFile: String, keyFile: String) {
            self.chainFile = chainFile
            self.keyFile = keyFile
        }
    }

    package init(
        host: String, port: Int, security: Security, trust: Trust = .system, remembered: String? = nil,
        allowsPlaintext: Bool = false, clientCertificate: ClientCertificate? = nil
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.trust = trust
        self.remembered = remembered
        self.allowsPlaintext = allowsPlaintext
        self.clientCertificate = clientCertificate
    }
}
