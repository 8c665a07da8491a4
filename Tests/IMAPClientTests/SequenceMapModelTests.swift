import IMAPWire
import MailModel
import Testing

@testable import IMAPClient

/// The map against a list of messages that is as simple as can be, under any order of what a server can say.
@Suite struct SequenceMapModelTests {
    /// A mailbox as the server has it, and what the client has been told of it.
    struct Model {
        /// The UIDs of all messages, in order.
        var server: [UInt32] = []
        /// For each message that the client counts: its UID, once told. The server may have more that it has not told of.
        var told: [UInt32?] = []
        var nextUID: UInt32 = 1

        mutating func deliver(_ count: Int, gap: UInt32) {
            for _ in 0..<count {
                server.append(nextUID)
                nextUID += 1 + gap
            }
        }
    }

    @Test(arguments: 0..<400)
    func `numbers mean the same as in a plain list`(seed: UInt64) {
        var random = Seeded(seed)
        var map = SequenceMap()
        var model = Model()
        model.deliver(Int.random(in: 0...150, using: &random), gap: 0)
        model.told = Array(repeating: nil, count: model.server.count)
        _ = map.setCount(UInt32(model.server.count))
        for step in 0..<200 {
            Self.advance(&model, &map, &random)
            guard Self.isSame(map, model) else {
                Issue.record("seed \(seed), step \(step): \(model.told) against \(Self.list(map))")
                return
            }
        }
    }

