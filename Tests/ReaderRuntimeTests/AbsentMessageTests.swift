import MailModel
import MailStore
import Reader
import Synchronization
import Testing

@testable import ReaderRuntime

/// A key on a row that is gone between the look and the key: another program removed it, or its folder is built anew.
@Suite struct AbsentMessageTests {
    private final class Heard: Sendable {
        private let texts = Mutex<[String]>([])
        var all: [String] { texts.withLock { $0 } }

        func hear(_ event: Event) {
            if case .notice(let notice) = event { texts.withLock { $0.append(notice.text) } }
        }
    }

    private let inbox = ListedFolder(
        name: "INBOX", wireName: "INBOX", delimiter: "/", role: .inbox, isSubscribed: true, isSelectable: true)

    private func message(_ uid: UInt32, _ name: String) -> NewMessage {
        NewMessage(uid: UID(uid), received: MailDate(seconds: 1_770_000_000), subject: name, messageID: name, size: 9)
    }

    /// What is said of a star on both messages, after the folder has got other numbers and these messages.
    private func said(
        after left: [NewMessage], _ effect: ([MessageID]) -> Effect = { .apply(.setFlag(.system(.flagged), true, $0)) }
    ) async throws -> [String] {
        let store = try MailStore.inMemory()
        let folder = try #require(
            try store.applyFolderList(AccountID("work"), [inbox]).first
        ).id
        try store.apply(
            SyncBatch(
                uidValidity: UIDValidity(7), upserts: [message(1, "one"), message(2, "two")], uidNext: UID(3),
                complete: true), to: folder)
        let ids = try store.window(WindowRequest(folder: folder, count: 10)).rows.map(\.id)
        try store.apply(
            SyncBatch(
                upserts: left, vanished: UIDSet([UID(1), UID(2)]).subtracting(UIDSet(left.map(\.uid))),
                complete: true), to: folder)
        let heard = Heard()
        await EffectRunner(store: store, accounts: [:], send: { heard.hear($0) }).perform(effect(ids))
        return heard.all
    }

    @Test func `is said, and that nothing happened`() async throws {
        #expect(try await said(after: []) == ["2 messages are no longer in the list; nothing was changed"])
    }

    @Test func `is said where it is one of several`() async throws {
        #expect(
            try await said(after: [message(2, "two")]) == [
                "The message is no longer in the list; the others were changed"
            ])
    }

    @Test func `is no news where the key did what it was for, or nobody pressed one`() async throws {
        #expect(try await said(after: [message(1, "one"), message(2, "two")]) == [])
        #expect(try await said(after: []) { .applyUnasked(.setFlag(.system(.seen), true, $0)) } == [])
    }

    @Test func `a folder that is built anew has other rows`() async throws {
        let store = try MailStore.inMemory()
        let folder = try #require(
            try store.applyFolderList(AccountID("work"), [inbox]).first
        ).id
        func batch(_ validity: UInt32, _ uid: UInt32) -> SyncBatch {
            SyncBatch(
                uidValidity: UIDValidity(validity), upserts: [message(uid, "one")], uidNext: UID(uid + 1),
                complete: true)
        }
        try store.apply(batch(7, 1), to: folder)
        let ids = try store.window(WindowRequest(folder: folder, count: 10)).rows.map(\.id)
        try store.apply(batch(8, 5), to: folder)
        let heard = Heard()

        await EffectRunner(store: store, accounts: [:], send: { heard.hear($0) }).perform(.apply(.expunge(ids)))

        #expect(heard.all == ["The message is no longer in the list; nothing was changed"])
        #expect(try store.window(WindowRequest(folder: folder, count: 10)).rows.count == 1)
    }
}
