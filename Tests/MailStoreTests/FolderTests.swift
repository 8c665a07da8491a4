import MailModel
import Testing

@testable import MailStore

struct FolderTests {
    private func names(_ fixture: Fixture) throws -> [String] {
        try fixture.store.folders(of: fixture.account).map(\.name)
    }

    private func list(_ fixture: Fixture, _ names: [String]) throws {
        try fixture.store.applyFolderList(fixture.account, names.map { .named($0, $0 == "INBOX" ? .inbox : nil) })
    }

    @Test func `a folder that is gone from the list goes with its rows, others keep theirs`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...2)
        try fixture.synced(fixture.archive, 1...2)

        try list(fixture, ["INBOX", "Trash", "New"])

        #expect(try names(fixture) == ["INBOX", "New", "Trash"])
        #expect(try fixture.store.folder(fixture.archive) == nil)
        #expect(try fixture.rows(fixture.inbox).count == 2)
    }

    @Test func `an empty list is no news`() throws {
        let fixture = try Fixture()
        try list(fixture, [])
        #expect(try names(fixture) == ["INBOX", "Archive", "Trash"])
    }

    @Test func `a folder with open changes is hidden, not removed`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.archive, 1...2)
        let change = try fixture.store.record(.setFlag(.system(.seen), true, [fixture.id(1, in: fixture.archive)]))

        try list(fixture, ["INBOX", "Trash"])
        #expect(try names(fixture) == ["INBOX", "Trash"])
        #expect(try fixture.store.pendingChanges(of: fixture.account).map(\.id) == change)

        try fixture.store.refuse(change[0], reason: "No such folder.")
        try list(fixture, ["INBOX", "Trash"])
        #expect(try fixture.store.folder(fixture.archive) == nil)
    }

    @Test func `a created folder shows at once and takes its name on the wire from the list`() throws {
        let fixture = try Fixture()
        let change = try fixture.store.record(.createFolder(fixture.account, name: "Größe"))
        let created = try #require(try fixture.store.folders(of: fixture.account).first { $0.name == "Größe" })
        try list(fixture, ["INBOX", "Archive", "Trash"])
        #expect(try fixture.store.folder(created.id) != nil)

        try fixture.store.markDone(change[0])
        try fixture.store.applyFolderList(fixture.account, [.named("Größe", wireName: "Gr&APYA3w-e")])

        #expect(try fixture.store.folder(created.id)?.wireName == "Gr&APYA3w-e")
    }

    @Test func `a refused creation takes the moves into the folder back`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.inbox, 1...1)
        let change = try fixture.store.record(.createFolder(fixture.account, name: "New"))
        let created = try #require(try fixture.store.folders(of: fixture.account).first { $0.name == "New" })
        try fixture.store.record(.move([fixture.id(1, in: fixture.inbox)], to: created.id))

        try fixture.store.refuse(change[0], reason: "No.")

        #expect(try names(fixture) == ["INBOX", "Archive", "Trash"])
        #expect(try fixture.uids(fixture.inbox) == [1])
        #expect(try fixture.store.pendingChanges(of: fixture.account).isEmpty)
    }

    @Test func `a renamed folder takes the folders below along, and all of it back when refused`() throws {
        let fixture = try Fixture()
        try list(fixture, ["INBOX", "Archive", "Archive/2024", "Archived"])
        let archive = try #require(try fixture.store.folders().first { $0.name == "Archive" })
        let change = try fixture.store.record(.renameFolder(archive.id, newName: "Old"))
        #expect(try names(fixture) == ["INBOX", "Archived", "Old", "Old/2024"])
        try list(fixture, ["INBOX", "Archive", "Archive/2024", "Archived"])
        #expect(try names(fixture) == ["INBOX", "Archived", "Old", "Old/2024"])

        try fixture.store.refuse(change[0], reason: "No.")

        #expect(try names(fixture) == ["INBOX", "Archive", "Archive/2024", "Archived"])
    }

    @Test func `a rename that is done keeps the rows when the list has the new names`() throws {
        let fixture = try Fixture()
        try fixture.synced(fixture.archive, 1...2)
        let change = try fixture.store.record(.renameFolder(fixture.archive, newName: "Old"))
        #expect(try fixture.store.folder(fixture.archive)?.wireName == "Archive")
        try fixture.store.markDone(change[0])

        try list(fixture, ["INBOX", "Old", "Trash"])

        #expect(try fixture.store.folder(fixture.archive)?.wireName == "Old")
        #expect(try fixture.rows(fixture.archive).count == 2)
    }

    @Test func `a deleted folder is hidden, comes back when refused and goes when done`() throws {
        let fixture = try Fixture()
        let refused = try fixture.store.record(.deleteFolder(fixture.archive))
        try list(fixture, ["INBOX", "Archive", "Trash"])
        #expect(try names(fixture) == ["INBOX", "Trash"])
        try fixture.store.refuse(refused[0], reason: "Not empty.")
        #expect(try names(fixture) == ["INBOX", "Archive", "Trash"])

        let done = try fixture.store.record(.deleteFolder(fixture.archive))
        try fixture.store.markDone(done[0])

        #expect(try fixture.store.folder(fixture.archive) == nil)
        #expect(try fixture.store.change(done[0])?.folder == nil)
    }

    @Test func `a subscription shows at once and is taken back when refused`() throws {
        let fixture = try Fixture()
        let change = try fixture.store.record(.subscribe(fixture.archive, false))
        try list(fixture, ["INBOX", "Archive", "Trash"])
        #expect(try fixture.store.folder(fixture.archive)?.isSubscribed == false)

        try fixture.store.refuse(change[0], reason: "No.")

        #expect(try fixture.store.folder(fixture.archive)?.isSubscribed == true)
    }
}
