import Glibc
import NIOCore
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
}
