import DemoServer
import Foundation
import MailModel
import MailStore
import MailSync

/// A seeded tangle of what the user does, what other clients do, what the line does, and of kills and restarts.
struct Simulation {
    /// What a run is to show beside agreement.
    struct Plan: Sendable {
        var bug: PlantedBug?
        /// Whether entries of the journal are lost, as a store with that bug would lose them.
        var dropsEntries = false
        /// Whether the user takes changes back and does them again.
        var undoes = false
        /// Whether another Martlet works on the same store.
        var hasSecond = false
    }

    struct Failure: Error, CustomStringConvertible {
        let seed: Int
        let reasons: [String]
        let log: [String]
        let journal: [String]
        let transcript: [String]

        var description: String {
            """
            seed \(seed) (replay with MARTLET_SEED=\(seed)): \(reasons.joined(separator: "; "))
            what happened: \(log.joined(separator: "; "))
            journal: \(journal.joined(separator: "; "))
            said last: \(transcript.joined(separator: "\n"))
            """
        }
    }

    static let folders = ["INBOX", "Archive", "Trash"]
    private static let optional: [Capability] = [
        .move, .condstore, .quickResync, .enable, .idle, .notify, .objectID, .extendedSearch, .listExtended,
        .listStatus, .literalPlus,
        .unselect, .specialUse, .saslIR,
    ]

    private let seed: Int
    private let plan: Plan
    private let world: SimulatedWorld
    private var chance: Chance
    private var log: [String] = []
    private var ledger: Ledger
    private var delivered = 100
    private var uploaded = 2_000
    private var uploads: [LocalChangeID: String] = [:]

    /// Runs seeds, a few at a time.
    ///
    /// - Parameter limit: how many failures are enough.
    static func failures(
        among seeds: some Sequence<Int>, plan: Plan = Plan(), upTo limit: Int = 5
    ) async throws -> [Failure] {
        try await withThrowingTaskGroup(of: Failure?.self) { group in
            var waiting = seeds.makeIterator()
            var failures: [Failure] = []
            for _ in 0..<4 {
                guard let seed = waiting.next() else { break }
                group.addTask { try await failure(of: seed, plan) }
            }
            while let failure = try await group.next() {
                if let failure { failures.append(failure) }
                guard failures.count < limit, let seed = waiting.next() else { continue }
                group.addTask { try await self.failure(of: seed, plan) }
            }
            return failures
        }
    }

    private static func failure(of seed: Int, _ plan: Plan) async throws -> Failure? {
        var simulation = try await Simulation(seed: seed, plan)
        defer { simulation.log = [] }
        let failure = try await simulation.run()
        await simulation.world.end()
        return failure
    }

    private init(seed: Int, _ plan: Plan) async throws {
        self.seed = seed
        self.plan = plan
        chance = Chance(seed: UInt64(seed))
        var maildrop = Post.maildrop(chance.below(40))
        for number in 0..<chance.below(20) {
            maildrop.add(Post.message(1_000 + number), to: "Archive", received: Post.now)
        }
        var capabilities = Capability.everything
        for capability in Self.optional where chance.below(3) == 0 { capabilities.remove(capability) }
        world = try await SimulatedWorld(maildrop, capabilities: capabilities, bug: plan.bug)
        ledger = Ledger(world.server.snapshot())
        if plan.hasSecond { try world.startSecond() }
        log.append("without \(Capability.everything.subtracting(capabilities).map(\.rawValue).sorted())")
    }

    private mutating func run() async throws -> Failure? {
        let world = world
        let isListed = try await world.becomes {
            try Self.folders.allSatisfy { name in try Self.folder(name, world) != nil }
        }
        guard isListed else { return failure(["the folders were never listed"]) }
        for _ in 0..<25 { try await act() }
        world.server.clearFaults()
        return try await agree()
    }

    private func failure(_ reasons: [String]) -> Failure {
        let entries = (try? world.store.journal(limit: 60)) ?? []
        return Failure(
            seed: seed, reasons: reasons, log: log,
            journal: entries.map {
                "\($0.id.row) \($0.kind) \($0.uids.wireNotation) in \($0.folder?.row ?? 0): \($0.state) \($0.error ?? "")"
            }, transcript: world.transcript)
    }

    private static func folder(_ name: String, _ world: SimulatedWorld) throws -> Folder? {
        try world.store.folders(of: world.account).first { $0.name == name }
    }

