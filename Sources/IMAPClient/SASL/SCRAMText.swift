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
