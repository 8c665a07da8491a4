import MailModel
import Testing

@testable import MailStore

struct SearchTests {
    private func fixture() throws -> Fixture {
        let fixture = try Fixture()
        let subjects = [
            "Quarterly report", "Re: Rapport trimestriel d’été", "会議の議事録", "100% sure_thing", "O'Brien \"quoted\"",
        ]
        let messages = subjects.enumerated().map { NewMessage.sample(UInt32($0.offset + 1), subject: $0.element) }
        try fixture.store.apply(
            SyncBatch(uidValidity: UIDValidity(7), upserts: messages, serverTotal: 5, uidNext: UID(6), complete: true),
            to: fixture.inbox)
        return fixture
    }

    @Test(
        arguments: [
            ("quart", [1]), ("QUARTERLY REP", [1]), ("rep quart", [1]), ("ete", [2]), ("été", [2]), ("trim rap", [2]),
            ("議事", [3]), ("%", [4]), ("sure_", [4]), ("quoted", [5]), ("\"", [5]), ("o'br", [5]), ("nothing", []),
            ("lovelace", [5, 4, 3, 2, 1]), ("ada@example.org", [5, 4, 3, 2, 1]), ("charles", [5, 4, 3, 2, 1]),
            ("q", [5, 1]), ("arterly", []), ("quart 議事", []), ("   ", [5, 4, 3, 2, 1]),
        ] as [(String, [UInt32])])
    func `all words have to be found as beginnings`(words: String, found: [UInt32]) throws {
        #expect(try fixture().search(words, in: fixture().inbox) == found)
    }

    @Test(arguments: [
        "\"", "*", "AND", "OR NOT", "NEAR(", "subject:", "a\" OR \"b", "^x", "-", "()", "{a b}", "'; --", "\\", "💥",
        "\0x",
        "ab + cd", "é\"*", "---- ....", "_", "x y z \" ' %", String(repeating: "word ", count: 500),
    ])
    func `nothing that can be typed is an error`(words: String) throws {
        _ = try fixture().search(words, in: fixture().inbox)
    }

    @Test func `the text is found once it is known, and what it was before is not`() throws {
        let fixture = try fixture()
        let id = try fixture.id(1, in: fixture.inbox)
        try fixture.store.saveBody(id, parts: ["1": [1]], text: "a zebra grazes")
        #expect(try fixture.search("zeb", in: fixture.inbox) == [1])

        try fixture.store.saveBody(id, parts: ["2": [2]], text: "a lion sleeps")
        #expect(try fixture.search("zeb", in: fixture.inbox).isEmpty)
        #expect(try fixture.search("lion quart", in: fixture.inbox) == [1])
        #expect(try fixture.store.body(of: id)?.parts == ["1": [1], "2": [2]])

        try fixture.store.apply(SyncBatch(vanished: UIDSet(1...1)), to: fixture.inbox)
        #expect(try fixture.search("lion", in: fixture.inbox).isEmpty)
    }

    @Test func `a moved message is found where it went, text and all`() throws {
        let fixture = try fixture()
        let id = try fixture.id(1, in: fixture.inbox)
        try fixture.store.saveBody(id, parts: ["1": [1]], text: "a zebra grazes")

        let change = try fixture.store.record(.move([id], to: fixture.archive))

        #expect(try fixture.search("zebra", in: fixture.inbox).isEmpty)
        #expect(try fixture.search("zebra", in: fixture.archive) == [nil])
        let moved = try #require(try fixture.rows(fixture.archive).first)
        try fixture.store.markDone(change[0])
        #expect(try fixture.store.body(of: moved.id)?.parts == ["1": [1]])
        #expect(try fixture.store.bodiesMissing(among: [moved.id, id]).isEmpty)
    }

    @Test func `a narrowed window is placed in the narrowed list`() throws {
        let fixture = try Fixture()
        let messages = (UInt32(1)...300).map { NewMessage.sample($0, subject: $0 % 3 == 0 ? "fizz" : "number") }
        try fixture.store.apply(SyncBatch(uidValidity: UIDValidity(7), upserts: messages), to: fixture.inbox)
        let place = try #require(try fixture.store.message(folder: fixture.inbox, uid: UID(150))).key

        let window = try fixture.store.window(
            WindowRequest(folder: fixture.inbox, search: "fiz", anchor: .around(place, before: 5), count: 10))

        #expect(window.total == 100 && window.offset == 45)
        #expect(window.rows.map { $0.uid?.value } == (0..<10).map { 165 - $0 * 3 })
    }
}