    // MARK: Agreement

    /// Once both sides are quiet, each folder agrees as it is opened, and stays so without being opened again.
    private mutating func agree() async throws -> Failure? {
        let world = world
        guard try await world.becomes({ try world.store.journalIsQuiet }) else {
            return failure(["changes were never settled"])
        }
        for name in Self.folders.reversed() + Self.folders.reversed() {
            guard let folder = try Self.folder(name, world) else { return failure(["no folder \(name)"]) }
            for sync in world.syncs { await sync.openFolder(folder.id) }
            if let failure = try await disagreement(in: name) { return failure }
        }
        if let last = try await epilogue() { return last }
        if let last = try await finale() { return last }
        let reasons = try ledger.verdict(on: world.server.snapshot(), world.store)
        return reasons.isEmpty ? nil : failure(reasons)
    }

    private func disagreement(in name: String) async throws -> Failure? {
        let comparison = Comparison(store: world.store, server: world.server, account: world.account)
        if try await world.becomes({ try comparison.difference(name) == nil }) { return nil }
        return failure([try comparison.difference(name) ?? "\(name) agreed too late"])
    }

    /// Another client works in the open folder while nothing else happens.
    private mutating func epilogue() async throws -> Failure? {
        for _ in 0..<2 {
            guard let messages = world.server.snapshot().folders["INBOX"]?.messages, !messages.isEmpty else { break }
            let message = messages[messages.count / 2]
            log.append("at last other expunges INBOX \(message.uid)")
            ledger.removed([message.messageID])
            world.server.expunge([message.uid], in: "INBOX")
            if let failure = try await disagreement(in: "INBOX") { return failure }
        }
        return nil
    }

    /// The answer to a flag of the user's is lost, and another client changes a folder that is not open.
    private mutating func finale() async throws -> Failure? {
        let world = world
        world.server.inject(.loseAnswer(command: "STORE"))
        if let inbox = try Self.folder("INBOX", world),
            let row = try world.store.window(WindowRequest(folder: inbox.id, count: 1)).rows.first
        {
            let isSet = !row.flags.system.contains(.answered)
            log.append("at last user turns the answered mark of \(row.subject)")
            let known = try record(.setFlag(.system(.answered), isSet, [row.id]), [row])
            ledger.flagged(known, .answered, isSet)
            await tellAll()
        }
        if let message = world.server.snapshot().folders["Archive"]?.messages.first {
            log.append("at last other flags Archive \(message.uid)")
            ledger.touched(message.messageID)
            world.server.setFlags(message.flags + ["Finale"], uid: message.uid, in: "Archive")
        }
        let isSettled = try await world.becomes { try world.store.journalIsQuiet }
        guard isSettled, let archive = try Self.folder("Archive", world) else {
            return failure(["the last change was never settled"])
        }
        world.server.clearFaults()
        if let failure = try await disagreement(in: "INBOX") { return failure }
        for sync in world.syncs { await sync.openFolder(archive.id) }
        return try await disagreement(in: "Archive")
    }

    // MARK: What happens

    private mutating func act() async throws {
        if plan.undoes, chance.below(5) == 0 {
            try takeStep()
            return await tellAll()
        }
        if plan.hasSecond, chance.below(12) == 0 {
            log.append("kill second")
            try await world.restartSecond()
        }
        switch chance.below(17) {
        case 0, 1, 2: try setFlag()
        case 3, 4: try transfer(isMove: true)
        case 5: try transfer(isMove: false)
        case 6: try expunge()
        case 7: try upload()
        case 8, 9: otherClient()
        case 10, 11: lineFails()
        case 12:
            let name = chance.pick(Self.folders)
            log.append("open \(name)")
            if let folder = try Self.folder(name, world) {
                for sync in world.syncs { await sync.openFolder(folder.id) }
            }
        case 13:
            delivered += 1
            log.append("deliver \(delivered)")
            world.server.deliver(Post.message(delivered), to: Self.folders[chance.below(2)], received: Post.now)
            ledger.arrived("<letter-\(delivered)@example.org>")
        case 14:
            switch chance.below(4) {
            case 0:
                let name = chance.pick(Self.folders)
                log.append("renumber \(name)")
                world.server.changeUIDValidity(name)
            case 1: try renumberUnderJournal()
            default: try await pass()
            }
        case 15 where chance.below(2) == 0:
            log.append("kill")
            try await world.restart()
        default: try await pass()
        }
        await tellAll()
    }

