// Files: Sources/IMAPClient/SASL/SASLError.swift Sources/IMAPClient/SASL/SASLMechanism.swift Sources/IMAPClient/SASL/SASLExchange.swift Sources/IMAPClient/SASL/SASLprep.swift Sources/IMAPClient/SASL/SASLprepTables.swift Sources/IMAPClient/SASL/SCRAMMessages.swift Sources/IMAPClient/SASL/SCRAMText.swift Sources/IMAPClient/SASL/TokenMechanisms.swift Sources/IMAPClient/SASL/IdentityMechanisms.swift Sources/IMAPClient/Session/Base64.swift Sources/IMAPClient/Session/ServerText.swift Sources/IMAPClient/Session/SafeSubscript.swift
// What a server asks during a login is read or refused, within its bounds, and a prepared text is prepared for good.
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
    converse(text)
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

/// Each line is a challenge.
private func converse(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var exchanges: [SASLExchange] = []
    if let bearer = try? SASLExchange(OAuthBearerMechanism(user: "u", token: "t", host: "h", port: 1)) {
        exchanges.append(bearer)
    }
    if let old = try? SASLExchange(XOAuth2Mechanism(user: "u", token: "t")) { exchanges.append(old) }
    if let external = try? SASLExchange(ExternalMechanism(user: "u")) { exchanges.append(external) }
    for var exchange in exchanges {
        var answers = 0
        for line in lines {
            guard let answer = try? exchange.respond(to: line) else { continue }
            answers += 1
            if answer.utf8.contains(where: { $0 < 0x20 }) { finding("an answer that is no line") }
        }
        if answers > SASLExchange.mostChallenges { finding("a server asks without end") }
    }
}
