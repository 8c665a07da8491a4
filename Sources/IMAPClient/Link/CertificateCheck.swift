import Foundation
import NIOCore
@_spi(FixedExpiryValidationTime) import X509

/// One certificate against the roots, the calendar and the name that was asked for (RFC 5280 section 6, RFC 6125).
struct CertificateCheck {
    let host: String
    let roots: CertificateStore
    let leaf: Certificate
    let intermediates: [Certificate]

    /// What is wrong with it, the gravest first; nil where nothing is.
    func problem() async -> CertificateProblem? {
        if await holds(for: asked, at: nil) { return nil }
        // With a name that is its own only the name that was asked for can have been wrong.
        let own = ownName
        if await holds(for: own, at: nil) { return .wrongName(asked: host, names: names) }
        if let time = await timeProblem(own) { return time }
        return .unknownIssuer(
            issuer: ServerText.sanitised("\(leaf.issuer)"), isSelfSigned: leaf.issuer == leaf.subject)
    }

    /// Whom a certificate is made for: by name where that is what was asked for, whatever address answered.
    private enum Identity {
        case name(String), address(String), anybody
    }

    private var asked: Identity {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil ? .address(host) : .name(host)
    }

    private func holds(for identity: Identity, at moment: Date?) async -> Bool {
        let calendar = moment.map { RFC5280Policy(fixedExpiryValidationTime: $0) } ?? RFC5280Policy()
        let store = CertificateStore(intermediates)
        let result: CertificateValidationResult
        switch identity {
        case .anybody:
            var verifier = Verifier(rootCertificates: roots) { calendar }
            result = await verifier.validate(leaf: leaf, intermediates: store)
        case .name(let name):
            var verifier = Verifier(rootCertificates: roots) {
                calendar
                ServerIdentityPolicy(serverHostname: name, serverIP: nil)
            }
            result = await verifier.validate(leaf: leaf, intermediates: store)
        case .address(let address):
            var verifier = Verifier(rootCertificates: roots) {
                calendar
                ServerIdentityPolicy(serverHostname: nil, serverIP: address)
            }
            result = await verifier.validate(leaf: leaf, intermediates: store)
        }
        if case .validCertificate = result { return true }
        return false
    }

    /// Whether only the calendar is against it: it is checked again at a moment when all of its chain was valid.
    private func timeProblem(_ own: Identity) async -> CertificateProblem? {
        let now = Date()
        let chain = [leaf] + intermediates
        if let expired = chain.filter({ $0.notValidAfter < now }).min(by: { $0.notValidAfter < $1.notValidAfter }) {
            let before = expired.notValidAfter.addingTimeInterval(-1)
            guard await holds(for: own, at: before) else { return nil }
            return .expired(on: Int64(expired.notValidAfter.timeIntervalSince1970))
        }
        if let early = chain.filter({ $0.notValidBefore > now }).max(by: { $0.notValidBefore < $1.notValidBefore }) {
            guard await holds(for: own, at: early.notValidBefore.addingTimeInterval(1)) else { return nil }
            return .notYetValid(before: Int64(early.notValidBefore.timeIntervalSince1970))
        }
        return nil
    }

    /// A name that the certificate is surely made for. Its list of names may be marked critical, and then only a check
    /// of names counts as having understood it.
    private var ownName: Identity {
        for name in alternatives {
            switch name {
            case .dnsName(let host): return .name(host.replacing("*", with: "any"))
            case .ipAddress(let address):
                if let text = Self.text(ofAddress: Array(address.bytes)) { return .address(text) }
            default: continue
            }
        }
        return .anybody
    }

    /// The names it is made for, as it says; one without any is named by its subject.
    private var names: [String] {
        let listed = leaf.listedNames
        return listed.isEmpty ? [ServerText.sanitised("\(leaf.subject)")] : listed
    }

    private var alternatives: [GeneralName] { leaf.alternatives }

    private static func text(ofAddress bytes: [UInt8]) -> String? { Certificate.text(ofAddress: bytes) }
}
