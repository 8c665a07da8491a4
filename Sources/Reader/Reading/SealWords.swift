import MailModel
import Screen

/// What came of looking at something signed or encrypted, in plain words.
struct SealWords {
    let seal: Seal
    /// The sender that the message names; empty where there is none.
    let sender: String

    /// A sentence for each thing to say, and whether it is a warning.
    var sentences: [(words: String, isWarning: Bool)] {
        switch seal.state {
        case .unchecked: return [(seal.isEncrypted ? "encrypted, not opened yet" : "signed, not checked yet", false)]
        case .noKey: return [("encrypted to a key that is not on this machine", true)]
        case .locked: return [(locked, true)]
        case .noProgram:
            return [
                (
                    seal.isEncrypted
                        ? "encrypted; \(program), which could open it, is not installed"
                        : "signed; \(program), which could check it, is not installed", true
                )
            ]
        case .noAnswer:
            return [
                (
                    seal.isEncrypted
                        ? "encrypted; \(program) did not answer in time: open this again to try once more"
                        : "signed, not checked: \(program) did not answer in time", true
                )
            ]
        case .tooLarge:
            return [
                (
                    seal.isEncrypted
                        ? "encrypted, and too large to be opened here: save it and decrypt it with \(program)"
                        : "signed, and too large to be checked here", true
                )
            ]
        case .failed:
            return [
                (
                    seal.isEncrypted
                        ? "encrypted, but it can't be opened: it is broken or was altered"
                        : "signed, but it could not be checked: the signature is broken, or \(program) failed", true
                )
            ]
        case .opened(let signatures):
            guard !signatures.isEmpty else {
                return [
                    seal.isEncrypted
                        ? ("encrypted, not signed: anybody may have written it", false) : ("not signed", true)
                ]
            }
            return signatures.map { signature in
                let (words, isWarning) = SealWords.words(signature, sender: sender)
                return ((seal.isEncrypted ? "encrypted, " : "") + words, isWarning)
            }
        }
    }

    private var program: String { seal.method == .openPGP ? "gpg" : "gpgsm" }

    private var locked: String {
        switch seal.method {
        case .openPGP: "encrypted; the key is locked: unlock it elsewhere, as with `gpg --decrypt`, and open this again"
        case .smime: "encrypted by S/MIME: `martlet show` opens it, and asks for the passphrase"
        }
    }

    private static func words(_ signature: Seal.Signature, sender: String) -> (words: String, isWarning: Bool) {
        let key = "key …" + DisplayText.sanitised(String(signature.fingerprint.suffix(16)), .address)
        let name = DisplayText.sanitised(signature.signer, .address)
        let signer = name.isEmpty ? key : name
        switch signature.verdict {
        case .good:
            let isSender = signature.address.lowercased() == sender.lowercased()
            let other = isSender ? "" : ", who is not the sender"
            if signature.isTrusted { return ("good signature of \(signer)\(other)", !isSender) }
            return ("good signature of \(signer)\(other); but nobody you trust says that this \(key) is theirs", true)
        case .bad: return ("BAD signature: this is not what \(signer) signed", true)
        case .keyUnknown: return ("signed by a \(key) that is not on this machine: not checked", true)
        case .signatureExpired: return ("the signature of \(signer) has expired", true)
        case .keyExpired: return ("signed by \(signer) with a key that has expired", true)
        case .keyRevoked: return ("signed by \(signer) with a key that was revoked", true)
        case .unchecked: return ("signed by \(signer), but the signature could not be checked", true)
        }
    }

    /// Said where not all of the text is so: no tick, which would seem to be about the message.
    var linesOfPart: [ReaderDocument.Run] {
        sentences.map { words, isWarning in
            ReaderDocument.Run((isWarning ? "! " : "· ") + "a part: " + words, isWarning ? .warning : .dim)
        }
    }

    /// `✓`, or `!` where something is to be warned of.
    var lines: [ReaderDocument.Run] {
        sentences.map { words, isWarning in
            let isGood = !isWarning && isOpened
            return ReaderDocument.Run(
                (isWarning ? "! " : isGood ? "✓ " : "· ") + words, isWarning ? .warning : isGood ? .added : .dim)
        }
    }

    private var isOpened: Bool {
        if case .opened = seal.state { return true }
        return false
    }
}
