import NIOCore

/// Joins a channel to a session: bytes in, whole commands to the session; news and faults likewise.
final class SessionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let account: ServedAccount
    private var framer = CommandFramer()
    private var session: Session?

    init(account: ServedAccount) {
        self.account = account
    }

    func channelActive(context: ChannelHandlerContext) {
        guard !account.faults.refusesConnections else { return context.close(promise: nil) }
        let writer = ResponseWriter(channel: context.channel, faults: account.faults)
        let session = Session(number: account.connect(context.channel), account: account, writer: writer)
        self.session = session
        let faults = account.faults.faultsForNewConnection()
        for fault in faults { account.faults.arm(fault) }
        session.greet()
        for fault in faults { session.strike(fault) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let session { account.disconnect(session.number) }
        session = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let session else { return }
        framer.append(unwrapInboundIn(data).readableBytesView)
        while !session.isOver, let piece = framer.next() {
            switch piece {
            case .command(let bytes):
                session.receive(bytes)
            case .literalAnnounced:
                session.writer.line("+ Ready for the literal")
                session.writer.flush()
            case .tooLong:
                session.say("* BYE The line or literal is too long")
                session.end()
            }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case let event as ServerEvent:
            switch event {
            case .news: session?.hearNews()
            case .fault(let fault): session?.strike(fault)
            }
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
