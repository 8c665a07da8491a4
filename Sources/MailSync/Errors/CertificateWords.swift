import Foundation
import IMAPClient
import MailModel

/// Why a certificate is not trusted, in words for a person, and what to do about it.
package enum CertificateWords {
    /// The reason, what the server showed, and the next step.
    static func words(for problem: CertificateProblem, shown: ServerCertificate?) -> String {
        let reason = reason(problem)
        guard let fingerprint = shown?.fingerprint else { return reason }
        if case .pinMismatch = problem {
            return reason + " It is sha256:\(fingerprint) now. If whoever runs the server renewed it, compare that with"
                + " what they say and run 'martlet check --trust'; if nobody did, somebody may be in between."
        }
        return reason + " Its fingerprint is sha256:\(fingerprint): if whoever runs the server says the same, run"
            + " 'martlet check --trust'."
    }

    /// The reason alone, one sentence.
    package static func reason(_ problem: CertificateProblem) -> String {
        switch problem {
        case .unknownIssuer(let issuer, let isSelfSigned):
            isSelfSigned
                ? "The server's certificate is signed by nobody but itself."
                : "The server's certificate is signed by \(issuer), which is not known here."
        case .expired(let date): "The server's certificate expired on \(day(date))."
        case .notYetValid(let date):
            "The server's certificate is not valid before \(day(date)); check this machine's clock."
        case .wrongName(let asked, let names):
            "The server's certificate is for \(list(names)), not for \(asked); check the host."
        case .pinMismatch(let pinned):
            "The server's certificate has changed: the trusted one has the fingerprint sha256:\(pinned)."
        case .other(let reason): "The server's certificate is not trusted: \(reason)."
        }
    }

    /// The day in UTC, as the certificate has it.
    package static func day(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601.year().month().day())
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "nobody" : names.prefix(5).joined(separator: ", ")
    }
}
