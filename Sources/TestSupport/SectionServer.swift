import NIOCore
import NIOPosix

/// A server with one message, UID 20, of which a section is as long as a test likes: octets are made when they are asked
/// for, and nobody has to hold them all.
package final class SectionServer: Sendable {
    private let channel: any Channel

    /// Where it listens, on 127.0.0.1.
    package let port: Int

    private init(channel: any Channel) {
        self.channel = channel
        port = channel.localAddress?.port ?? 0
    }

    /// - Parameter size: octets of the section.
    package static func start(size: Int) async throws -> SectionServer {
        SectionServer(
            channel: try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { child in
                    child.eventLoop.makeCompletedFuture {
                        try child.pipeline.syncOperations.addHandler(SectionSpeaker(size: size))
                    }
                }
                .bind(host: "127.0.0.1", port: 0).get())
    }

    package func stop() async {
        // It may be closed already: then there is nothing left to stop.
        try? await channel.close()
    }

    /// The octets of a stretch of the section.
    package static func octets(_ stretch: Range<Int>) -> [UInt8] {
        stretch.map { UInt8(truncatingIfNeeded: ($0 >> 8) ^ $0) }
    }
}

private final class SectionSpeaker: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let size: Int
    private var received: [UInt8] = []

    init(size: Int) { self.size = size }

    func channelActive(context: ChannelHandlerContext) { say("* PREAUTH [CAPABILITY IMAP4rev1] hello\r\n", context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received.append(contentsOf: unwrapInboundIn(data).readableBytesView)
        while let end = received.firstIndex(of: 0x0A) {
            let line = String(decoding: received[..<end].filter { $0 != 0x0D }, as: UTF8.self)
            received.removeSubrange(...end)
            answer(line, context)
        }
    }

    private func answer(_ line: String, _ context: ChannelHandlerContext) {
        let tag = line.prefix { $0 != " " }
        if line.contains(" SELECT ") { say("* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n", context) }
        if let stretch = Self.stretch(of: line, size) {
            say("* 1 FETCH (UID 20 BODY[2]<\(stretch.lowerBound)> {\(stretch.count)}\r\n", context)
            let octets = SectionServer.octets(stretch)
            context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: octets)), promise: nil)
            say(")\r\n", context)
        }
        say("\(tag) OK done\r\n", context)
    }

    /// What `…<first.count>…` asks for of a section of this size.
    private static func stretch(of line: String, _ size: Int) -> Range<Int>? {
        guard let open = line.firstIndex(of: "<"), let close = line[open...].firstIndex(of: ">") else { return nil }
        let numbers = line[line.index(after: open)..<close].split(separator: ".").compactMap { Int($0) }
        guard numbers.count == 2 else { return nil }
        let first = min(numbers[0], size)
        return first..<min(size, first + numbers[1])
    }

    private func say(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: text)), promise: nil)
    }
}
