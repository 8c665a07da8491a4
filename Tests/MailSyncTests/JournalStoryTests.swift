import DemoServer
import IMAPClient
import MailModel
import MailStore
import MailSync
import Testing

/// What the user does reaches the server, once, whatever happens on the way.
@Suite(.serialized) struct JournalStoryTests {
    private static let all = ["INBOX", "Trash", "Archive"]

    /// Looks into every folder, so that the store holds all of the server.
    static func visitAll(_ office: PostOffice, _ names: [String] = all) async throws {
        for name in names {
            let folder = try await office.listed(name)
            await office.account.openFolder(folder.id)
            try await office.inStep([name])
        }
    }

    static let servers: [Set<Capability>] = [
        Capability.everything, .everything(except: .move), .everything(except: .condstore, .idle),
    ]

    @Test(arguments: servers)
    func `flags, moves, copies and removals arrive`(_ capabilities: Set<Capability>) async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(12), capabilities: capabilities) {
            $0.pollInterval = .milliseconds(50)
        }

        try await office.running {
            try await office.inStep()
            let trash = try await office.listed("Trash").id
            let archive = try await office.listed("Archive").id
            var ids: [MessageID] = []
            for uid in 1...8 { ids.append(try await office.message(UInt32(uid)).id) }

            // When
            try office.store.record(.setFlag(.system(.seen), true, [ids[0], ids[1]]))
            try office.store.record(.move([ids[2], ids[3]], to: trash))
            try office.store.record(.copy([ids[4]], to: archive))
            try office.store.record(.expunge([ids[5]]))
            try office.store.record(.setFlag(.keyword("$Work"), true, [ids[6]]))
            await office.account.changesRecorded()

            // Then
            try await office.settled()
            try await Self.visitAll(office)
            let snapshot = office.server.snapshot()
            #expect(snapshot.folders["INBOX"]?.uids == [1, 2, 5, 7, 8, 9, 10, 11, 12])
            #expect(snapshot.folders["Trash"]?.messages.count == 2)
            #expect(snapshot.folders["Archive"]?.messages.count == 1)
            #expect(snapshot.folders["INBOX"]?.message(7)?.flags == ["$Work"])
        }
    }

    @Test func `what the server has no time for now is not overtaken by what came after it`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(4)) { $0.statusInterval = .milliseconds(50) }

        try await office.running {
            try await office.inStep()
            let message = try await office.message(2).id
            let trash = try await office.listed("Trash").id
            office.server.inject(.refuse(command: "STORE", text: "[UNAVAILABLE] Not now."))

            // When
            try office.store.record(.setFlag(.system(.flagged), true, [message]))
            try office.store.record(.move([message], to: trash))
            await office.account.changesRecorded()

            // Then
            try await office.settled()
            let moved = try #require(office.server.snapshot().folders["Trash"]?.messages)
            #expect(moved.map(\.flags) == [["\\Flagged"]])
        }
    }

    @Test func `changes made offline are sent after the reconnection`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(4))

        try await office.running {
            try await office.inStep()
            let first = try await office.message(1).id
            let trash = try await office.listed("Trash").id
            office.server.inject(.refuseConnections)
            office.server.cutAllConnections()
            try await eventually("offline") { office.server.connectionCount == 0 ? true : nil }

            // When
            try office.store.record(.move([first], to: trash))
            await office.account.changesRecorded()
            office.server.clearFaults()

            // Then
            try await office.settled()
            try await Self.visitAll(office)
            #expect(office.server.snapshot().folders["Trash"]?.messages.count == 1)
        }
    }

    @Test func `a refusal takes the change back and says why`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(3))

        try await office.running {
            try await office.inStep()
            let first = try await office.message(1).id
            let trash = try await office.listed("Trash").id
            office.server.inject(.refuse(command: "MOVE", text: "Over quota."))

            // When
            let change = try #require(try office.store.record(.move([first], to: trash)).first)
            await office.account.changesRecorded()

            // Then
            try await office.settled()
            let entry = try #require(try office.store.change(change))
            #expect(entry.state == .refused)
            #expect(entry.error?.contains("Over quota.") == true)
            try await office.inStep()
        }
    }

    @Test func `a server that offers MOVE and does not know it has messages moved by COPY from then on`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(4))
        try await office.running {
            try await office.inStep()
            let (first, second) = (try await office.message(1).id, try await office.message(2).id)
            let trash = try await office.listed("Trash").id
            office.server.inject(.misunderstand(command: "MOVE"))

            // When
            let changes = try office.store.record(.move([first], to: trash))
            await office.account.changesRecorded()
            try await office.settled()
            // It would be understood now, and is not asked any more.
            office.server.inject(.refuse(command: "MOVE", text: "asked again"))
            let later = try office.store.record(.move([second], to: trash))
            await office.account.changesRecorded()
            try await office.settled()

            // Then
            #expect(try (changes + later).map { try office.store.change($0)?.state } == [.done, .done])
            #expect(office.server.snapshot().folders["Trash"]?.messages.count == 2)
            #expect(office.server.snapshot().folders["INBOX"]?.messages.count == 2)
        }
    }

    static let commands: [(String, Set<Capability>)] = [
        ("MOVE", Capability.everything), ("COPY", .everything(except: .move)), ("EXPUNGE", .everything(except: .move)),
        ("STORE", .everything(except: .move)),
    ]

    @Test(arguments: commands, [true, false])
    func `a move whose answer is lost is done once`(
        _ command: (String, Set<Capability>), isPerformed: Bool
    ) async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(6), capabilities: command.1)

        try await office.running {
            try await office.inStep()
            let ids = try await [office.message(2).id, office.message(3).id]
            let trash = try await office.listed("Trash").id
            office.server.inject(isPerformed ? .loseAnswer(command: command.0) : .cutBefore(command: command.0))

            // When
            try office.store.record(.move(ids, to: trash))
            await office.account.changesRecorded()

            // Then
            try await office.settled()
            try await Self.visitAll(office)
            let snapshot = office.server.snapshot()
            #expect(snapshot.folders["Trash"]?.messages.count == 2)
            #expect(snapshot.folders["INBOX"]?.uids == [1, 4, 5, 6])
        }
    }

    @Test(arguments: [true, false])
    func `a copy or an upload whose answer is lost is done once`(isPerformed: Bool) async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(3))

        try await office.running {
            try await office.inStep()
            let first = try await office.message(1).id
            let archive = try await office.listed("Archive").id
            office.server.inject(isPerformed ? .loseAnswer(command: "COPY") : .cutBefore(command: "COPY"))
            office.server.inject(isPerformed ? .loseAnswer(command: "APPEND") : .cutBefore(command: "APPEND"))

            // When
            try office.store.record(.copy([first], to: archive))
            try office.store.record(.append(archive, bytes: Post.message(900), flags: Flags(system: .seen)))
            await office.account.changesRecorded()

            // Then
            try await office.settled()
            try await Self.visitAll(office)
            #expect(office.server.snapshot().folders["Archive"]?.messages.count == 2)
        }
    }

    @Test(arguments: [true, false])
    func `an upload whose answer is lost is done once though its folder is renumbered`(isPerformed: Bool) async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(9))

        try await office.running {
            try await office.inStep()
            office.server.expunge([1, 2], in: "INBOX")
            try await office.inStep()
            let inbox = try await office.listed("INBOX").id
            office.server.inject(isPerformed ? .loseAnswer(command: "APPEND") : .cutBefore(command: "APPEND"))

            // When
            try office.store.record(.append(inbox, bytes: Post.message(900), flags: Flags()))
            await office.account.changesRecorded()
            try await eventually("sent") {
                try office.store.journal(limit: 1).first.map { $0.state == .sent || $0.state == .done } == true
                    ? true : nil
            }
            office.server.changeUIDValidity("INBOX")

            // Then
            try await office.settled()
            try await office.inStep()
            #expect(office.server.snapshot().folders["INBOX"]?.messages.count == 8)
        }
    }

    @Test(arguments: [true, false])
    func `an upload without Message-ID whose answer is lost is known by its header`(isPerformed: Bool) async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(1))
        let letter = Array("Subject: the first\r\n\r\nHi\r\n".utf8)
        let asLong = Array("Subject: the other\r\n\r\nHi\r\n".utf8)

        try await office.running {
            try await office.inStep()
            let archive = try await office.listed("Archive").id
            try office.store.record(.append(archive, bytes: asLong, flags: Flags()))
            await office.account.changesRecorded()
            try await office.settled()
            office.server.inject(isPerformed ? .loseAnswer(command: "APPEND") : .cutBefore(command: "APPEND"))

            // When
            try office.store.record(.append(archive, bytes: letter, flags: Flags()))
            await office.account.changesRecorded()

            // Then
            try await office.settled()
            #expect(office.server.snapshot().folders["Archive"]?.messages.count == 2)
        }
    }

    @Test func `folders are made, renamed, subscribed and deleted`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(1))

        try await office.running {
            try await office.inStep()
            let archive = try await office.listed("Archive").id

            // When
            try office.store.record(.createFolder(office.configuration.id, name: "Grüße"))
            try office.store.record(.subscribe(archive, false))
            await office.account.changesRecorded()
            try await office.settled()
            let made = try await office.listed("Grüße")
            #expect(office.server.snapshot().folders["Gr&APwA3w-e"] != nil)
            try office.store.record(.renameFolder(made.id, newName: "Greetings"))
            await office.account.changesRecorded()
            try await office.settled()

            // Then
            var snapshot = office.server.snapshot()
            #expect(snapshot.folders["Greetings"] != nil)
            #expect(!snapshot.subscribed.contains("Archive"))
            let renamed = try await office.listed("Greetings")
            try office.store.record(.deleteFolder(renamed.id))
            await office.account.changesRecorded()
            try await office.settled()
            snapshot = office.server.snapshot()
            #expect(snapshot.folders["Greetings"] == nil)
            #expect(try office.folder("Greetings") == nil)
        }
    }

    @Test func `a change under an old UIDVALIDITY reaches its own message`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(9))

        try await office.running {
            try await office.inStep()
            office.server.expunge([1, 2], in: "INBOX")
            try await office.inStep()
            let fifth = try await office.message(5)
            office.server.inject(.refuseConnections)
            office.server.cutAllConnections()
            try await eventually("offline") { office.server.connectionCount == 0 ? true : nil }

            // When
            try office.store.record(.setFlag(.system(.flagged), true, [fifth.id]))
            office.server.changeUIDValidity("INBOX")
            office.server.clearFaults()

            // Then
            try await office.settled()
            try await office.inStep()
            let flagged = office.server.snapshot().folders["INBOX"]?.messages.filter { $0.flags.contains("\\Flagged") }
            #expect(flagged?.map(\.messageID) == ["<letter-4@example.org>"])
        }
    }
}
