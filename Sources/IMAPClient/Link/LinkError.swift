import NIOCore
import NIOPosix
import NIOSSL

/// Turns what the network library throws into what the user has to know.
enum LinkError {
    /// Why no connection came about.
    static func connecting(to endpoint: IMAPEndpoint, _ error: any Error) -> IMAPError {
        if let known = error as? IMAPError { return known }
        if error is CancellationError { return .cancelled }
        if case .connectTimeout? = error as? ChannelError { return timedOut(endpoint) }
        guard let failure = error as? NIOConnectionError else {
            return .connectionFailed(host: endpoint.host, port: endpoint.port, reason: reason(error))
        }
        guard let first = failure.connectionErrors.first else {
            return .hostNotFound(host: endpoint.host)
        }
        let attempts = failure.connectionErrors.map(\.error)
        // Not of the network but ours, such as a client certificate that cannot be read.
        for case let own as IMAPError in attempts { return own }
        if attempts.contains(where: { ($0 as? IOError)?.errnoCode == connectionRefusedCode }) {
            return .connectionRefused(host: endpoint.host, port: endpoint.port)
        }
        if attempts.contains(where: { if case .connectTimeout? = $0 as? ChannelError { true } else { false } }) {
            return timedOut(endpoint)
        }
        return .connectionFailed(host: endpoint.host, port: endpoint.port, reason: reason(first.error))
    }

    /// Why a link broke that was there. `isHandshaking`: before TLS was up.
    static func broken(_ error: any Error, isHandshaking: Bool, judge: CertificateJudge?) -> IMAPError {
        if let refusal = judge?.refusal { return refusal }
        if isHandshaking, error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError {
            return .tlsFailed(reason: handshakeReason(error))
        }
        return .closed(byServer: nil)
    }

    private static func timedOut(_ endpoint: IMAPEndpoint) -> IMAPError {
        .timedOut(doing: "connecting to \(endpoint.host):\(endpoint.port)")
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
