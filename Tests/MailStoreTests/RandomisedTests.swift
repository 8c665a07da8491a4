import MailModel
import Testing

@testable import MailStore

/// Applies seeded histories of what servers and users do, and compares with the plainest model that could be right.
struct RandomisedTests {
    @Test(arguments: 0..<10 as Range<UInt64>)
    func `rows and counters are those of a plain model after any history`(seed: UInt64) throws {
        var history = try History(seed: seed)
        for step in 0..<80 {
            try history.step()
            let difference = try history.difference()
            #expect(difference == nil, "seed \(seed), step \(step): \(history.log.suffix(6))")
            if difference != nil { return }
        }
        try history.settleAll()
        #expect(try history.difference() == nil, "seed \(seed), at the end")
        #expect(try history.strayRows() == 0, "seed \(seed)")
    }
}

/// A server with two folders, and a user whose changes are confirmed or refused some time later.
private struct History {
    /// A message of the server.
    struct Message: Equatable {
        var identity: UInt32
        var flags: Flags

        mutating func set(_ flag: Flag, to isSet: Bool) { flags = flags.setting(flag, to: isSet) }
    }

    /// An open change, as the model sees it.
    enum Intent {
        case flag(folder: Int, uid: UInt32, Flag, Bool)
        case move(folder: Int, uid: UInt32)
        case expunge(folder: Int, uid: UInt32)

        var place: (folder: Int, uid: UInt32) {
            switch self {
            case .flag(let folder, let uid, _, _), .move(let folder, let uid), .expunge(let folder, let uid):
                (folder, uid)
            }
        }
    }

    let fixture: Fixture
    var random: SplitMix
    var server: [[UInt32: Message]] = [[:], [:]]
    var uidNext: [UInt32] = [1, 1]
    var nextIdentity: UInt32 = 1
    var open: [(id: LocalChangeID, intent: Intent)] = []
    var log: [String] = []

    init(seed: UInt64) throws {
        fixture = try Fixture()
        random = SplitMix(state: seed)
        for folder in 0..<2 {
            for _ in 0..<6 { deliver(to: folder) }
            try sync(folder)
        }
    }

    private func folder(_ index: Int) -> FolderID { index == 0 ? fixture.inbox : fixture.archive }

    private mutating func deliver(to folder: Int) {
        let flags = Flags(system: Bool.random(using: &random) ? [.seen] : [])
        server[folder][uidNext[folder]] = Message(identity: nextIdentity, flags: flags)
        uidNext[folder] += 1
        nextIdentity += 1
    }

    /// Brings the store in step with the server, as a sync does that looks at everything.
    private mutating func sync(_ folder: Int) throws {
        let known = try fixture.store.knownUIDs(of: self.folder(folder))
        let present = UIDSet(server[folder].keys.map(UID.init))
        let messages = server[folder].sorted { $0.key < $1.key }
        let new = messages.filter { !known.contains(UID($0.key)) }.map { uid, message in
            var new = NewMessage.sample(uid, identity: message.identity)
            new.flags = message.flags
            return new
        }
        let changes = messages.map { FlagChange(uid: UID($0.key), flags: $0.value.flags) }
        try fixture.store.apply(
            SyncBatch(
                uidValidity: UIDValidity(7), upserts: new, flagChanges: changes, vanished: known.subtracting(present),
                serverTotal: server[folder].count, uidNext: UID(uidNext[folder]), complete: true),
            to: self.folder(folder))
    }

