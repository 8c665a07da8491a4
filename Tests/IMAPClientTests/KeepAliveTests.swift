import Glibc
import NIOCore
import TestSupport
import Testing

@testable import IMAPClient

@Suite struct KeepAliveTests {
    @Test func `probes that go unanswered end an idle connection within two minutes`() throws {
        func value(_ name: CInt) throws -> Int {
            try #require(KeepAlive.options.first { $0.0 == NIOBSDSocket.Option(rawValue: name) }).1
        }
        let seconds = try value(TCP_KEEPIDLE) + value(TCP_KEEPINTVL) * value(TCP_KEEPCNT)
        #expect(seconds <= 120)
    }

    @Test func `a live connection on which nothing happens is probed by the system`() async throws {
        try await Conversation.run(Conversation.opening()) { connection, _ in
            let channel = connection.channel
            func value(_ name: CInt) async throws -> Int {
                Int(try await channel.getOption(.tcpOption(NIOBSDSocket.Option(rawValue: name))).get())
            }
            #expect(try await channel.getOption(.socketOption(.so_keepalive)).get() == 1)
            let seconds = try await value(TCP_KEEPIDLE) + value(TCP_KEEPINTVL) * value(TCP_KEEPCNT)
            #expect((1...120).contains(seconds))
        }
    }
}
