import DemoServer
import MailModel
import MailStore
import Synchronization
import TestSupport
import Testing

@testable import MailSync

/// What ends the wait for the next attempt to connect.
@Suite(.serialized) struct WakingTests {
    enum Waking: CaseIterable { case key, signal, clock }

    @Test(arguments: Waking.allCases)
    func `an account that waits connects at once when somebody is there again`(_ waking: Waking) async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(3))
        office.server.inject(.refuseConnections)
        var configuration = office.configuration
        configuration.options.backoff = Backoff(shortest: .seconds(100), longest: .seconds(300))
        let clock = ManualClock()
        let wall = Wall()
        let account = AccountSync(configuration, store: office.store, clock: clock, now: { wall.seconds })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await account.run() }
            for await status in account.statuses { if case .offline = status.link { break } }
            office.server.clearFaults()

            // When
            switch waking {
            case .key: await account.reconnectNow()
            case .signal: await account.woke()
            case .clock:
                wall.add(3_600)
                // Less than the wait for the next attempt: only the other clock tells.
                clock.advance(by: .seconds(10))
            }

            // Then
            try await eventually("messages") { try office.folder("INBOX")?.total == 3 ? true : nil }
            group.cancelAll()
        }
        await office.server.stop()
    }

    @Test func `a rate tells how long it will take`() {
        let pace = Pace(folder: FolderID(1), at: 100, done: 50)
        #expect(pace.perSecond(at: 100, done: 60) == nil)
        #expect(pace.perSecond(at: 110, done: 1_050) == 100)
        let progress = AccountStatus.Progress(title: "INBOX", done: 1_050, total: 10_050, perSecond: 100)
        #expect(progress.secondsLeft == 90)
    }
}

/// Wall time that is moved by hand.
private final class Wall: Sendable {
    private let value = Mutex<Int64>(1_770_000_000)
    var seconds: Int64 { value.withLock { $0 } }
    func add(_ seconds: Int64) { value.withLock { $0 += seconds } }
}
