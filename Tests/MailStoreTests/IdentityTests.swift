import MailModel
import MailStore
import Testing

/// What is known of a folder's messages when its numbers begin anew.
struct IdentityTests {
    @Test(arguments: [true, false])
    func `a text is found again by what the server calls its message, whatever else differs`(
        _ isNamed: Bool
    ) throws {
        // Given
        let fixture = try Fixture()
        var message = NewMessage.sample(5)
        message.emailID = isNamed ? "M6d99ac3275bb4e" : nil
        try fixture.store.apply(
            SyncBatch(uidValidity: UIDValidity(7), upserts: [message], uidNext: UID(6), complete: true),
            to: fixture.inbox)
        try fixture.store.saveBody(
            fixture.id(5, in: fixture.inbox), structure: nil, parts: ["1": [65]], text: "A")

        // When
        var again = NewMessage.sample(1)
        again.received = message.received
        again.messageID = "rewritten@example.org"
        again.emailID = message.emailID
        try fixture.store.apply(
            SyncBatch(uidValidity: UIDValidity(8), upserts: [again], uidNext: UID(2), complete: true),
            to: fixture.inbox)

        // Then
        let body = try fixture.store.body(of: fixture.id(1, in: fixture.inbox))
        #expect(body?.parts == (isNamed ? ["1": [65]] : nil))
    }

    @Test func `modification sequences that begin anew let rows learn flags again`() throws {
        // Given
        let fixture = try Fixture()
        var message = NewMessage.sample(5)
        message.modSeq = ModSeq(900)
        try fixture.store.apply(
            SyncBatch(
                uidValidity: UIDValidity(7), upserts: [message], uidNext: UID(6), highestModSeq: ModSeq(900),
                complete: true), to: fixture.inbox)
        let change = FlagChange(uid: UID(5), flags: Flags(system: .seen), modSeq: ModSeq(3))

        // When
        try fixture.store.apply(SyncBatch(flagChanges: [change]), to: fixture.inbox)
        #expect(try fixture.rows(fixture.inbox).map(\.flags.isSeen) == [false])
        try fixture.store.apply(SyncBatch(flagChanges: [change], resetsModSeq: true), to: fixture.inbox)

        // Then
        #expect(try fixture.rows(fixture.inbox).map(\.flags.isSeen) == [true])
        #expect(try fixture.store.syncState(of: fixture.inbox)?.highestModSeq == nil)
    }
}
