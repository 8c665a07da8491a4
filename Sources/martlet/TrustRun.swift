import IMAPClient
import MailModel
import MailSync
import ReaderRuntime

/// `martlet check --trust`: shows the server's certificate, has the user compare it, and remembers it.
struct TrustRun {
    let workplace: Workplace
    let account: Configuration.Account

    func run() async throws {
        guard account.imap.security != .plaintext else {
            throw CommandFailure(.refused, "\(account.id): the link has no TLS, so there is no certificate to trust")
        }
        let connection = workplace.connection(of: account)
        let found: CertificateInspection
        do {
            found = try await IMAPConnection.inspectCertificate(
                of: connection.endpoint, options: connection.options.imap)
        } catch {
            throw CommandFailure(SyncError(error), account: account.id)
        }
        for line in Self.lines(found, endpoint: connection.endpoint) { PlainOutput.line(PlainOutput.safe(line)) }
        guard found.problem != nil else { return }
        guard account.certificate == nil else {
            throw CommandFailure(
                .notTrusted,
                "\(account.id): the configuration names another certificate; set certificate ="
                    + " \"sha256:\(found.certificate.fingerprint)\" there, or take the line out")
        }
        try await ask(found.certificate, connection.endpoint)
    }

    private func ask(_ certificate: ServerCertificate, _ endpoint: IMAPEndpoint) async throws {
        PlainOutput.line("")
        PlainOutput.line(
            "Compare the fingerprint with what whoever runs the server says, on another way than this one.")
        PlainOutput.write("Type yes to trust this certificate from now on: ")
        guard readLine()?.trimmingPrefix(while: { $0 == " " }) == "yes" else {
            throw CommandFailure(.notTrusted, "\(account.id): the certificate is not trusted; nothing was changed")
        }
        do {
            try workplace.trusted.store(certificate.fingerprint, host: endpoint.host, port: endpoint.port)
        } catch {
            throw CommandFailure(.refused, error.reason)
        }
        PlainOutput.line("Trusted.")
    }

    static func lines(_ found: CertificateInspection, endpoint: IMAPEndpoint) -> [String] {
        let certificate = found.certificate
        var lines = ["server        \(endpoint.host):\(endpoint.port)"]
        if !certificate.issuer.isEmpty {
            lines += [
                "subject       \(certificate.subject)", "for           \(certificate.names.joined(separator: ", "))",
                "issuer        " + (certificate.issuer == certificate.subject ? "itself" : certificate.issuer),
                "valid         \(CertificateWords.day(certificate.validFrom)) to"
                    + " \(CertificateWords.day(certificate.validUntil))",
            ]
        }
        lines.append("fingerprint   SHA-256 \(certificate.spelledFingerprint)")
        lines.append("pin           sha256:\(certificate.fingerprint)")
        lines.append("verdict       " + (found.problem.map { CertificateWords.reason($0) } ?? "trusted"))
        return lines
    }
}
