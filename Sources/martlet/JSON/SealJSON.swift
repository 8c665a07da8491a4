import MailModel

/// Something signed or encrypted, as `show --json` prints it.
struct SealJSON: Encodable {
    struct Signature: Encodable {
        var verdict: String
        var trusted: Bool
        var signer: String
        var address: String
        var fingerprint: String
    }

    /// `openpgp` or `smime`.
    var method: String
    var encrypted: Bool
    /// `opened`, or why it is not.
    var state: String
    var signatures: [Signature]
    /// The lines of `text` that it covers, from 1 on; the second is not among them.
    var lines: [Int]
    /// Only these lines are so.
    var text: String

    init(_ seal: Seal, of message: ReadableMessage) {
        method = seal.method == .openPGP ? "openpgp" : "smime"
        encrypted = seal.isEncrypted
        signatures = []
        switch seal.state {
        case .unchecked: state = "unchecked"
        case .noKey: state = "noKey"
        case .locked: state = "locked"
        case .noProgram: state = "noProgram"
        case .noAnswer: state = "noAnswer"
        case .tooLarge: state = "tooLarge"
        case .failed: state = "failed"
        case .opened(let found):
            state = "opened"
            signatures = found.map { signature in
                Signature(
                    verdict: SealJSON.word(signature.verdict), trusted: signature.isTrusted, signer: signature.signer,
                    address: signature.address, fingerprint: signature.fingerprint)
            }
        }
        let range = seal.lines.clamped(to: 0..<message.lines.count)
        lines = [range.lowerBound + 1, range.upperBound + 1]
        text = message.lines[range].map { $0.text + "\n" }.joined()
    }

    private static func word(_ verdict: Seal.Signature.Verdict) -> String {
        switch verdict {
        case .good: "good"
        case .bad: "bad"
        case .keyUnknown: "keyUnknown"
        case .signatureExpired: "signatureExpired"
        case .keyExpired: "keyExpired"
        case .keyRevoked: "keyRevoked"
        case .unchecked: "unchecked"
        }
    }
}
