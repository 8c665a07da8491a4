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

    enum Difference: CaseIterable { case none, identity, account }

    @Test(arguments: Difference.allCases, [true, false])
    func `quirk 33: a message that has several labels is fetched once, and read and found under each`(
        _ difference: Difference, _ isThereBefore: Bool
    ) throws {
        // Given
        let fixture = try Fixture()
        var message = NewMessage.sample(5)
        message.emailID = "1278455344230334865"
        var labelled = message
        labelled.uid = UID(70)
        if difference == .identity { labelled.emailID = "1278455344230334866" }
        let place =
            difference == .account
            ? try fixture.store.applyFolderList(AccountID("home"), [.named("Archive")])[0].id : fixture.archive
        func arrive(_ message: NewMessage, in folder: FolderID) throws {
            try fixture.store.apply(
                SyncBatch(
                    uidValidity: UIDValidity(7), upserts: [message], uidNext: UID(message.uid.value + 1), complete: true
                ),
                to: folder)
        }
        try arrive(message, in: fixture.inbox)
        if isThereBefore { try arrive(labelled, in: place) }

        // When
        try fixture.store.saveBody(
            fixture.id(5, in: fixture.inbox), structure: nil, parts: ["1": [65]], text: "aardvark")
        if !isThereBefore { try arrive(labelled, in: place) }

        // Then
        let body = try fixture.store.body(of: fixture.id(70, in: place))
        #expect(body?.parts == (difference == .none ? ["1": [65]] : nil))
        #expect(try fixture.search("aardvark", in: place) == (difference == .none ? [70] : []))
        #expect(try fixture.store.textsMissing(in: place, since: 0, atMost: 9).isEmpty == (difference == .none))
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