    private func tellAll() async {
        for sync in world.syncs { await sync.changesRecorded() }
    }

    /// Some time goes by, or none.
    private mutating func pass() async throws {
        let commands = world.server.commandCount + chance.below(6)
        log.append("wait for \(commands)")
        var looks = 0
        let world = world
        _ = try await world.becomes {
            looks += 1
            return world.server.commandCount >= commands || looks > 12
        }
        if chance.below(4) == 0 { world.clock.advance(by: .seconds(30 * chance.below(20))) }
    }

    // MARK: The user

    /// The entries of the last request.
    private var lastRecorded: [LocalChangeID] = []

    private mutating func pick() throws -> [MessageSummary] {
        guard let folder = try Self.folder(chance.pick(Self.folders), world) else { return [] }
        let rows = try world.store.window(WindowRequest(folder: folder.id, count: 100)).rows
        guard !rows.isEmpty else { return [] }
        let start = chance.below(rows.count)
        return Array(rows[start..<min(rows.count, start + 1 + chance.below(4))])
    }

    /// - Returns: those of the rows that the change is about. A folder that is built anew between the look and the key has
    ///   other rows by then, and those of before are nobody's.
    @discardableResult
    private mutating func record(_ request: ChangeRequest, _ rows: [MessageSummary]) throws -> [MessageSummary] {
        let store = chance.pick(world.stores)
        let ids = try store.record(request)
        let meant = Set(try ids.flatMap { try store.messages(of: $0).map(\.message) })
        let known = rows.filter { meant.contains($0.id) }
        ledger.recorded(ids, known)
        lastRecorded = ids
        if plan.dropsEntries { for id in ids where chance.below(3) == 0 { try world.store.lose(id) } }
        return known
    }

    /// Takes the last change back or does it again. What the store shows of its messages then is what the user wants.
    private mutating func takeStep() throws {
        let isUndo = chance.below(3) > 0
        let store = chance.pick(world.stores)
        let newest = try store.journal(limit: 1).first?.id
        let before = try shown()
        let outcome = isUndo ? try store.undo() : try store.redo()
        log.append("user \(isUndo ? "undoes" : "redoes"): \(outcome)")
        let after = try shown()
        // An upload that was not sent is as good as never asked for.
        for (id, letter) in uploads where try store.change(id)?.state == .undone { ledger.removed([letter]) }
        let changed = after.filter { id, place in
            guard let old = before[id] else { return true }
            return old.1 != place.1 || old.0.flags != place.0.flags
        }
        for (row, name) in changed.values {
            ledger.moved([row], to: name)
            for flag in [Flags.System.seen, .flagged, .answered] {
                ledger.flagged([row], flag, row.flags.system.contains(flag))
            }
        }
        // A copy that goes again was the user's own.
        let gone = before.keys.filter { after[$0] == nil }
        let entries = try store.journal(limit: 100).filter { entry in newest.map { entry.id > $0 } ?? true }
        ledger.recorded(entries.map(\.id), changed.values.map(\.0) + gone.compactMap { before[$0]?.0 })
    }

    /// What the user sees in all folders, by row.
    private func shown() throws -> [MessageID: (MessageSummary, String)] {
        var rows: [MessageID: (MessageSummary, String)] = [:]
        for name in Self.folders {
            guard let folder = try Self.folder(name, world) else { continue }
            for row in try world.store.window(WindowRequest(folder: folder.id, count: 1_000)).rows {
                rows[row.id] = (row, name)
            }
        }
        return rows
    }

    private mutating func setFlag() throws {
        let flag = chance.pick([Flags.System.seen, .flagged, .answered])
        let isSet = chance.below(2) == 0
        let rows = try pick()
        guard !rows.isEmpty else { return }
        log.append("user \(isSet ? "sets" : "takes off") \(flag.rawValue) of \(rows.map(\.subject))")
        ledger.flagged(try record(.setFlag(.system(flag), isSet, rows.map(\.id)), rows), flag, isSet)
    }

