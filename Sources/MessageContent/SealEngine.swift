import MailModel

/// Checks signatures and decrypts. Asks nobody and no network; each call takes a bounded time.
package protocol SealEngine: Sendable {
    /// A signature beside what it signs, byte for byte (RFC 1847 section 2.1).
    func verify(_ method: Seal.Method, text: [UInt8], signature: [UInt8]) -> OpenedSeal
    /// A text that holds its signature.
    func verifyOpaque(_ method: Seal.Method, _ message: [UInt8]) -> OpenedSeal
    /// Nothing is given back of what was altered.
    func decrypt(_ method: Seal.Method, _ message: [UInt8]) -> OpenedSeal
}

/// What came of opening a seal.
package struct OpenedSeal: Hashable, Sendable {
    package var state: Seal.State
    /// What was signed or encrypted; empty where it stands beside its signature or could not be read.
    package var plain: [UInt8]

    package init(_ state: Seal.State, plain: [UInt8] = []) {
        self.state = state
        self.plain = plain
    }
}

/// Where in a message something is signed or encrypted, by the structure alone.
enum SealedPart {
    /// Text and signature (RFC 3156 section 5, RFC 8551 section 3.5.3).
    case signed(Seal.Method)
    /// PGP/MIME (RFC 3156 section 4): the second part holds it.
    case encrypted
    /// S/MIME in one part (RFC 8551 section 3.4.2 and 3.3).
    case opaqueSigned, enveloped

    init?(_ part: PartTree) {
        switch part.type {
        case "multipart/signed":
            guard part.children.count >= 2 else { return nil }
            switch (part.parameters["protocol"] ?? part.children[1].type).lowercased() {
            case "application/pgp-signature": self = .signed(.openPGP)
            case "application/pkcs7-signature", "application/x-pkcs7-signature": self = .signed(.smime)
            default: return nil
            }
        case "multipart/encrypted":
            guard part.children.count >= 2 else { return nil }
            self = .encrypted
        case "application/pkcs7-mime", "application/x-pkcs7-mime":
            switch part.parameters["smime-type"]?.lowercased() {
            case "signed-data": self = .opaqueSigned
            case "certs-only", "compressed-data": return nil
            default: self = part.filename?.lowercased().hasSuffix(".p7s") == true ? .opaqueSigned : .enveloped
            }
        default: return nil
        }
    }

    /// The parts that only make the seal: what is in them is shown, or said, once it is opened. Not the text that is signed.
    func sections(of part: PartTree) -> Set<String> {
        switch self {
        case .signed: Set(part.children.dropFirst().prefix(1).map(\.section))
        case .encrypted: Set(part.children.prefix(2).map(\.section))
        case .opaqueSigned, .enveloped: [part.section]
        }
    }

    var method: Seal.Method {
        switch self {
        case .signed(let method): method
        case .encrypted: .openPGP
        case .opaqueSigned, .enveloped: .smime
        }
    }

    var isEncrypted: Bool {
        switch self {
        case .signed, .opaqueSigned: false
        case .encrypted, .enveloped: true
        }
    }
}
