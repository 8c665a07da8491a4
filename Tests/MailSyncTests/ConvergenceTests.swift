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

    /// `MARTLET_SEEDS=1000` runs more of them.
    static let seeds = 1...max(1, ProcessInfo.processInfo.environment["MARTLET_SEEDS"].flatMap { Int($0) } ?? 25)

    @Test(arguments: seeds)
    func `any interleaving of two clients and a bad line ends in agreement`(seed: Int) async throws {
        var simulation = try await Simulation(seed: UInt64(seed))
        try await simulation.run()
    }
}

/// A seeded tangle of what the user does, what another client does, and what the line does.
struct Simulation {
    static let folders = ["INBOX", "Archive", "Trash"]

    private let office: PostOffice
    private var chance: Chance
    private var log: [String] = []
    /// Numbers of letters that somebody removed for good, and of those that were copied.
    private var removed: Set<String> = []
    private var copied: Set<String> = []
    private var delivered = 100

    init(seed: UInt64) async throws {
        chance = Chance(seed: seed)
        var maildrop = Post.maildrop(chance.below(40))
        for number in 0..<chance.below(20) {
            maildrop.add(Post.message(1_000 + number), to: "Archive", received: Post.now)
        }
        var capabilities = Capability.everything
        for optional in [Capability.move, .condstore, .idle, .extendedSearch, .listExtended, .literalPlus]
        where chance.below(3) == 0 {
            capabilities.remove(optional)
        }
        office = try await PostOffice.open(maildrop, capabilities: capabilities) { options in
            PostOffice.smallWindows(&options)
            options.pollInterval = .milliseconds(30)
        }
    }

    mutating func run() async throws {
        let office = office
        do {
            var copy = self
            try await office.running {
                for name in Self.folders { _ = try await office.listed(name) }
                for _ in 0..<25 { try await copy.act() }
                office.server.clearFaults()
                try await copy.agree()
            }
            self = copy
        } catch {
            Issue.record("\(error): \(log.joined(separator: "; "))")
        }
    }

    private mutating func agree() async throws {
        let office = office
        do {
            try await JournalStoryTests.visitAll(office, Self.folders)
            await office.account.syncNow()
            try await office.settled()
            try await JournalStoryTests.visitAll(office, Self.folders)
        } catch {
            let differences = try Self.folders.compactMap { try office.difference($0) }
            Issue.record("\(differences) after \(log.joined(separator: "; "))")
            return
        }
        var count: [String: Int] = [:]
        for folder in office.server.snapshot().folders.values {
            for message in folder.messages { count[message.messageID, default: 0] += 1 }
        }
        for (identifier, times) in count where times > 1 && !copied.contains(identifier) {
            Issue.record("\(identifier) is there \(times) times after \(log.joined(separator: "; "))")
        }
        let letters = delivered > 100 ? (101...delivered).map { "<letter-\($0)@example.org>" } : []
        for letter in letters where count[letter] == nil && !removed.contains(letter) {
            Issue.record("\(letter) is lost after \(log.joined(separator: "; "))")
        }
    }

    private mutating func act() async throws {
        switch chance.below(13) {
        case 0, 1:
            try await user { .setFlag(.system([.seen, .flagged, .answered][$1.below(3)]), $1.below(2) == 0, $0) }
        case 2, 3: try await userTransfer(isMove: true)
        case 4: try await userTransfer(isMove: false)
        case 5: try await userExpunge()
        case 6, 7: otherClient()
        case 8: lineFails()
        case 9:
            let name = Self.folders[chance.below(Self.folders.count)]
            log.append("open \(name)")
            if let folder = try office.folder(name) { await office.account.openFolder(folder.id) }
        case 10:
            delivered += 1
            log.append("deliver \(delivered)")
            office.server.deliver(Post.message(delivered), to: Self.folders[chance.below(2)], received: Post.now)
        case 11 where chance.below(6) == 0:
            let name = Self.folders[chance.below(Self.folders.count)]
            log.append("renumber \(name)")
            office.server.changeUIDValidity(name)
        default:
            log.append("wait")
            for _ in 0..<chance.below(200) { await Task.yield() }
        }
        await office.account.changesRecorded()
    }