    private mutating func transfer(isMove: Bool) throws {
        let rows = try pick()
        let target = chance.pick(Self.folders)
        guard !rows.isEmpty, let folder = try Self.folder(target, world), rows[0].folder != folder.id else { return }
        log.append("user \(isMove ? "moves" : "copies") \(rows.map(\.subject)) to \(target)")
        let ids = rows.map(\.id)
        let known = try record(isMove ? .move(ids, to: folder.id) : .copy(ids, to: folder.id), rows)
        if isMove { ledger.moved(known, to: target) } else { ledger.copied(rows) }
    }

    private mutating func expunge() throws {
        let rows = try pick()
        guard !rows.isEmpty else { return }
        log.append("user removes \(rows.map(\.subject))")
        let known = try record(.expunge(rows.map(\.id)), rows)
        ledger.removed(known.map { "<\($0.messageID)>" })
    }

    private mutating func upload() throws {
        guard let folder = try Self.folder(chance.pick(Self.folders), world) else { return }
        uploaded += 1
        log.append("user uploads \(uploaded) to \(folder.name)")
        try record(.append(folder.id, bytes: Post.message(uploaded), flags: Flags()), [])
        for id in lastRecorded { uploads[id] = "<letter-\(uploaded)@example.org>" }
        if !plan.dropsEntries { ledger.arrived("<letter-\(uploaded)@example.org>") }
    }

    // MARK: The others

    private mutating func otherClient() {
        let name = chance.pick(Self.folders)
        guard let messages = world.server.snapshot().folders[name]?.messages, !messages.isEmpty else { return }
        let message = chance.pick(messages)
        ledger.touched(message.messageID)
        switch chance.below(3) {
        case 0:
            log.append("other flags \(name) \(message.uid)")
            world.server.setFlags(
                chance.pick([["\\Seen"], ["\\Flagged", "\\Answered"], []]), uid: message.uid, in: name)
        case 1:
            log.append("other expunges \(name) \(message.uid)")
            ledger.removed([message.messageID])
            world.server.expunge([message.uid], in: name)
        default:
            let target = chance.pick(Self.folders)
            guard target != name else { return }
            log.append("other moves \(name) \(message.uid) to \(target)")
            ledger.mayBeTwice(message.messageID)
            world.server.move([message.uid], from: name, to: target)
        }
    }

    /// A folder is built anew, with other messages under the old numbers, while changes wait that were made by those.
    private mutating func renumberUnderJournal() throws {
        let name = chance.pick(Self.folders)
        guard let folder = try Self.folder(name, world) else { return }
        let rows = try world.store.window(WindowRequest(folder: folder.id, count: 100)).rows
        guard !rows.isEmpty, let oldest = world.server.snapshot().folders[name]?.messages.first else { return }
        world.server.cutAllConnections()
        let row = chance.pick(rows)
        let isSet = !row.flags.system.contains(.flagged)
        log.append("cut now; user turns the flag of \(row.subject); other expunges \(name) \(oldest.uid) and renumbers")
        ledger.flagged(try record(.setFlag(.system(.flagged), isSet, [row.id]), [row]), .flagged, isSet)
        ledger.removed([oldest.messageID])
        world.server.expunge([oldest.uid], in: name)
        world.server.changeUIDValidity(name)
    }

    private mutating func lineFails() {
        let command = chance.pick(["MOVE", "COPY", "STORE", "FETCH", "EXPUNGE", "SELECT", "SEARCH", "APPEND", "LIST"])
        switch chance.below(10) {
        case 0:
            let bytes = chance.below(2_000)
            log.append("cut after \(bytes)")
            world.server.inject(.cut(afterBytes: bytes))
        case 1:
            log.append("cut before \(command)")
            world.server.inject(.cutBefore(command: command))
        case 2, 3, 4:
            log.append("answer to \(command) lost")
            world.server.inject(.loseAnswer(command: command))
        case 5:
            log.append("stall at \(command)")
            world.server.inject(.stallAt(command: command))
        case 6:
            log.append("stall")
            world.server.inject(.stall)
        case 7:
            log.append("BYE")
            world.server.inject(.bye(text: "Going down."))
        case 8:
            log.append("\(command) unavailable")
            world.server.inject(.refuse(command: command, text: "[UNAVAILABLE] Not now."))
        default:
            log.append("cut now")
            world.server.cutAllConnections()
        }
    }
}

extension MailStore {
    /// Whether nothing in the journal is open.
    fileprivate var journalIsQuiet: Bool {
        get throws { try !journal(limit: 1_000).contains { $0.state == .pending || $0.state == .sent } }
    }
}
