import IMAPClient
import MailModel
import MailStore

/// Why something that needs the server or the store did not happen. Safe to log.
package enum SyncError: Error, Equatable, Sendable {
    /// There is no connection, or it ended while this was under way.
    case offline(IMAPError)
    /// The server refused the user or the password, or the password could not be had.
    case loginRefused(IMAPError)
    /// The server's identity, or the link to it, cannot be trusted.
    case notTrusted(IMAPError)
    /// The account has no folder of that name.
    case noSuchFolder(String)
    /// The message is no longer there.
    case noSuchMessage
    /// The message has no part of that number.
    case noSuchPart(String)
    /// The server said no, in words for the user.
    case refused(String)
    case store(StoreError)
    case cancelled
}

extension SyncError {
    /// Sorts an error of a lower layer.
    package init(_ error: any Error) {
        switch error {
        case let error as SyncError: self = error
        case let error as IMAPError: self.init(error)
        case let error as StoreError: self = .store(error)
        case is CancellationError: self = .cancelled
        default: self = .refused("Something unexpected failed.")
        }
    }

    /// The errors of lower layers as `SyncError`, and those of whoever was handed something as they are.
    static func sorted(_ error: any Error) -> any Error {
        switch error {
        case is IMAPError, is StoreError, is CancellationError: SyncError(error)
        default: error
        }
    }

    init(_ error: IMAPError) {
        switch error {
        case .loginRefused where error.asksForPatience: self = .offline(error)
        case .loginRefused, .loginMethodUnavailable, .passwordCommandFailed, .tokenCommandFailed,
            .clientCertificateUnreadable:
            self = .loginRefused(error)
        case .certificate, .startTLSRefused, .preauthBeforeTLS, .plaintextRefused, .bytesBeforeTLS,
            .trustFileUnreadable:
            self = .notTrusted(error)
        case .sasl(_, let problem):
            self = problem.isDistrust ? .notTrusted(error) : .loginRefused(error)
        case .connectionRefused, .hostNotFound, .connectionFailed, .timedOut, .closed, .tlsFailed,
            .protocolViolation:
            self = .offline(error)
        case .no, .bad, .unsupported, .unencodable: self = .refused(ErrorWords.words(for: error))
        case .cancelled: self = .cancelled
        }
    }

    /// The exit code of a command that ends with this error.
    package var exitCode: Int32 {
        switch self {
        case .offline: 3
        case .loginRefused: 4
        case .notTrusted: 5
        case .noSuchFolder, .noSuchMessage, .noSuchPart, .refused, .store, .cancelled: 1
        }
    }

    /// Whether the server is to be left alone for minutes.
    var asksForPatience: Bool {
        if case .offline(let error) = self { error.asksForPatience } else { false }
    }

    /// What the user has to decide, where a certificate is what is wrong. Nothing where the configuration names the one
    /// that is to be trusted: it is there that this has to be changed.
    func trustQuestion(about endpoint: IMAPEndpoint) -> TrustQuestion? {
        guard case .notTrusted(.certificate(let problem, let shown?)) = self else { return nil }
        if case .pin = endpoint.trust { return nil }
        return TrustQuestion(
            host: endpoint.host, port: endpoint.port, certificate: shown, reason: CertificateWords.reason(problem))
    }

    /// Whether trying again by itself is pointless or harmful: only the user can change what is wrong.
    var needsUser: Bool {
        switch self {
        case .loginRefused, .notTrusted: true
        case .offline, .noSuchFolder, .noSuchMessage, .noSuchPart, .refused, .store, .cancelled: false
        }
    }
}

extension SyncError: CustomStringConvertible {
    /// What happened and what to do, in a line.
    package var description: String { ErrorWords.words(for: self) }
}