    mutating func step() throws {
        let folder = Int.random(in: 0..<2, using: &random)
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1:
            deliver(to: folder)
            log.append("deliver \(folder)")
        case 2:
            if let uid = anyUID(folder) {
                server[folder][uid] = nil
                log.append("expunged elsewhere \(folder)/\(uid)")
            }
        case 3:
            if let uid = anyUID(folder) {
                server[folder][uid]?.flags = Flags(
                    system: Flags.System(rawValue: UInt8.random(in: 0..<8, using: &random)))
                log.append("flags elsewhere \(folder)/\(uid)")
            }
        case 4, 5: try userFlags(folder)
        case 6, 7: try userMoves(folder)
        case 8: try userExpunges(folder)
        case 9, 10: try settle(at: 0)
        default: if !open.isEmpty { try settle(at: Int.random(in: 0..<open.count, using: &random)) }
        }
        // The model compares with a store that has just looked.
        for folder in 0..<2 { try sync(folder) }
    }

    private mutating func anyUID(_ folder: Int) -> UInt32? {
        server[folder].keys.sorted().randomElement(using: &random)
    }

    /// A message that the user can see and the server has.
    private mutating func shown(_ folder: Int) throws -> MessageSummary? {
        try fixture.rows(self.folder(folder)).filter { $0.uid != nil }.randomElement(using: &random)
    }

    private mutating func userFlags(_ folder: Int) throws {
        guard let row = try shown(folder), let uid = row.uid?.value else { return }
        let flag = Flag.system([.seen, .flagged].randomElement(using: &random) ?? .seen)
        let isSet = Bool.random(using: &random)
        for id in try fixture.store.record(.setFlag(flag, isSet, [row.id])) {
            open.append((id, .flag(folder: folder, uid: uid, flag, isSet)))
        }
        log.append("flag \(folder)/\(uid) \(flag) \(isSet)")
    }

    private mutating func userMoves(_ folder: Int) throws {
        guard let row = try shown(folder), let uid = row.uid?.value else { return }
        for id in try fixture.store.record(.move([row.id], to: self.folder(1 - folder))) {
            open.append((id, .move(folder: folder, uid: uid)))
        }
        log.append("move \(folder)/\(uid)")
    }

    private mutating func userExpunges(_ folder: Int) throws {
        guard let row = try shown(folder), let uid = row.uid?.value else { return }
        for id in try fixture.store.record(.expunge([row.id])) {
            open.append((id, .expunge(folder: folder, uid: uid)))
        }
        log.append("expunge \(folder)/\(uid)")
    }

    /// The server answers an open change: the oldest one of its message, as the replay keeps the order.
    private mutating func settle(at wanted: Int) throws {
        guard wanted < open.count else { return }
        let place = open[wanted].intent.place
        guard let index = open.firstIndex(where: { $0.intent.place == place }) else { return }
        let (id, intent) = open.remove(at: index)
        guard server[place.folder][place.uid] != nil, Int.random(in: 0..<3, using: &random) > 0 else {
            log.append("refuse \(intent)")
            return try fixture.store.refuse(id, reason: "No.")
        }
        log.append("done \(intent)")
        var moved: [UID: UID] = [:]
        switch intent {
        case .flag(let folder, let uid, let flag, let isSet):
            server[folder][uid]?.set(flag, to: isSet)
        case .expunge(let folder, let uid): server[folder][uid] = nil
        case .move(let folder, let uid):
            let message = server[folder].removeValue(forKey: uid)
            server[1 - folder][uidNext[1 - folder]] = message
            if Bool.random(using: &random) { moved[UID(uid)] = UID(uidNext[1 - folder]) }
            uidNext[1 - folder] += 1
        }
        try fixture.store.markDone(id, moved: moved, targetValidity: UIDValidity(7))
    }

    mutating func settleAll() throws {
        while !open.isEmpty { try settle(at: 0) }
        for folder in 0..<2 { try sync(folder) }
    }

    /// What the user should see in a folder: the server's messages with the open changes over them.
    private func expected(_ folder: Int) -> [Message] {
        var shown = server
        for (_, intent) in open {
            switch intent {
            case .flag(let folder, let uid, let flag, let isSet):
                shown[folder][uid]?.set(flag, to: isSet)
            case .expunge(let folder, let uid): shown[folder][uid] = nil
            case .move: break
            }
        }
        // A message on its way shows where it goes with the flags that it left with, and never in both places.
        for (_, intent) in open {
            if case .move(let folder, let uid) = intent { shown[folder][uid] = nil }
        }
        return shown[folder].values.sorted { $0.identity > $1.identity }
    }

    /// The first difference between the store and the model.
    func difference() throws -> String? {
        for index in 0..<2 {
            let rows = try fixture.rows(folder(index))
            let settled = rows.filter { $0.uid != nil }.map {
                Message(identity: UInt32($0.received.seconds / 60), flags: $0.flags)
            }
            let wanted = expected(index)
            if settled != wanted { return "folder \(index): rows \(settled) instead of \(wanted)" }
            let onTheirWay = open.filter { if case .move(let from, _) = $0.intent { from != index } else { false } }
            if rows.count - settled.count != onTheirWay.count { return "folder \(index): rows without UID" }
            let unread = rows.filter { !$0.flags.isSeen }.count
            let counts = try fixture.counts(folder(index))
            if counts != "\(rows.count)/\(unread)" { return "folder \(index): \(counts) of \(rows.count)/\(unread)" }
            let window = try fixture.store.window(WindowRequest(folder: folder(index), count: 1))
            let found = try fixture.search("ada numb", in: folder(index)).count
            if found != min(100, rows.count) { return "folder \(index): \(found) of \(rows.count) found" }
            if window.total != rows.count { return "folder \(index): counter \(window.total)" }
            if let place = try displaced(rows, in: folder(index)) { return "folder \(index): row \(place) elsewhere" }
        }
        return nil
    }

    /// The first row that is not where a window around it says.
    private func displaced(_ rows: [MessageSummary], in folder: FolderID) throws -> Int? {
        for (place, row) in rows.enumerated() {
            let request = WindowRequest(folder: folder, anchor: .around(row.key, before: 0), count: 1)
            if try fixture.store.window(request).offset != place { return place }
        }
        return nil
    }

    /// Rows, words and journal links that nothing stands for any more.
    func strayRows() throws -> Int64 {
        try fixture.store.read { reader in
            try reader.integer(
                """
                SELECT (SELECT count(*) FROM message WHERE presence <> 0 OR openChanges <> 0 OR uid IS NULL)
                    + (SELECT count(*) FROM message WHERE serverFlags IS NOT NULL)
                    + (SELECT count(*) FROM localChange WHERE state IN ('pending', 'sent'))
                """) ?? -1
        }
    }
}

/// The same numbers for the same seed, everywhere.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
