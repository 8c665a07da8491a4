import Crypto

/// The keys that SCRAM derives from a password (RFC 5802 section 3).
struct SCRAMKeys<Hash: HashFunction> {
    private let saltedPassword: SymmetricKey

    init(password: String, salt: [UInt8], iterations: Int) {
        saltedPassword = SymmetricKey(
            data: Self.hashed(Array(password.utf8), salt: salt, iterations: iterations))
    }

    /// The client's proof and the signature that the server has to show, both for this conversation.
    func proofs(of authMessage: String) -> (client: [UInt8], server: [UInt8]) {
        let message = Array(authMessage.utf8)
        let clientKey = Self.code(Array("Client Key".utf8), saltedPassword)
        let storedKey = SymmetricKey(data: Array(Hash.hash(data: clientKey)))
        let proof = zip(clientKey, Self.code(message, storedKey)).map { $0 ^ $1 }
        let serverKey = SymmetricKey(data: Self.code(Array("Server Key".utf8), saltedPassword))
        return (proof, Self.code(message, serverKey))
    }

    private static func code(_ message: [UInt8], _ key: SymmetricKey) -> [UInt8] {
        Array(HMAC<Hash>.authenticationCode(for: message, using: key))
    }

    /// `Hi()` of section 2.2, which is PBKDF2 with one block of output.
    private static func hashed(_ password: [UInt8], salt: [UInt8], iterations: Int) -> [UInt8] {
        // Keyed once: a copy for each round saves half of its hashing.
        let keyed = HMAC<Hash>(key: SymmetricKey(data: password))
        var current = code(salt + [0, 0, 0, 1], keyed)
        var result = current
        for _ in 1..<max(1, iterations) {
            current = code(current, keyed)
            for index in result.indices { result[index] ^= current[index] }
        }
        return result
    }

    private static func code(_ message: [UInt8], _ keyed: HMAC<Hash>) -> [UInt8] {
        var copy = keyed
        copy.update(data: message)
        return Array(copy.finalize())
    }
}
