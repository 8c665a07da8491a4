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

/// What SCRAM accepts of a server.
enum SCRAMBounds {
    /// RFC 7677 section 4 asks for 4,096 at least: with fewer, whoever plays the server guesses the password cheaply. A
    /// million takes a second; more is meant to keep us busy.
    static let iterations = 4_096...1_000_000
    static let longestMessage = 8 << 10
    static let longestSalt = 1 << 10
}

/// Made up for one login, so that no answer can be used twice.
enum SCRAMNonce {
    /// 24 octets of the system's generator, in base64, which has no comma.
    static func fresh() -> String {
        var generator = SystemRandomNumberGenerator()
        return Base64.encoded((0..<24).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}

/// A user name as SCRAM and GS2 headers write it.
enum SCRAMName {
    /// `=` and `,` escaped (RFC 5802 section 5.1).
    static func escaped(_ name: String) throws(SASLError) -> String {
        guard !name.utf8.contains(where: { $0 < 0x20 }) else { throw .unsendableCharacter }
        return name.replacing("=", with: "=3D").replacing(",", with: "=2C")
    }
}
