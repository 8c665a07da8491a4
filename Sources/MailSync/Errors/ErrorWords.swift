import IMAPClient
import MailStore

/// The only place that turns errors into words for a person: what happened, and what to do next.
package enum ErrorWords {
    package static func words(for error: SyncError) -> String {
        switch error {
        case .offline(let reason), .loginRefused(let reason), .notTrusted(let reason): words(for: reason)
        case .noSuchFolder(let name): "There is no folder “\(name)”; `martlet folders` lists them."
        case .noSuchMessage: "The message is no longer there."
        case .noSuchPart(let section): "The message has no part \(section)."
        case .refused(let words): words
        case .store(let error): words(for: error)
        case .cancelled: "Cancelled."
        }
    }

    package static func words(for error: StoreError) -> String {
        switch error {
        case .damaged(let path):
            "The mail store \(path) is damaged; quit every Martlet and start again: it is then set aside and rebuilt."
        case .newerVersion(let path): "The mail store \(path) was written by a newer Martlet; use that one."
        case .diskFull: "The disk is full; make room, and Martlet goes on by itself."
        case .notWritable(let path): "The mail store \(path) cannot be written; check its permissions."
        case .busy: "Another program holds the mail store; Martlet tries again."
        case .failed(let reason): "The mail store failed: \(reason)."
        }
    }

    package static func words(for error: IMAPError) -> String {
        switch error {
        case .connectionRefused(let host, let port):
            "\(host) refuses connections on port \(port); check host and port."
        case .hostNotFound(let host): "The host \(host) was not found; check its name and the network."
        case .connectionFailed(let host, let port, let reason):
            "No connection to \(host) port \(port): \(reason); check the network."
        case .timedOut(let doing): "The server did not answer in time (\(doing))."
        case .closed(let reason): reason.map { "The server closed the connection: \($0)" } ?? "The connection was lost."
        case .startTLSRefused: "The server offers no STARTTLS; use imaps:// if it has TLS on another port."
        case .preauthBeforeTLS: "The server skips the login before TLS, which is not safe; use imaps://."
        case .plaintextRefused:
            "Without TLS the password could be read on the way; use imaps://, or set allow-plaintext = true."
        case .bytesBeforeTLS: "Somebody may be tampering with the connection (data before TLS); nothing was sent."
        case .trustFileUnreadable(let path): "The certificate file \(path) cannot be read."
        case .tlsFailed(let reason): "TLS failed: \(reason); check that the port speaks TLS."
        case .certificate(let problem, let shown): CertificateWords.words(for: problem, shown: shown)
        case .loginRefused(let text, _): "The server refused the login: \(text) Check user and password."
        case .sasl(let mechanism, let problem): words(for: problem, mechanism: mechanism)
        case .clientCertificateUnreadable(let path):
            "The client certificate or key \(path) cannot be read; it has to be a PEM file, its key without a password."
        case .loginMethodUnavailable(let offered):
            "The server offers no login that Martlet knows (it has \(list(offered)))."
        case .no(let command, _, let text): "The server refused \(command): \(text)"
        case .bad(let command, let text): "The server did not understand \(command): \(text)"
        case .protocolViolation(let what): "The server does not keep to the protocol: \(what)."
        case .unsupported(let what): "The server cannot do this (it lacks \(what))."
        case .cancelled: "Cancelled."
        case .unencodable: "A name or text holds characters that cannot be sent."
        case .passwordCommandFailed(let reason): "The password command failed: \(reason)."
        case .tokenCommandFailed(let reason): "The token command failed: \(reason)."
        }
    }

    private static func words(for problem: SASLError, mechanism: SASLMechanismName) -> String {
        let name = mechanism.rawValue
        let another = "; name other login-mechanisms to do without \(name)."
        return switch problem {
        case .unreadableChallenge, .unexpectedChallenge, .challengeTooLong, .tooManyChallenges, .unknownExtension:
            "The server does not keep to the rules of the login by \(name) (\(problem))\(another)"
        case .unsendableCharacter: "The user or the password holds a character that \(name) cannot send."
        case .unacceptableIterationCount:
            "The server asks for a password hash that is too weak or too costly (\(problem))\(another)"
        case .foreignNonce, .serverNotAuthentic:
            "The server let the login pass without knowing the password: it may not be the right one. Nothing was sent."
        case .channelBindingMismatch:
            "The server sees another TLS connection than this one: somebody may be in between. Ask whoever runs it; if"
                + " a proxy of theirs is in between, name other login-mechanisms."
        case .failedByServer(let word): "The server gave up the login by \(name): \(word)."
        }
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "nothing" : names.prefix(5).joined(separator: ", ")
    }
}
