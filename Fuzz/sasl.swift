// Files: Sources/IMAPClient/SASL/SASLError.swift Sources/IMAPClient/SASL/SASLMechanism.swift Sources/IMAPClient/SASL/SASLExchange.swift Sources/IMAPClient/SASL/SASLprep.swift Sources/IMAPClient/SASL/SASLprepTables.swift Sources/IMAPClient/SASL/ConstantTime.swift Sources/IMAPClient/SASL/ChannelBinding.swift Sources/IMAPClient/SASL/SCRAMHeader.swift Sources/IMAPClient/SASL/SCRAMKeys.swift Sources/IMAPClient/SASL/SCRAMMechanism.swift Sources/IMAPClient/SASL/SCRAMMessages.swift Sources/IMAPClient/SASL/SCRAMText.swift Sources/IMAPClient/SASL/PasswordMechanisms.swift Sources/IMAPClient/SASL/TokenMechanisms.swift Sources/IMAPClient/SASL/IdentityMechanisms.swift Sources/IMAPClient/Session/Base64.swift Sources/IMAPClient/Session/Hexadecimal.swift Sources/IMAPClient/Session/ServerText.swift Sources/IMAPClient/Session/SafeSubscript.swift
// Packages: Crypto CryptoBoringWrapper CCryptoBoringSSL CCryptoBoringSSLShims CXKCP CXKCPShims
// What a server asks during a login is read or refused, within its bounds, by every mechanism; no server that does not
// know the password is believed; and a prepared text is prepared for good.
import Crypto
import Glibc

private func finding(_ words: String) -> Never {
    print(words)
    abort()
}

/// One input of libFuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let octets = Array(UnsafeBufferPointer(start: start, count: count))
    let text = String(decoding: octets, as: UTF8.self)
    read(base64: text, octets)
    readSCRAM(text)
    prepare(text)
    for name in SASLMechanismName.allCases { converse(name, text) }
    tryAll(user: text)
    return 0
}

private func read(base64 text: String, _ octets: [UInt8]) {
    if Base64.decoded(Base64.encoded(octets)) != octets { finding("octets are lost in base64") }
    if let decoded = Base64.decoded(text), decoded.count > text.utf8.count { finding("base64 grows") }
}

private func readSCRAM(_ text: String) {
    if let first = try? SCRAMServerFirst(text) {
        if !SCRAMBounds.iterations.contains(first.iterations) { finding("an iteration count out of bounds") }
        if first.salt.isEmpty || first.salt.count > SCRAMBounds.longestSalt { finding("a salt out of bounds") }
        if first.nonce.contains(",") { finding("a nonce with a comma") }
    }
    _ = try? SCRAMServerFinal.signature(in: text)
}

private func prepare(_ text: String) {
    guard let prepared = try? SASLprep.prepared(text) else { return }
    if prepared.unicodeScalars.contains(where: { SASLprepTables.contains(SASLprepTables.prohibited, $0) }) {
        finding("a forbidden character is let through")
    }
}

/// The nonce that is ours in every conversation, so that an input can continue it.
private let nonce = "abc"

private func mechanism(_ name: SASLMechanismName, user: String = "u", secret: String = "p") -> (any SASLMechanism)? {
    let bound = SCRAMHeader.bound(ChannelBinding(type: "tls-server-end-point", octets: [1, 2, 3]))
    return switch name {
    case .scramSHA256Plus: scram(name, SHA256.self, user, secret, bound)
    case .scramSHA1Plus: scram(name, Insecure.SHA1.self, user, secret, bound)
    case .scramSHA256: scram(name, SHA256.self, user, secret, .notOffered)
    case .scramSHA1: scram(name, Insecure.SHA1.self, user, secret, .unsupported)
    case .cramMD5: CRAMMD5Mechanism(user: user, password: secret)
    case .plain: try? PlainMechanism(user: user, password: secret)
    case .login: try? LoginMechanism(user: user, password: secret)
    case .oauthBearer: try? OAuthBearerMechanism(user: user, token: secret, host: "h", port: 1)
    case .xoauth2: try? XOAuth2Mechanism(user: user, token: secret)
    case .external: try? ExternalMechanism(user: user)
    case .anonymous: try? AnonymousMechanism(trace: user)
    }
}

private func scram<Hash: HashFunction>(
    _ name: SASLMechanismName, _ hash: Hash.Type, _ user: String, _ secret: String, _ header: SCRAMHeader
) -> (any SASLMechanism)? {
    try? SCRAMMechanism<Hash>(name, user: user, password: secret, binding: header, nonce: nonce)
}

/// Whatever the user is called and the password is, what is sent is a line.
private func tryAll(user text: String) {
    for name in SASLMechanismName.allCases {
        guard let made = mechanism(name, user: text, secret: text), var exchange = try? SASLExchange(made) else {
            continue
        }
        if let initial = exchange.takeInitialResponse() { check(initial) }
        if let answer = try? exchange.respond(to: "PDFAeD4=") { check(answer) }
    }
}

/// Each line is a challenge; those that are no base64 are tried as what it would stand for, too.
private func converse(_ name: SASLMechanismName, _ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for isPlain in [false, true] {
        guard let made = mechanism(name), var exchange = try? SASLExchange(made) else { finding("no mechanism") }
        if let initial = exchange.takeInitialResponse() { check(initial) }
        var answers = 0
        for line in lines.map({ isPlain ? Base64.encoded(Array($0.utf8)) : $0 }) where !takesLong(line) {
            guard let answer = try? exchange.respond(to: line) else { continue }
            answers += 1
            check(answer)
        }
        if answers > SASLExchange.mostChallenges { finding("a server asks without end") }
        // SCRAM's server has to show that it knows the password, which no input does.
        let isSCRAM = name.rawValue.hasPrefix("SCRAM")
        if isSCRAM, (try? exchange.finish()) != nil { finding("a server is believed without a proof") }
    }
}

/// Hashing as often as is allowed takes a second, and shows nothing that hashing a few thousand times does not.
private func takesLong(_ challenge: String) -> Bool {
    guard let octets = Base64.decoded(challenge) else { return false }
    guard let first = try? SCRAMServerFirst(String(decoding: octets, as: UTF8.self)) else { return false }
    return first.iterations > SCRAMBounds.iterations.lowerBound
}

private func check(_ answer: String) {
    if answer != "=", Base64.decoded(answer) == nil { finding("an answer that is no base64") }
}
