import CGPGME
import Dispatch
import MailModel
import MessageContent

/// GnuPG's programs by gpgme: keys are taken from this machine alone, and no answer takes longer than the limit.
package struct GnuPG: SealEngine {
    /// The folder of the keys; nil for the user's own.
    private let home: String?
    /// The path of the program; nil for the one that is installed.
    private let program: String?
    /// Whether the user may be asked for a passphrase. While the screen is drawn nobody may: the agent has it, or not.
    private let mayAsk: Bool
    private let limit: Duration

    /// gpgme looks once a second whether it was cancelled.
    private static let grace = Duration.seconds(2)

    private static let isReady: Void = cgpgme_initialise()

    package init(
        home: String? = nil, program: String? = nil, mayAsk: Bool = false, limit: Duration = .seconds(20)
    ) {
        self.home = home
        self.program = program
        self.mayAsk = mayAsk
        self.limit = limit
    }

    package func verify(_ method: Seal.Method, text: [UInt8], signature: [UInt8]) -> OpenedSeal {
        run(method) { cgpgme_verify($0, text, text.count, signature, signature.count) }
    }

    package func verifyOpaque(_ method: Seal.Method, _ message: [UInt8]) -> OpenedSeal {
        run(method) { cgpgme_verify_opaque($0, message, message.count) }
    }

    package func decrypt(_ method: Seal.Method, _ message: [UInt8]) -> OpenedSeal {
        // gpgsm knows no way to be asked without asking in turn: a pinentry would draw over the screen.
        if method == .smime, !mayAsk { return OpenedSeal(.locked) }
        return run(method) { cgpgme_decrypt($0, message, message.count) }
    }

    private func run(
        _ method: Seal.Method, _ body: @escaping @Sendable (OpaquePointer) -> CGPGMEOutcome
    ) -> OpenedSeal {
        // gpgme itself can't be hurried everywhere: it waits for the program's version, and for each signer's key.
        TimedAnswer.within(limit + GnuPG.grace) { operate(method, body) } ?? OpenedSeal(.noAnswer)
    }

    private func operate(_ method: Seal.Method, _ body: (OpaquePointer) -> CGPGMEOutcome) -> OpenedSeal {
        GnuPG.isReady
        let made = cgpgme_new(method == .smime ? CGPGME_CMS : CGPGME_OPENPGP, program, home, mayAsk ? 1 : 0)
        guard let operation = made else { return OpenedSeal(.noProgram) }
        let guardian = Guardian(operation)
        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(deadline: .now() + limit.dispatched)
        timer.setEventHandler { guardian.cancel() }
        timer.resume()
        let outcome = body(operation)
        timer.cancel()
        let opened = GnuPG.opened(operation, outcome)
        return guardian.free() ? OpenedSeal(.noAnswer) : opened
    }

    private static func opened(_ operation: OpaquePointer, _ outcome: CGPGMEOutcome) -> OpenedSeal {
        switch outcome {
        case CGPGME_DONE:
            var length = 0
            let plain = cgpgme_plain(operation, &length).map { Array(UnsafeBufferPointer(start: $0, count: length)) }
            return OpenedSeal(.opened(signatures(operation)), plain: plain ?? [])
        case CGPGME_NO_KEY: return OpenedSeal(.noKey)
        // Where nobody may be asked, gpg says that somebody cancelled.
        case CGPGME_LOCKED, CGPGME_CANCELLED: return OpenedSeal(.locked)
        case CGPGME_NO_PROGRAM: return OpenedSeal(.noProgram)
        case CGPGME_TOO_LONG: return OpenedSeal(.tooLarge)
        default: return OpenedSeal(.failed)
        }
    }

    private static func signatures(_ operation: OpaquePointer) -> [Seal.Signature] {
        (0..<Int(cgpgme_signature_count(operation))).compactMap { index in
            var found = CGPGMESignature()
            guard cgpgme_signature(operation, Int32(index), &found) != 0 else { return nil }
            return Seal.Signature(
                verdict: verdict(found.verdict), isTrusted: found.is_trusted != 0, signer: text(found.user_id),
                address: text(found.address).trimmingBrackets, fingerprint: text(found.fingerprint))
        }
    }

    private static func text(_ borrowed: UnsafePointer<CChar>?) -> String {
        borrowed.map { String(cString: $0) } ?? ""
    }

    private static func verdict(_ verdict: CGPGMEVerdict) -> Seal.Signature.Verdict {
        switch verdict {
        case CGPGME_GOOD: .good
        case CGPGME_BAD: .bad
        case CGPGME_KEY_UNKNOWN: .keyUnknown
        case CGPGME_SIGNATURE_EXPIRED: .signatureExpired
        case CGPGME_KEY_EXPIRED: .keyExpired
        case CGPGME_KEY_REVOKED: .keyRevoked
        default: .unchecked
        }
    }
}

extension String {
    /// gpgsm gives addresses as `<ada@example.org>`.
    fileprivate var trimmingBrackets: String {
        hasPrefix("<") && hasSuffix(">") && count > 1 ? String(dropFirst().dropLast()) : self
    }
}
