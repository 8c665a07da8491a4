import DemoServer
import Foundation
import IMAPClient
import MailModel
import MailStore
import MailSync
import Testing

/// Promise 4: once both sides are quiet the store equals the server, whatever happened before.
@Suite(.serialized) struct ConvergenceTests {
    @Test(arguments: stride(from: 40, through: 12_000, by: 310).map { $0 })
    func `a connection cut at any byte of the first sync ends in agreement`(_ position: Int) async throws {
        // Given
        let office = try await PostOffice.open(
            Post.maildrop(40), faults: FaultPlan(byConnection: [[.cut(afterBytes: position)]]),
            adjust: PostOffice.smallWindows)

        // When
        try await office.running {
            // Then
            try await office.inStep()
        }
    }

    @Test(arguments: stride(from: 1, through: 400, by: 10).map { $0 })
    func `a connection cut at any byte of a replay ends in agreement`(_ position: Int) async throws {
        // Given
        let capabilities = position % 20 == 1 ? Capability.everything : .everything(except: .move)
        let office = try await PostOffice.open(Post.maildrop(8), capabilities: capabilities)

        try await office.running {
            try await office.inStep()
            let trash = try await office.listed("Trash").id
            let archive = try await office.listed("Archive").id
            var ids: [MessageID] = []
            for uid in 1...5 { ids.append(try await office.message(UInt32(uid)).id) }

            // When
            office.server.inject(.cut(afterBytes: position))
            try office.store.record(.setFlag(.system(.flagged), true, [ids[0]]))
            try office.store.record(.move([ids[1], ids[2]], to: trash))
            try office.store.record(.copy([ids[3]], to: archive))
            try office.store.record(.append(archive, bytes: Post.message(70), flags: Flags()))
            try office.store.record(.expunge([ids[4]]))
            await office.account.changesRecorded()

            // Then
            try await office.settled()
            office.server.clearFaults()
            try await JournalStoryTests.visitAll(office)
            let snapshot = office.server.snapshot()
            #expect(snapshot.folders["INBOX"]?.uids == [1, 4, 6, 7, 8])
            #expect(snapshot.folders["Trash"]?.messages.count == 2)
            #expect(snapshot.folders["Archive"]?.messages.count == 2)
        }
    }

    /// Seeds of one of the three kinds of runs: of ten seeds, five are for the first, four for the second and one for the
    /// third.
    ///
    /// `MARTLET_SEEDS=10000` runs more than 500, `MARTLET_FIRST_SEED=501` begins later, `MARTLET_SEED=17` runs that one alone,
    /// in each kind.
    static func seeds(_ digits: Set<Int>) -> [Int] {
        let environment = ProcessInfo.processInfo.environment
        func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
        if let only = number("MARTLET_SEED") { return [only] }
        let first = max(1, number("MARTLET_FIRST_SEED") ?? 1)
        let count = max(1, number("MARTLET_SEEDS") ?? 500)
        return (first..<first + count).filter { digits.contains($0 % 10) }
    }

    @Test func `any interleaving of users, clients, lines and restarts ends in agreement`() async throws {
        let failures = try await Simulation.failures(among: Self.seeds([0, 2, 4, 6, 8]))
        for failure in failures { Issue.record("\(failure)") }
    }

    @Test func `so does what the user takes back and does again meanwhile`() async throws {
        let failures = try await Simulation.failures(
            among: Self.seeds([1, 3, 5, 7]), plan: .init(undoes: true))
        for failure in failures { Issue.record("\(failure)") }
    }

    @Test func `so do two Martlets on one store, either of which is killed now and then`() async throws {
        let failures = try await Simulation.failures(
            among: Self.seeds([9]), plan: .init(undoes: true, hasSecond: true))
        for failure in failures { Issue.record("\(failure)") }
    }

    @Test(arguments: [PlantedBug.expungeTwice, .sameUIDValidity, .onlyUIDNext, .toggle])
    func `the simulation finds a bug that is planted at the edge`(_ bug: PlantedBug) async throws {
        #expect(try await !Simulation.failures(among: 1...100, plan: .init(bug: bug), upTo: 1).isEmpty)
    }

    @Test func `the simulation finds an entry of the journal that is dropped`() async throws {
        #expect(try await !Simulation.failures(among: 1...60, plan: .init(dropsEntries: true), upTo: 1).isEmpty)
    }
}
