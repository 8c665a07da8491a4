import IMAPClient
import MailModel
import Testing

@testable import MailSync

/// What is gone is found by halves.
struct VanishedSearchTests {
    /// A server that answers, and what its answers cost.
    private struct Server {
        let uids: [UInt32]
        var octets = 0
        var turns = 0

        mutating func answer(_ questions: [MailboxQuestion]) -> [MailboxAnswer] {
            turns += 1
            return questions.compactMap { question -> MailboxAnswer? in
                switch question {
                case .places(let numbers):
                    octets += numbers.count * 30 + 30
                    return .messages(
                        numbers.compactMap { number in
                            let index = Int(number) - 1
                            guard uids.indices.contains(index) else { return nil }
                            return FetchedMessage(sequence: number, uid: UID(uids[index]))
                        })
                case .search(.uids(let wanted)):
                    let found = UIDSet(uids.filter { wanted.contains(UID($0)) }.map { UID($0) })
                    octets += found.count * 8 + 30
                    return .uids(found)
                case .fetch, .changes, .search: return nil
                }
            }
        }
    }

    private static func known(_ count: Int, step: Int) -> [UInt32] {
        (1...count).map { UInt32($0 * (step + 2) + $0 % 3) }
    }

    private static func found(_ known: [UInt32], without gone: Set<UInt32>) -> (UIDSet?, Server) {
        var server = Server(uids: known.filter { !gone.contains($0) })
        var search = VanishedSearch(known: UIDSet(known.map { UID($0) }), exists: server.uids.count)
        while !search.isDone {
            guard search.take(server.answer(search.questions)), server.turns < 30 else { return (nil, server) }
        }
        return (search.vanished, server)
    }

    @Test(arguments: [(10_000, 2), (100_000, 3), (1_000_000, 4)])
    func `a few that are gone cost a few turns and little, however large the folder`(count: Int, mostTurns: Int) {
        // Given
        let known = Self.known(count, step: 4)
        let gone = Set([3, count / 7, count / 7 + 1, count / 2, count - 2].map { known[$0] })

        // When
        let (vanished, server) = Self.found(known, without: gone)

        // Then
        #expect(vanished == UIDSet(gone.map { UID($0) }))
        #expect(server.turns <= mostTurns + 1)
        #expect(server.octets < 20_000)
    }

    @Test(arguments: 1...60)
    func `whatever is gone is found, and nothing else`(seed: Int) {
        // Given
        var chance = Chance(seed: UInt64(seed))
        let known = Self.known(1 + chance.below(3_000), step: 1 + chance.below(5))
        var gone: Set<UInt32> = []
        for _ in 0..<chance.below(40) {
            let first = chance.below(known.count)
            for place in first..<min(known.count, first + 1 + chance.below(chance.below(4) == 0 ? 400 : 3)) {
                gone.insert(known[place])
            }
        }

        // Then
        #expect(Self.found(known, without: gone).0 == UIDSet(gone.map { UID($0) }))
    }

    @Test func `a message that we do not know is not taken for one that is gone`() {
        // Given
        let known = Self.known(1_000, step: 3)
        var server = Server(uids: known.dropFirst(5).map { $0 == known[500] ? $0 + 1 : $0 })
        var search = VanishedSearch(known: UIDSet(known.map { UID($0) }), exists: server.uids.count)

        // Then
        var isBelieved = true
        while !search.isDone, isBelieved { isBelieved = search.take(server.answer(search.questions)) }
        #expect(UIDSet(known[..<5].map { UID($0) }).subtracting(search.vanished).isEmpty || !isBelieved)
        #expect(search.vanished.count <= 6)
    }

    @Test func `answers that tell nothing end the search`() {
        for answers in [[MailboxAnswer.messages([])], []] {
            var search = VanishedSearch(known: UIDSet(1...1_000), exists: 900)
            let isBelieved = search.take(answers)
            #expect(!isBelieved)
        }
    }

    @Test func `an empty folder has lost all`() {
        let search = VanishedSearch(known: UIDSet(1...9), exists: 0)
        #expect(search.isDone)
        #expect(search.vanished == UIDSet(1...9))
    }
}
