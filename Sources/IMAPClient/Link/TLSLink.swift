import NIOCore
import NIOSSL

/// TLS as every connection uses it: version 1.2 and later, checked by our own judge.
enum TLSLink {
    static func handler(for endpoint: IMAPEndpoint, judge: CertificateJudge) throws -> NIOSSLClientHandler {
        let isAddress = (try? SocketAddress(ipAddress: endpoint.host, port: 0)) != nil
        return try NIOSSLClientHandler(
            context: context(showing: endpoint.clientCertificate), serverHostname: isAddress ? nil : endpoint.host,
            customVerificationCallback: { chain, promise in
                promise.completeWithTask { await judge.accepts(chain) ? .certificateVerified : .failed }
            })
    }

    private static func context(showing own: IMAPEndpoint.ClientCertificate?) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        // The judge checks chain and name; with the roots left in, each connection would parse them once more.
        configuration.trustRoots = .certificates([])
        if let own {
            configuration.certificateChain = try read(own.chainFile) {
                try NIOSSLCertificate.fromPEMFile($0).map { .certificate($0) }
            }
            configuration.privateKey = .privateKey(
                try read(own.keyFile) { try NIOSSLPrivateKey(file: $0, format: .pem) })
        }
        return try NIOSSLContext(configuration: configuration)
    }

    /// The user names these files: which of them is wrong is what has to be said.
    private static func read<Content>(_ path: String, _ body: (String) throws -> Content) throws -> Content {
        do {
            return try body(path)
        } catch {
            throw IMAPError.clientCertificateUnreadable(path: path)
        }
    }
}
