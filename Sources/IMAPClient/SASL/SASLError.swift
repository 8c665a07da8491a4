/// Why a SASL conversation (RFC 4422) cannot go on. Safe to log: no secret, and of the server's words only those
/// that were sanitised.
package enum SASLError: Error, Equatable, Sendable, Hashable {
    /// The challenge is not base64, or not what the mechanism asks at this point.
    case unreadableChallenge
    /// The server asks more than the mechanism has to say.
    case unexpectedChallenge
    /// The challenge is longer than any honest one.
    case challengeTooLong
    /// The server asks without end.
    case tooManyChallenges
    /// The user or the password holds a character that the mechanism has no way to send.
    case unsendableCharacter
    /// The server wants the password to be hashed that many times, which is too few to be safe or too many to be meant.
    case unacceptableIterationCount(Int)
    /// The server requires an extension of the mechanism that is not known here.
    case unknownExtension
    /// The server's nonce is not a continuation of ours: the answer is not to us, or is replayed.
    case foreignNonce
    /// The server did not prove that it knows the password.
    case serverNotAuthentic
    /// The server sees another TLS connection than we do: somebody is between us and it.
    case channelBindingMismatch
    /// The server gave up, with one of the words of RFC 5802 section 7.
    case failedByServer(String)
}

extension SASLError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadableChallenge: "unreadable challenge"
        case .unexpectedChallenge: "unexpected challenge"
        case .challengeTooLong: "challenge too long"
        case .tooManyChallenges: "too many challenges"
        case .unsendableCharacter: "user or password holds a character that cannot be sent"
        case .unacceptableIterationCount(let count):
            "iteration count \(count) is not within \(SCRAMBounds.iterations.lowerBound) and "
                + "\(SCRAMBounds.iterations.upperBound)"
        case .unknownExtension: "unknown extension required"
        case .foreignNonce: "nonce of the server does not continue ours"
        case .serverNotAuthentic: "server did not prove that it knows the password"
        case .channelBindingMismatch: "channel binding does not match"
        case .failedByServer(let word): "failed by the server: \(word)"
        }
    }
}

extension SASLError {
    /// Whether it casts doubt on who the server is, and not on user and password.
    package var isDistrust: Bool {
        switch self {
        case .foreignNonce, .serverNotAuthentic, .channelBindingMismatch: true
        case .unreadableChallenge, .unexpectedChallenge, .challengeTooLong, .tooManyChallenges, .unsendableCharacter,
            .unacceptableIterationCount, .unknownExtension, .failedByServer:
            false
        }
    }
}
