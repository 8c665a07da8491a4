import MailModel

/// A server's certificate, looked at without logging in.
package struct CertificateInspection: Equatable, Sendable {
    package var certificate: ServerCertificate
    /// Why it is not trusted; nil where it is.
    package var problem: CertificateProblem?
}

extension IMAPConnection {
    /// Has the server show its certificate, and goes away again. Nothing is said to it but STARTTLS.
    package static func inspectCertificate(
        of endpoint: IMAPEndpoint, options: IMAPOptions = IMAPOptions()
    ) async throws(IMAPError) -> CertificateInspection {
        let connection: IMAPConnection
        do {
            connection = try await connect(endpoint, options: options)
        } catch .certificate(let problem, let shown?) {
            return CertificateInspection(certificate: shown, problem: problem)
        }
        let shown = connection.judge?.shown
        await connection.closeNow()
        guard let shown else { throw .tlsFailed(reason: "the server showed no certificate") }
        return CertificateInspection(certificate: shown, problem: nil)
    }
}
