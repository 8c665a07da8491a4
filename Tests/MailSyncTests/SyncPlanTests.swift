import IMAPClient
import MailModel
import Testing

@testable import MailStore
@testable import MailSync

struct SyncPlanTests {
    static func server(
        _ exists: UInt32, validity: UInt32 = 7, next: UInt32?, modSeq: UInt64? = nil
    ) -> SelectedMailbox {
        SelectedMailbox(
            wireName: "INBOX", exists: exists, uidValidity: UIDValidity(validity), uidNext: next.map { UID($0) },
            highestModSeq: modSeq.map { ModSeq($0) })
    }

    static func local(
        validity: UInt32 = 7, next: UInt32?, modSeq: UInt64? = nil, rows: Int, lowest: UInt32? = 1,
        isComplete: Bool = true
    ) -> FolderSyncState {
        FolderSyncState(
            uidValidity: UIDValidity(validity), uidNext: next.map { UID($0) },
            highestModSeq: modSeq.map { ModSeq($0) }, serverTotal: rows, rows: rows,
            lowestSyncedUID: lowest.map { UID($0) }, isComplete: isComplete)
    }

    static func told(_ server: SelectedMailbox, isWhole: Bool = true) -> SelectedMailbox {
        var told = server
        told.changes = MailboxChanges()
        told.changes?.isWhole = isWhole
        return told
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var local: FolderSyncState?
        var server: SelectedMailbox
        var first: SyncPlan.Step?
    }

    static let cases: [Case] = [
        Case(testDescription: "never seen, empty", local: nil, server: server(0, next: 1), first: .clear),
        Case(testDescription: "never seen, small", local: nil, server: server(3, next: 9), first: .newest(1...3)),
        Case(
            testDescription: "never seen, large", local: nil, server: server(100_000, next: 200_000),
            first: .newest(99_961...100_000)),
        Case(
            testDescription: "seen, nothing new, by modification sequence", local: local(next: 9, modSeq: 5, rows: 3),
            server: server(3, next: 9, modSeq: 5), first: nil),
        Case(
            testDescription: "seen, flags may have changed", local: local(next: 9, modSeq: 5, rows: 3),
            server: server(3, next: 9, modSeq: 6), first: .changes(since: ModSeq(5))),
        Case(
            testDescription: "seen, no modification sequences", local: local(next: 9, rows: 3),
            server: server(3, next: 9), first: .topFlags(1...3)),
        Case(
            testDescription: "seen, modification sequences gone back", local: local(next: 9, modSeq: 5, rows: 3),
            server: server(3, next: 9, modSeq: 4), first: .topFlags(1...3)),
        Case(
            testDescription: "seen, modification sequences no more", local: local(next: 9, modSeq: 5, rows: 3),
            server: server(3, next: 9), first: .topFlags(1...3)),
        Case(
            testDescription: "seen, changes told with SELECT", local: local(next: 9, modSeq: 5, rows: 3),
            server: told(server(3, next: 9, modSeq: 6)), first: .resync),
        Case(
            testDescription: "seen, changes told with SELECT that goes back", local: local(next: 9, modSeq: 5, rows: 3),
            server: told(server(3, next: 9, modSeq: 4)), first: .topFlags(1...3)),
        Case(
            testDescription: "seen, changes told with something that could not be read",
            local: local(next: 9, modSeq: 5, rows: 3), server: told(server(3, next: 9, modSeq: 6), isWhole: false),
            first: .changes(since: ModSeq(5))),
        Case(
            testDescription: "seen, new mail", local: local(next: 9, modSeq: 5, rows: 3),
            server: server(4, next: 10, modSeq: 6), first: .newMail(from: UID(9))),
        Case(
            testDescription: "seen, UIDNEXT not told", local: local(next: 9, modSeq: 5, rows: 3),
            server: server(4, next: nil, modSeq: 5), first: .newMail(from: UID(9))),
        Case(
            testDescription: "seen, a thousand new: the newest first", local: local(next: 9, modSeq: 5, rows: 3),
            server: server(1_003, next: 1_009, modSeq: 6), first: .newest(964...1_003)),
        Case(
            testDescription: "UIDVALIDITY changed", local: local(validity: 6, next: 9, rows: 3),
            server: server(3, next: 9), first: .newest(1...3)),
        Case(
            testDescription: "all gone", local: local(next: 9, rows: 3), server: server(0, next: 9), first: .clear),
        Case(
            testDescription: "filling was interrupted",
            local: local(next: 901, modSeq: 5, rows: 50, lowest: 851, isComplete: false),
            server: server(900, next: 901, modSeq: 5), first: .compare),
    ]

    @Test(arguments: cases)
    func `the first step follows from both sides`(_ example: Case) {
        // When
        let plan = SyncPlan(local: example.local, server: example.server)

        // Then
        #expect(plan.next == example.first)
    }

    static let flights: [(SelectedMailbox, [SyncPlan.Step])] = [
        (told(server(104, next: 110, modSeq: 6)), [.resync]),
        (server(109, next: 110, modSeq: 6), [.newMail(from: UID(101)), .changes(since: ModSeq(5))]),
        (server(104, next: 110, modSeq: 6), [.newMail(from: UID(101)), .changes(since: ModSeq(5)), .compare]),
        (server(104, next: 110), [.topFlags(5...104), .newMail(from: UID(101))]),
    ]

