import Crypto
import MailModel
import NIOSSL
import NIOConcurrencyHelpers
import X509

/// Decides whether a server's certificate is to be trusted, and says why not in words a person can use.
///
/// TLS asks it through NIOSSL's callback, which then does no check of its own: neither of the chain nor of the name.
final class CertificateJudge: Sendable {
    /// What the certificate shown last was found to be.
    private struct Finding {
        var problem: CertificateProblem?
        var shown: ServerCertificate?
        var binding: ChannelBinding?
    }

    private let host: String
    private let trust: IMAPEndpoint.Trust
    private let remembered: String?
    private let extraRoots: [Certificate]
    private let finding = NIOLockedValueBox(Finding())

    init(endpoint: IMAPEndpoint) throws(IMAPError) {
        host = endpoint.host
        trust = endpoint.trust
        remembered = endpoint.remembered.map(Self.normalised)
        guard case .caFile(let path) = endpoint.trust else {
            extraRoots = []
            return
        }
        do {
            extraRoots = try NIOSSLCertificate.fromPEMFile(path).map { try Certificate(derEncoded: $0.toDERBytes()) }
        } catch {
            throw .trustFileUnreadable(path: path)
        }
    }

    /// Why the certificate was refused; nil if it was not, or none was shown.
    var refusal: IMAPError? {
        finding.withLockedValue { found in
            found.problem.map { .certificate(reason: $0, shown: found.shown) }
        }
    }

    /// SHA-256 of the certificate shown, lower-case hexadecimal.
    var fingerprint: String? { shown?.fingerprint }

    /// The certificate shown last.
    var shown: ServerCertificate? { finding.withLockedValue(\.shown) }

    /// What a login can be bound to; nil without an accepted certificate.
    var channelBinding: ChannelBinding? { finding.withLockedValue { $0.problem == nil ? $0.binding : nil } }

    /// Judges the chain that a server shows, its own certificate first.
    func accepts(_ chain: [NIOSSLCertificate]) async -> Bool {
        guard let first = chain.first, let der = try? first.toDERBytes() else {
            // Not even readable as DER: there is nothing to show a fingerprint of.
            finding.withLockedValue { $0 = Finding(problem: .other("no readable certificate")) }
            return false
        }
        let fingerprint = Hexadecimal.text(SHA256.hash(data: der))
        let problem = await problem(with: chain, fingerprint: fingerprint, leafDER: der)
        let binding = problem == nil ? ChannelBinding(serverCertificate: der) : nil
        finding.withLockedValue {
            $0 = Finding(
                problem: problem, shown: ServerCertificate(der: der, fingerprint: fingerprint), binding: binding)
        }
        return problem == nil
    }

    private func problem(
        with chain: [NIOSSLCertificate], fingerprint: String, leafDER: [UInt8]
    ) async -> CertificateProblem? {
        if case .pin(let wanted) = trust {
            let pinned = Self.normalised(pin: wanted)
            return pinned == fingerprint ? nil : .pinMismatch(pinned: pinned)
        }
        if remembered == fingerprint { return nil }
        let problem = await problem(with: chain, leafDER: leafDER)
        // Another than the user trusted, and nobody vouches for it: that it has changed is what has to be said.
        if problem != nil, let remembered { return .pinMismatch(pinned: remembered) }
        return problem
    }

    /// What the authorities have to say.
    private func problem(with chain: [NIOSSLCertificate], leafDER: [UInt8]) async -> CertificateProblem? {
        guard let leaf = try? Certificate(derEncoded: leafDER) else { return .other("unreadable certificate") }
        // An intermediate that cannot be read is as good as one that was not sent.
        let intermediates = chain.dropFirst().compactMap { link in
            (try? link.toDERBytes()).flatMap { try? Certificate(derEncoded: $0) }
        }
        return await CertificateCheck(
            host: host, roots: CertificateStore.systemTrustRoots.appending(contentsOf: extraRoots), leaf: leaf,
            intermediates: intermediates
        ).problem()
    }

    private static func normalised(pin: String) -> String {
        let lower = pin.lowercased()
        let digits = lower.hasPrefix("sha256:") ? lower.dropFirst("sha256:".count) : lower[...]
        return String(digits.filter { $0 != ":" && $0 != " " })
    }
}
