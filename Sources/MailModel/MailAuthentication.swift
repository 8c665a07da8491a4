/// What the receiving server found out about who sent a message (RFC 8601).
package struct MailAuthentication: Hashable, Sendable {
    package enum Result: String, Hashable, Sendable {
        case pass, fail, softfail, neutral, none, policy, temperror, permerror
    }

    /// The server that says so.
    package var server: String
    /// Nil where the server did not look.
    package var spf: Result?
    package var dkim: Result?
    package var dmarc: Result?
    /// The domain that signed (`header.d`); empty where the server does not say.
    package var signer: String

    package init(
        server: String, spf: Result? = nil, dkim: Result? = nil, dmarc: Result? = nil,
        signer: String = ""
    ) {
        self.server = server
        self.spf = spf
        self.dkim = dkim
        self.dmarc = dmarc
        self.signer = signer
    }
}
