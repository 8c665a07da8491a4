import NIOCore
import NIOPosix
import NIOConcurrencyHelpers

/// A TCP proxy before any local port: cuts the link and brings it back, delays, swallows, counts bytes and turns.
package final class FaultProxy: Sendable {
    /// What has gone through the proxy, all connections together.
    package struct Traffic: Sendable, Equatable {
        /// Bytes from the client to the server.
        package var bytesSent = 0
        /// Bytes from the server to the client.
        package var bytesReceived = 0
        /// How often the client spoke after it had listened.
        package var turns = 0
        /// How many connections were made.
        package var connections = 0
    }

    /// State that channels on several event loops share.
    final class Wire: Sendable {
        struct State {
            var traffic = Traffic()
            var delay = TimeAmount.zero
            var swallows = false
            var channels: [ObjectIdentifier: any Channel] = [:]
        }

        let state = NIOLockedValueBox(State())
    }

    /// The port on 127.0.0.1 that clients connect to.
    package let port: Int
    private let target: Int
    private let wire: Wire
    private let listener: NIOLockedValueBox<(any Channel)?>

    private init(port: Int, target: Int, wire: Wire, listener: any Channel) {
        self.port = port
        self.target = target
        self.wire = wire
        self.listener = NIOLockedValueBox(listener)
    }

    /// Starts a proxy before a port of 127.0.0.1.
    package static func start(to target: Int) async throws -> FaultProxy {
        let wire = Wire()
        let listener = try await listen(port: 0, target: target, wire: wire)
        return FaultProxy(port: listener.localAddress?.port ?? 0, target: target, wire: wire, listener: listener)
    }

    private static func listen(port: Int, target: Int, wire: Wire) async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { client in join(client, to: target, wire: wire) }
            .bind(host: "127.0.0.1", port: port).get()
    }

    /// Connects a client to the server behind; both live on one event loop.
    private static func join(_ client: any Channel, to target: Int, wire: Wire) -> EventLoopFuture<Void> {
        wire.state.withLockedValue {
            $0.traffic.connections += 1
            $0.channels[ObjectIdentifier(client)] = client
        }
        client.closeFuture.whenComplete { _ in
            wire.state.withLockedValue { $0.channels[ObjectIdentifier(client)] = nil }
        }
        return ClientBootstrap(group: client.eventLoop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.autoRead, value: false)
            .connect(host: "127.0.0.1", port: target)
            .flatMapThrowing { server in
                let meter = TurnMeter(wire: wire)
                try client.pipeline.syncOperations.addHandler(
                    ProxyHandler(peer: server, direction: .toServer, meter: meter))
                try server.pipeline.syncOperations.addHandler(
                    ProxyHandler(peer: client, direction: .toClient, meter: meter))
            }
    }

    /// What has gone through since the start or the last reset.
    package var traffic: Traffic {
        wire.state.withLockedValue { $0.traffic }
    }

    /// How many connections are open.
    package var connectionCount: Int {
        wire.state.withLockedValue { $0.channels.count }
    }

    /// Counts from zero again.
    package func resetTraffic() {
        wire.state.withLockedValue { $0.traffic = Traffic() }
    }

    /// Holds back what goes through so that a round trip takes this long.
    package func setRoundTrip(_ duration: Duration) {
        wire.state.withLockedValue { $0.delay = TimeAmount(duration / 2) }
    }

    /// Lets nothing through any more, while connections stay open; or lets it through again.
    package func setSwallowing(_ isSwallowing: Bool) {
        wire.state.withLockedValue { $0.swallows = isSwallowing }
    }

    /// Closes all connections; new ones are welcome.
    package func cutAll() async {
        for channel in wire.state.withLockedValue({ Array($0.channels.values) }) {
            // One that is closed already is as cut as it can be.
            try? await channel.close()
        }
    }

    /// Takes the link down: connections are cut, and new ones refused.
    package func goDown() async {
        let open = listener.withLockedValue { listener in
            defer { listener = nil }
            return listener
        }
        // A listener that is closed already refuses just as well.
        try? await open?.close()
        await cutAll()
    }

    /// Brings the link back on the same port.
    package func comeUp() async throws {
        let reopened = try await Self.listen(port: port, target: target, wire: wire)
        listener.withLockedValue { $0 = reopened }
    }

    /// Ends the proxy.
    package func stop() async {
        await goDown()
    }
}

/// Counts the turns of one connection.
private final class TurnMeter {
    let wire: FaultProxy.Wire
    private var hasListened = true

    init(wire: FaultProxy.Wire) {
        self.wire = wire
    }

    func note(_ count: Int, _ direction: ProxyHandler.Direction) {
        wire.state.withLockedValue { state in
            switch direction {
            case .toServer:
                state.traffic.bytesSent += count
                if hasListened { state.traffic.turns += 1 }
                hasListened = false
            case .toClient:
                state.traffic.bytesReceived += count
                hasListened = true
            }
        }
    }
}

/// Hands what one side says to the other, in order and perhaps late.
private final class ProxyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    enum Direction { case toServer, toClient }

    private let peer: any Channel
    private let direction: Direction
    private let meter: TurnMeter
    private var queue: [ByteBuffer] = []

    init(peer: any Channel, direction: Direction, meter: TurnMeter) {
        self.peer = peer
        self.direction = direction
        self.meter = meter
    }

    /// The client is read from only now; before, what the server says would have nowhere to go.
    func channelActive(context: ChannelHandlerContext) {
        peer.setOption(.autoRead, value: true).whenFailure { [peer] _ in peer.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        let (delay, swallows) = meter.wire.state.withLockedValue { ($0.delay, $0.swallows) }
        guard !swallows else { return }
        meter.note(buffer.readableBytes, direction)
        guard delay > .zero || !queue.isEmpty else { return peer.writeAndFlush(buffer, promise: nil) }
        queue.append(buffer)
        context.eventLoop.assumeIsolated().scheduleTask(in: delay) {
            guard !self.queue.isEmpty else { return }
            self.peer.writeAndFlush(self.queue.removeFirst(), promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        let peer = peer
        // Behind everything that is still on its way.
        let delay = meter.wire.state.withLockedValue { $0.delay }
        context.eventLoop.scheduleTask(in: delay) { peer.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
