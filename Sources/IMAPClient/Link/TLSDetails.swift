/// How the link of a connection is protected, for reports.
package struct TLSDetails: Sendable, Equatable {
    /// `TLSv1.3`.
    package var version: String
    /// SHA-256 of the server's certificate, lower-case hexadecimal.
    package var fingerprint: String

    package init(version: String, fingerprint: String) {
        self.version = version
        self.fingerprint = fingerprint
    }
}
