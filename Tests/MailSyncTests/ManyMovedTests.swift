import DemoServer
import IMAPClient
import MailModel
import MailStore
import Testing

@testable import MailSync

/// What a move of many messages costs on the line, turn by turn.
@Suite(.serialized) struct ManyMovedTests {
    @Test(arguments: [
        (Capability.everything, true, 1), (Capability.everything, false, 1),
        // The copy has to be answered before anything is removed.
        (.everything(except: .move), true, 2),
        // And what is in a folder that was never looked into is asked for first.
        (.everything(except: .move), false, 3),
    ])
    func `a thousand selected messages take these turns`(
        _ capabilities: Set<Capability>, isTargetKnown: Bool, turns: Int
    ) async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(1_250), capabilities: capabilities)
        _ = try await AccountSync.synchronise(
            office.configuration, store: office.store, folders: isTargetKnown ? nil : ["INBOX"])
        let inbox = try #require(try office.folder("INBOX"))
        let archive = try #require(try office.folder("Archive")).id
        #expect(try (office.store.syncState(of: archive)?.uidNext != nil) == isTargetKnown)
        let rows = try office.store.window(WindowRequest(folder: inbox.id, count: 1_250)).rows
        let ids = rows.enumerated().filter { $0.offset % 5 != 0 }.map(\.element.id)
        #expect(ids.count == 1_000)
        let connection = try await IMAPConnection.open(
            office.configuration.endpoint, login: office.configuration.login, options: office.configuration.options.imap
        )
        let mailbox = try await connection.select("INBOX")
        try office.store.record(.move(ids, to: archive))
        let before = connection.counters.turns

        // When
        var run = ReplayRun(
            connection, store: office.store, configuration: office.configuration, selected: (inbox.id, mailbox))
        try await run.run()

        // Then
        #expect(run.report == ReplayReport(done: 1))
        #expect(connection.counters.turns - before == turns)
        #expect(office.server.snapshot().folders["Archive"]?.messages.count == 1_000)
        #expect(office.server.snapshot().folders["INBOX"]?.messages.count == 250)
        await connection.close()
        await office.server.stop()
    }
}
