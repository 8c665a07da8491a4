import NIOCore
import NIOSSL

/// TLS as every connection uses it: version 1.2 and later, checked by our own judge.
enum TLSLink {
    static func handler(for endpoint: IMAPEndpoint, judge: CertificateJudge) throws -> NIOSSLClientHandler {
        let isAddress = (try? SocketAddress(ipAddress: endpoint.host, port: 0)) != nil
        return try NIOSSLClientHandler(
            context: context(), serverHostname: isAddress ? nil : endpoint.host,
            customVerificationCallback: { chain, promise in
                promise.completeWithTask { await judge.accepts(chain) ? .certificateVerified : .failed }
            })
    }

    private static func context() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        // The judge checks chain and name; with the roots left in, each connection would parse them once more.
        configuration.trustRoots = .certificates([])
        return try NIOSSLContext(configuration: configuration)
    }
}
