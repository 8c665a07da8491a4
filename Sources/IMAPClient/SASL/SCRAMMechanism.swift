import Crypto

/// SCRAM (RFC 5802, RFC 7677): both sides prove that they know the password, and neither shows it.
struct SCRAMMechanism<Hash: HashFunction>: SASLMechanism {
    private enum Step: Sendable {
        /// The server has to send its nonce, salt and iteration count.
        case awaitingServerFirst
        /// The server has to show this signature.
        case awaitingServerFinal(signature: [UInt8])
        /// It has; it may still say OK.
        case verified
        case failed(SASLError)
    }

    let name: SASLMechanismName
    private let password: String
    private let header: SCRAMHeader
    private let clientNonce: String
    private let clientFirstBare: String
    private var step = Step.awaitingServerFirst

    /// - Parameter nonce: printable and without a comma; made up anew for every login.
    init(
        _ name: SASLMechanismName, user: String, password: String, binding: SCRAMHeader,
        nonce: String = SCRAMNonce.fresh()
    ) throws(SASLError) {
        self.name = name
        self.password = try SASLprep.prepared(password)
        header = binding
        clientNonce = nonce
        clientFirstBare = "n=\(try SCRAMName.escaped(SASLprep.prepared(user))),r=\(nonce)"
    }

    func initialResponse() -> [UInt8]? { Array((header.text + clientFirstBare).utf8) }

    mutating func respond(to challenge: [UInt8]) throws(SASLError) -> [UInt8] {
        guard challenge.count <= SCRAMBounds.longestMessage else { throw .challengeTooLong }
        guard let text = String(validating: challenge, as: UTF8.self) else { throw .unreadableChallenge }
        switch step {
        case .awaitingServerFirst: return try answer(toServerFirst: text)
        case .awaitingServerFinal(let signature):
            try verify(serverFinal: text, signature: signature)
            // IMAP has no room for it in the OK, so it comes as a challenge, answered by nothing (RFC 4422 section 4).
            return []
        case .verified: throw .unexpectedChallenge
        case .failed(let error): throw error
        }
    }

    func finish() throws(SASLError) {
        switch step {
        case .verified: return
        case .failed(let error): throw error
        case .awaitingServerFirst, .awaitingServerFinal: throw .serverNotAuthentic
        }
    }

    private mutating func answer(toServerFirst text: String) throws(SASLError) -> [UInt8] {
        let first = try SCRAMServerFirst(text)
        guard first.nonce.hasPrefix(clientNonce), first.nonce.utf8.count > clientNonce.utf8.count else {
            throw .foreignNonce
        }
        let withoutProof = "c=\(Base64.encoded(header.bindingInput)),r=\(first.nonce)"
        let keys = SCRAMKeys<Hash>(password: password, salt: first.salt, iterations: first.iterations)
        let (proof, signature) = keys.proofs(of: "\(clientFirstBare),\(text),\(withoutProof)")
        step = .awaitingServerFinal(signature: signature)
        return Array("\(withoutProof),p=\(Base64.encoded(proof))".utf8)
    }

    private mutating func verify(serverFinal text: String, signature: [UInt8]) throws(SASLError) {
        do throws(SASLError) {
            let shown = try SCRAMServerFinal.signature(in: text)
            guard ConstantTime.areEqual(shown, signature) else { throw .serverNotAuthentic }
            step = .verified
        } catch {
            step = .failed(error)
            throw error
        }
    }
}
