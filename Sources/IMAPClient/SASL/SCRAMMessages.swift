/// The attributes of a SCRAM message: `x=value`, separated by commas (RFC 5802 section 7).
private struct SCRAMAttributes {
    private var rest: ArraySlice<Substring>

    init(_ text: String) {
        rest = text.split(separator: ",", omittingEmptySubsequences: false)[...]
    }

    /// The value of the next attribute, which must have this name.
    mutating func take(_ name: Character) throws(SASLError) -> Substring {
        guard let next = rest.first, next.first == name, next.dropFirst().first == "=" else {
            throw .unreadableChallenge
        }
        rest = rest.dropFirst()
        return next.dropFirst(2)
    }

    func begins(with name: Character) -> Bool { rest.first?.first == name }
}

/// The server's first message: its nonce, the salt and how often to hash.
struct SCRAMServerFirst: Equatable {
    let nonce: String
    let salt: [UInt8]
    let iterations: Int

    init(_ text: String) throws(SASLError) {
        var attributes = SCRAMAttributes(text)
        if attributes.begins(with: "e") { throw SCRAMServerFinal.error(try attributes.take("e")) }
        // An extension that must be understood stands before all else; none is defined.
        if attributes.begins(with: "m") { throw .unknownExtension }
        let nonce = try attributes.take("r")
        guard nonce.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .unreadableChallenge }
        self.nonce = String(nonce)
        guard let salt = Base64.decoded(String(try attributes.take("s"))), !salt.isEmpty,
            salt.count <= SCRAMBounds.longestSalt
        else { throw .unreadableChallenge }
        self.salt = salt
        let digits = try attributes.take("i")
        guard let first = digits.utf8.first, (0x31...0x39).contains(first),
            digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 })
        else { throw .unreadableChallenge }
        // A number beyond any bound counts as the largest.
        iterations = Int(digits) ?? .max
        guard SCRAMBounds.iterations.contains(iterations) else { throw .unacceptableIterationCount(iterations) }
    }
}

/// The server's last message: its signature, or why it gave up.
enum SCRAMServerFinal {
    static func signature(in text: String) throws(SASLError) -> [UInt8] {
        var attributes = SCRAMAttributes(text)
        if attributes.begins(with: "e") { throw error(try attributes.take("e")) }
        guard let signature = Base64.decoded(String(try attributes.take("v"))) else { throw .unreadableChallenge }
        return signature
    }

    static func error(_ word: Substring) -> SASLError {
        word == "channel-bindings-dont-match"
            ? .channelBindingMismatch : .failedByServer(ServerText.sanitised(String(word)))
    }
}