    // MARK: The user

    private mutating func pick() throws -> [MessageSummary] {
        let name = Self.folders[chance.below(Self.folders.count)]
        guard let folder = try office.folder(name) else { return [] }
        let rows = try office.store.window(WindowRequest(folder: folder.id, count: 100)).rows
        guard !rows.isEmpty else { return [] }
        let start = chance.below(rows.count)
        return Array(rows[start..<min(rows.count, start + 1 + chance.below(4))])
    }

    private mutating func user(_ request: ([MessageID], inout Chance) -> ChangeRequest) async throws {
        let rows = try pick()
        guard !rows.isEmpty else { return }
        let change = request(rows.map(\.id), &chance)
        log.append("user \(change)")
        try office.store.record(change)
    }

    private mutating func userTransfer(isMove: Bool) async throws {
        let rows = try pick()
        let target = Self.folders[chance.below(Self.folders.count)]
        guard !rows.isEmpty, let folder = try office.folder(target), rows[0].folder != folder.id else { return }
        if !isMove { copied.formUnion(rows.map { "<\($0.messageID)>" }) }
        log.append("user \(isMove ? "move" : "copy") \(rows.map { $0.subject }) to \(target)")
        try office.store.record(isMove ? .move(rows.map(\.id), to: folder.id) : .copy(rows.map(\.id), to: folder.id))
    }

    private mutating func userExpunge() async throws {
        let rows = try pick()
        guard !rows.isEmpty else { return }
        removed.formUnion(rows.map { "<\($0.messageID)>" })
        log.append("user expunge \(rows.map { $0.subject })")
        try office.store.record(.expunge(rows.map(\.id)))
    }

    // MARK: The others

    private mutating func otherClient() {
        let name = Self.folders[chance.below(Self.folders.count)]
        guard let messages = office.server.snapshot().folders[name]?.messages, !messages.isEmpty else { return }
        let message = messages[chance.below(messages.count)]
        switch chance.below(3) {
        case 0:
            log.append("other flags \(name) \(message.uid)")
            office.server.setFlags(
                [["\\Seen"], ["\\Flagged", "\\Answered"], []][chance.below(3)], uid: message.uid, in: name)
        case 1:
            log.append("other expunges \(name) \(message.uid)")
            removed.insert(message.messageID)
            office.server.expunge([message.uid], in: name)
        default:
            let target = Self.folders[chance.below(Self.folders.count)]
            guard target != name else { return }
            log.append("other moves \(name) \(message.uid) to \(target)")
            // A move by both at once may leave two.
            copied.insert(message.messageID)
            office.server.move([message.uid], from: name, to: target)
        }
    }

    private mutating func lineFails() {
        let commands = ["MOVE", "COPY", "STORE", "FETCH", "EXPUNGE", "SELECT", "SEARCH"]
        let command = commands[chance.below(commands.count)]
        switch chance.below(5) {
        case 0:
            let bytes = chance.below(2_000)
            log.append("cut after \(bytes)")
            office.server.inject(.cut(afterBytes: bytes))
        case 1:
            log.append("cut before \(command)")
            office.server.inject(.cutBefore(command: command))
        case 2, 3:
            log.append("answer to \(command) lost")
            office.server.inject(.loseAnswer(command: command))
        default:
            log.append("cut now")
            office.server.cutAllConnections()
        }
    }
}

/// Chance that can be repeated.
struct Chance: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    /// From 0 up to but not including the bound; 0 for a bound of 0.
    mutating func below(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return bound > 0 ? Int(state >> 33) % bound : 0
    }
}
