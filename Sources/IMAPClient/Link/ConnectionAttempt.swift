import NIOCore
import NIOPosix
import NIOConcurrencyHelpers

/// One address being connected to.
final class ConnectionAttempt: Sendable {
    private enum State {
        case begun
        case made(IMAPConnection)
        case givenUp
    }

    private let state = NIOLockedValueBox(State.begun)

    /// Connects; the answer is a connection on which nothing was said yet.
    func connect(
        to address: SocketAddress, _ endpoint: IMAPEndpoint, options: IMAPOptions, judge: CertificateJudge?
    ) -> EventLoopFuture<IMAPConnection> {
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            // The time of an address is up to `AddressRace`, which counts it by the clock of the options.
            .connectTimeout(.hours(1))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = IMAPConnection(
                        channel: channel, endpoint: endpoint, options: options, judge: judge)
                    let pipeline = channel.pipeline.syncOperations
                    if endpoint.security == .implicitTLS, let judge {
                        try pipeline.addHandler(try TLSLink.handler(for: endpoint, judge: judge))
                    }
                    try pipeline.addHandler(LinkHandler(connection))
                    try self.keep(connection)
                }
            }
        for (option, value) in KeepAlive.options {
            bootstrap = bootstrap.channelOption(.tcpOption(option), value: value)
        }
        return bootstrap.connect(to: address).flatMapThrowing { _ in try self.take() }
    }

    /// Nobody wants it any more.
    func giveUp() {
        let before = state.withLockedValue { state in
            defer { state = .givenUp }
            return state
        }
        if case .made(let connection) = before { connection.channel.close(promise: nil) }
    }

    private func keep(_ connection: IMAPConnection) throws {
        try state.withLockedValue { state in
            if case .givenUp = state { throw CancellationError() }
            state = .made(connection)
        }
    }

    private func take() throws -> IMAPConnection {
        try state.withLockedValue { state in
            guard case .made(let connection) = state else { throw CancellationError() }
            return connection
        }
    }
}
