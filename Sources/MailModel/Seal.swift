/// A stretch of a message that is signed or encrypted, and what came of looking at it.
///
/// Text before and after it is not part of it, whoever signed it: the screen marks where it begins and ends.
package struct Seal: Hashable, Sendable {
    package enum Method: Hashable, Sendable { case openPGP, smime }

    package enum State: Hashable, Sendable {
        /// Nobody looked yet.
        case unchecked
        /// The signatures were looked at; none is there where the text is only encrypted.
        case opened([Signature])
        /// Encrypted to somebody else.
        case noKey
        /// The key wants a passphrase that is not at hand.
        case locked
        /// No program for it is installed.
        case noProgram
        /// The program did not answer in time.
        case noAnswer
        /// It, or what is in it, has more octets than are opened.
        case tooLarge
        /// Broken or altered.
        case failed
    }

    package var method: Method
    package var isEncrypted: Bool
    package var state: State
    /// Indexes of the message's `lines`. Seals stand side by side or within each other.
    package var lines: Range<Int>

    package init(method: Method, isEncrypted: Bool, state: State, lines: Range<Int>) {
        self.method = method
        self.isEncrypted = isEncrypted
        self.state = state
        self.lines = lines
    }
}

extension Seal {
    package struct Signature: Hashable, Sendable {
        package enum Verdict: Hashable, Sendable {
            case good
            /// The text or the signature was altered.
            case bad
            case keyUnknown, signatureExpired, keyExpired, keyRevoked
            /// It could not be looked at, for another reason.
            case unchecked
        }

        package var verdict: Verdict
        /// Whether the user, or somebody he trusts in this, has said that the key is the named person's.
        package var isTrusted: Bool
        /// As the key says; empty where the key is not here.
        package var signer: String
        /// The signer's address, as the key says; empty where it has none.
        package var address: String
        /// In hexadecimal digits; of an unknown key maybe only its end.
        package var fingerprint: String

        package init(verdict: Verdict, isTrusted: Bool, signer: String, address: String, fingerprint: String) {
            self.verdict = verdict
            self.isTrusted = isTrusted
            self.signer = signer
            self.address = address
            self.fingerprint = fingerprint
        }
    }
}