    private static func advance(_ model: inout Model, _ map: inout SequenceMap, _ random: inout Seeded) {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<15:
            // Mail arrives; EXISTS tells of it now or with the next.
            model.deliver(Int.random(in: 1...20, using: &random), gap: UInt32.random(in: 0...3, using: &random))
            if Bool.random(using: &random) { tellCount(&model, &map) }
        case 15..<20: tellCount(&model, &map)
        case 20..<55:
            // FETCH of a few neighbours, from the start of the run or the end.
            let count = Int.random(in: 1...12, using: &random)
            guard let first = model.told.indices.randomElement(using: &random) else { return }
            for index in first..<min(model.told.count, first + count) {
                let uid = model.server[index]
                let expected: SequenceMap.Placement = model.told[index] == nil ? .placed : .known
                #expect(map.place(UID(uid), at: UInt32(index + 1)) == expected)
                model.told[index] = uid
            }
        case 55..<75: expunge(&model, &map, &random)
        case 75..<92: vanish(&model, &map, &random)
        case 92..<96:
            // What lies outside is refused, and changes nothing.
            #expect(map.place(UID(5), at: UInt32(model.told.count + 1)) == .outOfRange)
            #expect(map.place(UID(5), at: 0) == .outOfRange)
            #expect(map.expunge(UInt32(model.told.count + 1)) == .outOfRange)
            #expect(map.expunge(0) == .outOfRange)
        case 96..<98:
            // A contradicting FETCH wins over what was there, as the server said it last; a further one mends it.
            guard let index = model.told.indices.randomElement(using: &random), model.told[index] != nil else { return }
            #expect(map.place(UID(4_000_000), at: UInt32(index + 1)) == .contradicts)
            #expect(map.place(UID(model.server[index]), at: UInt32(index + 1)) == .contradicts)
        default:
            // EXISTS below the count, without EXPUNGE: all is forgotten.
            guard model.told.count > 1 else { return }
            model.server.removeLast(model.server.count - model.told.count + 1)
            model.told = Array(repeating: nil, count: model.server.count)
            #expect(map.setCount(UInt32(model.server.count)) == .shrank)
        }
    }

    private static func tellCount(_ model: inout Model, _ map: inout SequenceMap) {
        let isNews = model.server.count > model.told.count
        #expect(map.setCount(UInt32(model.server.count)) == (isNews ? .grew : .same))
        model.told += Array(repeating: nil, count: model.server.count - model.told.count)
    }

    private static func expunge(_ model: inout Model, _ map: inout SequenceMap, _ random: inout Seeded) {
        // Several at once, from the highest down, from the lowest up, or anyhow.
        let count = Int.random(in: 1...6, using: &random)
        for _ in 0..<count {
            guard let index = model.told.indices.randomElement(using: &random) else { return }
            let expected = model.told[index].map { SequenceMap.Expunged.known(UID($0)) } ?? .unknown
            #expect(map.expunge(UInt32(index + 1)) == expected)
            model.server.remove(at: index)
            model.told.remove(at: index)
        }
    }

    /// UIDs that are gone, some of which may never have been there. Of those whose UID was never told it is known only
    /// between which neighbours they were: the model forgets those as the map must.
    private static func vanish(_ model: inout Model, _ map: inout SequenceMap, _ random: inout Seeded) {
        guard model.told.count > 0 else { return }
        var gone: Set<UInt32> = []
        let first = Int.random(in: 0..<model.told.count, using: &random)
        let last = min(model.told.count - 1, first + Int.random(in: 0...8, using: &random))
        for index in first...last where Int.random(in: 0..<4, using: &random) > 0 { gone.insert(model.server[index]) }
        // Sometimes one that has been gone for long.
        if Bool.random(using: &random), let old = model.server.first, old > 1 { gone.insert(old - 1) }
        let known = Set(model.told.compactMap { $0 }.filter { gone.contains($0) })
        let isExact = Self.isExact(gone, model)
        let (found, _) = map.vanish(UIDSet(gone.map { UID($0) }))
        #expect(found == UIDSet(known.map { UID($0) }))
        let kept = model.server.indices.filter { !gone.contains(model.server[$0]) }
        model.told = kept.filter { $0 < model.told.count }.map { model.told[$0] }
        model.server = kept.map { model.server[$0] }
        guard isExact else {
            // One of them was no message, and the map cannot tell: the server's next EXISTS settles it.
            let count = UInt32(model.told.count)
            if map.setCount(count) == .grew {
                // Counted one too many away: that one is unknown, and so may be others.
                model.told = Array(repeating: nil, count: model.told.count)
                map.reset(count: count)
            } else if map.count == count {
                model.told = Self.list(map)
            }
            return
        }
    }

    /// Whether every vanished UID was a message that the client counted.
    private static func isExact(_ gone: Set<UInt32>, _ model: Model) -> Bool {
        let counted = Set(model.server.prefix(model.told.count))
        return gone.isSubset(of: counted)
    }

    private static func list(_ map: SequenceMap) -> [UInt32?] {
        map.count == 0 ? [] : (1...map.count).map { map.uid(of: $0)?.value }
    }

    private static func isSame(_ map: SequenceMap, _ model: Model) -> Bool {
        map.count == UInt32(model.told.count) && list(map) == model.told
    }

    @Test(arguments: 0..<200)
    func `a mailbox is told of rightly, with numbers, with UIDs alone, and with what vanished earlier`(
        seed: UInt64
    ) {
        var random = Seeded(seed &+ 1_000_000)
        var view = MailboxView()
        var model = Model()
        var oddities = SessionStateMachine.Oddities()
        var actions: [SessionStateMachine.Action] = []
        view.beginSelecting("INBOX", tag: "A1", &actions)
        model.deliver(Int.random(in: 1...60, using: &random), gap: 1)
        model.told = Array(repeating: nil, count: model.server.count)
        view.apply(.exists(UInt32(model.server.count)), isSelecting: true, &actions)
        for step in 0..<150 {
            actions = []
            let expected = Self.say(&model, &view, &random, &oddities, &actions)
            let told = actions.compactMap { action -> MailboxUpdate? in
                if case .update(let update) = action { update } else { nil }
            }
            let numbers = model.told.indices.map { view.uid(of: UInt32($0 + 1))?.value }
            guard told == expected, view.count == UInt32(model.told.count), numbers == model.told else {
                Issue.record("seed \(seed), step \(step): \(told) for \(expected)")
                return
            }
        }
    }

    /// Has the server say one thing.
    ///
    /// - Returns: what has to come of it.
    private static func say(
        _ model: inout Model, _ view: inout MailboxView, _ random: inout Seeded,
        _ oddities: inout SessionStateMachine.Oddities, _ actions: inout [SessionStateMachine.Action]
    ) -> [MailboxUpdate] {
        let index = model.told.indices.randomElement(using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            model.deliver(Int.random(in: 1...5, using: &random), gap: 2)
            model.told += Array(repeating: nil, count: model.server.count - model.told.count)
            view.apply(.exists(UInt32(model.server.count)), isSelecting: false, &actions)
            return [.exists(UInt32(model.server.count))]
        case 1:
            guard let index else { return [] }
            let uid = model.told[index]
            model.server.remove(at: index)
            model.told.remove(at: index)
            view.apply(.expunge(UInt32(index + 1)), isSelecting: false, &actions)
            return [uid.map { .expunged(UIDSet([UID($0)])) } ?? .expungedUnknown]
        case 2:
            guard let index else { return [] }
            let gone = model.server[index]
            model.server.remove(at: index)
            model.told.remove(at: index)
            view.apply(.vanished(earlier: false, [gone...gone]), isSelecting: false, &actions)
            return [.expunged(UIDSet([UID(gone)]))]
        case 3:
            // Gone before the mailbox was opened: no number changes.
            let old = UInt32.random(in: 1...500, using: &random)
            view.apply(.vanished(earlier: true, [old...old]), isSelecting: false, &actions)
            return [.expunged(UIDSet([UID(old)]))]
        case 4:
            // UIDFETCH (RFC 9586 section 3.3) names no number, and teaches none.
            guard let index else { return [] }
            var fetch = FetchResponse(seq: 0)
            fetch.uid = model.server[index]
            fetch.flags = ["\\Seen"]
            let placed = view.place(fetch, &actions)
            view.applyFlags(of: placed, isAsked: false, &oddities, &actions)
            return [.flags(UID(model.server[index]), Flags(system: .seen), nil)]
        default:
            guard let index else { return [] }
            let tellsUID = Bool.random(using: &random)
            var fetch = FetchResponse(seq: UInt32(index + 1))
            if tellsUID {
                fetch.uid = model.server[index]
                model.told[index] = model.server[index]
            }
            fetch.flags = ["\\Seen"]
            let placed = view.place(fetch, &actions)
            view.applyFlags(of: placed, isAsked: false, &oddities, &actions)
            guard let uid = model.told[index] else { return [.resyncNeeded(.unplaceable)] }
            return [.flags(UID(uid), Flags(system: .seen), nil)]
        }
    }

    /// The same numbers for the same seed.
    struct Seeded: RandomNumberGenerator {
        private var state: UInt64

        init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
