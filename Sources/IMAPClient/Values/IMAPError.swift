import MailModel

/// Why a connection or a command failed. Safe to log: no password, no command arguments, no message text.
///
/// Texts of the server that are kept in it are sanitised of control characters and at most 300 characters long.
package enum IMAPError: Error, Equatable, Sendable {
    case connectionRefused(host: String, port: Int)
    case hostNotFound(host: String)
    /// The network, not the server, said no: unreachable, reset while connecting.
    case connectionFailed(host: String, port: Int, reason: String)
    /// Nothing came from the server for too long; `doing` completes "timed out while …".
    case timedOut(doing: String)
    /// The connection ended; `byServer` is the text of its BYE where it said one.
    case closed(byServer: String?)
    /// The server does not offer STARTTLS, or refused it.
    case startTLSRefused
    /// The server greeted with PREAUTH on a link that must be protected first (RFC 9051 section 7.1.4).
    case preauthBeforeTLS
    /// The account would send its password in the clear to another machine.
    case plaintextRefused
    /// Bytes came between the answer to STARTTLS and the start of TLS: somebody may be injecting (CVE-2011-0411).
    case bytesBeforeTLS
    /// The file of certificate authorities cannot be read.
    case trustFileUnreadable(path: String)
    /// TLS failed for another reason than the certificate: not a TLS port, no common version.
    case tlsFailed(reason: String)
    /// The certificate is not trusted. `shown` is what the server showed, where it showed one.
    case certificate(reason: CertificateProblem, shown: ServerCertificate?)
    /// The server refused the user or the password. `code` is the response code's name, such as `AUTHENTICATIONFAILED`.
    case loginRefused(text: String, code: String?)
    /// The login went wrong on our side, or on the server's in a way that is not about user and password.
    case sasl(mechanism: SASLMechanismName, SASLError)
    /// The client certificate or its key cannot be read.
    case clientCertificateUnreadable(path: String)
    /// The server offers no way to log in that is implemented here.
    case loginMethodUnavailable(offered: [String])
    /// A tagged NO. `code` is the response code's name in upper case, such as `TRYCREATE`, `NONEXISTENT`, `OVERQUOTA`.
    case no(command: String, code: String?, text: String)
    /// A tagged BAD.
    case bad(command: String, text: String)
    /// The server broke the protocol in a way that cannot be skipped.
    case protocolViolation(String)
    /// The server lacks the extension that this needs.
    case unsupported(String)
    /// The task that waited was cancelled.
    case cancelled
    /// An argument cannot be written in a command: it holds NUL, CR or LF where none may be.
    case unencodable
    /// The command that prints the password failed; `reason` is written by us, never its output.
    case passwordCommandFailed(reason: String)
    /// The command that prints the access token failed.
    case tokenCommandFailed(reason: String)
}

/// What is wrong with a server's certificate, with what a person needs to judge it.
package enum CertificateProblem: Equatable, Sendable, Hashable {
    /// Signed by nobody known here. `issuer` is the name in the certificate.
    case unknownIssuer(issuer: String, isSelfSigned: Bool)
    /// No longer valid since (seconds since 1970).
    case expired(on: Int64)
    /// Not valid before (seconds since 1970).
    case notYetValid(before: Int64)
    /// Made for `names`, and not for the host asked for.
    case wrongName(asked: String, names: [String])
    /// Not the certificate that the account pins, which has this SHA-256 in lower-case hexadecimal.
    case pinMismatch(pinned: String)
    case other(String)
}

extension IMAPError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .connectionRefused(let host, let port): "connection to \(host):\(port) refused"
        case .hostNotFound(let host): "host \(host) not found"
        case .connectionFailed(let host, let port, let reason): "connection to \(host):\(port) failed: \(reason)"
        case .timedOut(let doing): "timed out while \(doing)"
        case .closed(let reason): reason.map { "closed by the server: \($0)" } ?? "connection closed"
        case .startTLSRefused: "STARTTLS refused"
        case .preauthBeforeTLS: "PREAUTH before TLS"
        case .plaintextRefused: "link without TLS refused"
        case .bytesBeforeTLS: "bytes sent before TLS started"
        case .trustFileUnreadable(let path): "cannot read certificate authorities from \(path)"
        case .tlsFailed(let reason): "TLS failed: \(reason)"
        case .certificate(let problem, let shown):
            "certificate not trusted: \(problem)" + (shown.map { ", SHA-256 \($0.fingerprint)" } ?? "")
        case .loginRefused(let text, _): "login refused: \(text)"
        case .sasl(let mechanism, let error): "login by \(mechanism.rawValue) failed: \(error)"
        case .clientCertificateUnreadable(let path): "cannot read client certificate or key \(path)"
        case .loginMethodUnavailable: "no usable login method"
        case .no(let command, let code, let text): "\(command) refused\(code.map { " [\($0)]" } ?? ""): \(text)"
        case .bad(let command, let text): "\(command) not understood: \(text)"
        case .protocolViolation(let what): "protocol violation: \(what)"
        case .unsupported(let what): "\(what) not supported by the server"
        case .cancelled: "cancelled"
        case .unencodable: "argument cannot be sent"
        case .passwordCommandFailed(let reason): "password command failed: \(reason)"
        case .tokenCommandFailed(let reason): "token command failed: \(reason)"
        }
    }
}

extension CertificateProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownIssuer(let issuer, let isSelfSigned): isSelfSigned ? "self-signed" : "unknown issuer \(issuer)"
        case .expired(let on): "expired at \(on)"
        case .notYetValid(let before): "not valid before \(before)"
        case .wrongName(let asked, let names): "made for \(names.joined(separator: ", ")), not for \(asked)"
        case .pinMismatch(let pinned): "not the pinned certificate with SHA-256 \(pinned)"
        case .other(let reason): reason
        }
    }
}
