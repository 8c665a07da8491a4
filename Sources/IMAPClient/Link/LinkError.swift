import NIOCore
import NIOSSL

/// Turns what the network library throws into what the user has to know.
enum LinkError {
    /// How connecting to one address ended.
    enum Attempt {
        case timedOut
        case failed(any Error)

        /// The number of the system's error, where it is one.
        fileprivate var code: CInt? {
            if case .failed(let error) = self { (error as? IOError)?.errnoCode } else { nil }
        }
    }

    /// Why no connection came about.
    static func connecting(to endpoint: IMAPEndpoint, _ attempts: [Attempt]) -> IMAPError {
        var other: IMAPError?
        for case .failed(let error) in attempts {
            // Not of the network but ours, such as a client certificate that cannot be read.
            if let own = error as? IMAPError { return own }
            other = other ?? .connectionFailed(host: endpoint.host, port: endpoint.port, reason: reason(error))
        }
        if attempts.contains(where: { $0.code == connectionRefusedCode }) {
            return .connectionRefused(host: endpoint.host, port: endpoint.port)
        }
        let isTimeout = attempts.contains { if case .timedOut = $0 { true } else { $0.code == timedOutCode } }
        return isTimeout ? timedOut(endpoint) : other ?? timedOut(endpoint)
    }

    static func lookingUp(_ endpoint: IMAPEndpoint) -> IMAPError {
        .timedOut(doing: "looking up the address of \(endpoint.host)")
    }

    static func timedOut(_ endpoint: IMAPEndpoint) -> IMAPError {
        .timedOut(doing: "connecting to \(endpoint.host):\(endpoint.port)")
    }

    /// Why a link broke that was there. `isHandshaking`: before TLS was up.
    static func broken(_ error: any Error, isHandshaking: Bool, judge: CertificateJudge?) -> IMAPError {
        if let refusal = judge?.refusal { return refusal }
        if isHandshaking, error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError {
            return .tlsFailed(reason: handshakeReason(error))
        }
        return .closed(byServer: nil)
    }

    private static func handshakeReason(_ error: any Error) -> String {
        let text = "\(error)"
        if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
            return "the server does not speak TLS on this port"
        }
        if text.contains("PROTOCOL_VERSION") { return "the server speaks no TLS version from 1.2 on" }
        if text.contains("EOF") || text.contains("uncleanShutdown") { return "the server closed the connection" }
        return ServerText.sanitised(text)
    }

    private static func reason(_ error: any Error) -> String {
        guard let system = error as? IOError else { return ServerText.sanitised("\(error)") }
        return switch system.errnoCode {
        case networkUnreachableCode: "network unreachable"
        case hostUnreachableCode: "host unreachable"
        default: ServerText.sanitised(system.localizedDescription)
        }
    }
}
