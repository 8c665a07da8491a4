import NIOCore

/// The end of the channel: hands what happens on the link to the connection, which lives on the same event loop.
///
/// It holds the connection weakly, so that one that nobody uses any more goes away and closes its channel.
final class LinkHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private weak var connection: IMAPConnection?

    init(_ connection: IMAPConnection) { self.connection = connection }

    func channelActive(context: ChannelHandlerContext) {
        // A link that is closed right away has no address any more when it is asked for it.
        let address = context.remoteAddress?.ipAddress
        connection?.assumeIsolated { $0.peerAddress = address }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        connection?.assumeIsolated { $0.received(buffer) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        connection?.assumeIsolated { $0.readComplete() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection?.assumeIsolated { $0.linkClosed(nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        connection?.assumeIsolated { $0.linkClosed(error) }
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // By its name, as the module of `TLSUserEvent` is no dependency of ours: NIOSSL sends it and one other event,
        // `shutdownCompleted`, and nobody else in this pipeline sends any.
        if "\(event)".hasPrefix("handshakeCompleted") {
            connection?.assumeIsolated { $0.tlsCompleted() }
        }
        context.fireUserInboundEventTriggered(event)
    }
}
