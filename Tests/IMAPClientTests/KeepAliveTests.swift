import Foundation
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

    /// The system has a table of all connections, with the timer that runs for each: 2 is the one of the probes, and behind it
    /// stands when the next is due, in hundredths of a second (`proc(5)`).
    @Test func `a live connection on which nothing happens is probed by the system`() async throws {
        try await Conversation.run(Conversation.opening()) { _, server in
            let end = ":" + (String(server.port, radix: 16, uppercase: true)).leftPadded(to: 4)
            let due = try await Waiting.poll(within: .seconds(10)) { () -> Int? in
                let table = try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)
                for line in table.split(separator: "\n") {
                    let fields = line.split(separator: " ")
                    guard fields.count > 5, fields[2].hasSuffix(end), fields[3] == "01", fields[5].hasPrefix("02:")
                    else { continue }
                    return Int(fields[5].dropFirst(3), radix: 16)
                }
                return nil
            }
            let next = try #require(due, "no timer of probes runs")
            #expect(next <= 120 * 100)
        }
    }
}

extension String {
    fileprivate func leftPadded(to count: Int) -> String {
        String(repeating: "0", count: max(0, count - self.count)) + self
    }
}
