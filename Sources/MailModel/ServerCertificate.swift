/// What a server's certificate says of itself, for a person to judge.
package struct ServerCertificate: Hashable, Sendable {
    /// Whose it is and who signed it, as distinguished names; empty where it could not be read.
    package var subject: String
    package var issuer: String
    /// The hosts that it is made for.
    package var names: [String]
    /// Seconds since 1970.
    package var validFrom: Int64
    package var validUntil: Int64
    /// SHA-256 of its DER form, lower-case hexadecimal.
    package var fingerprint: String

    package init(
        subject: String = "", issuer: String = "", names: [String] = [], validFrom: Int64 = 0, validUntil: Int64 = 0,
        fingerprint: String
    ) {
        self.subject = subject
        self.issuer = issuer
        self.names = names
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.fingerprint = fingerprint
    }

    /// The fingerprint as people compare it: upper case, a colon between octets.
    package var spelledFingerprint: String { Self.spelled(fingerprint) }

    package static func spelled(_ fingerprint: String) -> String {
        var text = ""
        for (position, digit) in fingerprint.uppercased().enumerated() {
            if position > 0, position.isMultiple(of: 2) { text.append(":") }
            text.append(digit)
        }
        return text
    }
}

/// A certificate that is not trusted, and that the user may trust nevertheless.
package struct TrustQuestion: Hashable, Sendable {
    package var host: String
    package var port: Int
    package var certificate: ServerCertificate
    /// Why it is not trusted, in words for the user.
    package var reason: String

    package init(host: String, port: Int, certificate: ServerCertificate, reason: String) {
        self.host = host
        self.port = port
        self.certificate = certificate
        self.reason = reason
    }
}