    @Test(arguments: flights)
    func `what need not wait for an answer is asked in one turn`(
        _ server: SelectedMailbox, _ steps: [SyncPlan.Step]
    ) {
        let plan = SyncPlan(local: Self.local(next: 101, modSeq: 5, rows: 100), server: server)
        #expect(plan.flight == steps)
    }

    @Test func `modification sequences count as reached once the steps before are done`() {
        // Given
        var plan = SyncPlan(
            local: Self.local(next: 101, modSeq: 5, rows: 100), server: Self.server(101, next: 102, modSeq: 9))
        #expect(plan.agreed == ModSeq(5))

        // When
        _ = plan.fetchedNew(UIDSet(101...101), step: .newMail(from: UID(101)))
        #expect(plan.agreed == ModSeq(5))
        plan.done(.changes(since: ModSeq(5)))

        // Then
        #expect(plan.agreed == ModSeq(9))
        let isOlder = plan.agree(upTo: ModSeq(8))
        let isNewer = plan.agree(upTo: ModSeq(11))
        #expect(!isOlder && isNewer)
    }

    @Test func `a server that refuses to tell changes is asked for flags instead`() {
        // Given
        var plan = SyncPlan(
            local: Self.local(next: 101, modSeq: 5, rows: 100), server: Self.server(100, next: 101, modSeq: 9))

        // When
        plan.refused(.changes(since: ModSeq(5)))

        // Then
        #expect(plan.agreed == nil)
        #expect(plan.next == .topFlags(1...100))
        plan.done(.topFlags(1...100))
        #expect(plan.next == .allFlags)
        plan.done(.allFlags)
        #expect(plan.agreed == ModSeq(9))
    }

    @Test func `a new folder is filled from the newest to the oldest, and then whole`() {
        // Given
        var sizes = SyncPlan.Sizes()
        sizes.firstScreen = 50
        var plan = SyncPlan(local: nil, server: Self.server(1_000, next: 1_001), sizes: sizes)
        let first = plan.fetchedNew(UIDSet(951...1_000), step: .newest(951...1_000))
        #expect(first == SyncPlan.Claim(syncedDownTo: UID(951), uidNext: UID(1_001), isComplete: false))

        // When
        #expect(plan.next == .compare)
        let vanished = plan.compared(server: UIDSet(1...1_000), known: UIDSet(951...1_000))

        // Then
        #expect(vanished.isEmpty)
        #expect(plan.next == .fill([701...950, 451...700]))
        #expect(plan.filled(701...950) == SyncPlan.Claim(syncedDownTo: UID(701), uidNext: nil, isComplete: false))
        #expect(plan.next == .fill([451...700, 201...450]))
        _ = plan.filled(451...700)
        _ = plan.filled(201...450)
        #expect(plan.filled(1...200) == SyncPlan.Claim(syncedDownTo: UID(1), uidNext: UID(1_001), isComplete: true))
        #expect(plan.next == nil)
    }

    @Test func `windows hold so many messages, whatever the holes between their UIDs`() {
        // Given
        let sparse = UIDSet((1...1_000).map { UID(UInt32($0 * 10)) })

        // When
        let window = sparse.newestWindow(of: 100)

        // Then
        #expect(window == 9_010...10_000)
    }

    @Test func `a count that differs leads to one comparison and not to a second of the same`() {
        // Given
        var plan = SyncPlan(local: Self.local(next: 9, modSeq: 5, rows: 3), server: Self.server(3, next: 9, modSeq: 5))
        #expect(plan.next == nil)

        // When
        plan.check(rows: 3, exists: 2)

        // Then
        #expect(plan.next == .compare)
        #expect(plan.compared(server: UIDSet(1...2), known: UIDSet(1...3)) == UIDSet(3...3))
        plan.check(rows: 3, exists: 2)
        #expect(plan.next == nil)
    }

    @Test func `what the server has and the store lacks is fetched wherever it is`() {
        // Given
        var plan = SyncPlan(local: Self.local(next: 9, rows: 3), server: Self.server(4, next: 9))
        plan.done(.topFlags(1...4))
        plan.done(.allFlags)

        // When
        plan.check(rows: 3, exists: 4)
        _ = plan.compared(server: UIDSet(1...4), known: UIDSet(ranges: [1...2, 4...4]))

        // Then
        #expect(plan.next == .fill([3...3]))
    }

    @Test func `a window that overtakes a newer one claims no more than is here`() {
        // Given
        var plan = SyncPlan(local: nil, server: Self.server(100, next: 101))
        _ = plan.fetchedNew(UIDSet(61...100), step: .newest(61...100))
        _ = plan.compared(server: UIDSet(1...100), known: UIDSet(61...100))

        // When
        let older = plan.filled(1...30)
        let newer = plan.filled(31...60)

        // Then
        #expect(older == SyncPlan.Claim(syncedDownTo: UID(61), uidNext: nil, isComplete: false))
        #expect(newer == SyncPlan.Claim(syncedDownTo: UID(1), uidNext: UID(101), isComplete: true))
    }
}
