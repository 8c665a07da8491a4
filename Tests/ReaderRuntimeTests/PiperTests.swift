import Foundation
import MailModel
import MailStore
import Reader
import Testing

@testable import ReaderRuntime

@Suite(.timeLimit(.minutes(1))) struct PiperTests {
    /// A store with one message, of which a part is at hand.
    private func store() throws -> (MailStore, MessageID) {
        let store = try MailStore.inMemory()
        let account = AccountID("a")
        try store.addAccount(account)
        let listed = ListedFolder(
            name: "INBOX", wireName: "INBOX", delimiter: "/", role: .inbox, isSubscribed: true, isSelectable: true)
        let folder = try #require(try store.applyFolderList(account, [listed]).first)
        let message = NewMessage(
            uid: UID(1), received: MailDate(seconds: 60), from: [], to: [], subject: "carry",
            messageID: "1@example.org",
            flags: Flags(), size: 400)
        try store.apply(
            SyncBatch(
                uidValidity: UIDValidity(7), upserts: [message], serverTotal: 1, uidNext: UID(2), complete: true),
            to: folder.id)
        let id = try #require(try store.message(folder: folder.id, uid: UID(1))).id
        let structure = PartTree(
            section: "", type: "multipart/mixed",
            children: [
                PartTree(section: "1", type: "text/plain", encoding: "7bit", size: 4),
                PartTree(section: "2", type: "text/x-patch", encoding: "base64", size: 8, filename: "a.patch"),
                PartTree(section: "3", type: "text/plain", encoding: "7bit", size: 1_000_000),
            ])
        try store.saveBody(
            id, structure: structure,
            parts: ["1": Array("text".utf8), "2": Array("LWEKK2IK".utf8), "3": Array("the beginning".utf8)],
            text: "text")
        return (store, id)
    }

    private func run(_ command: String, _ content: PipeRequest.Content) async throws -> PipeResult {
        let (store, id) = try store()
        return try await Piper(bytes: MessageBytes(store: store, account: nil))
            .run(PipeRequest(message: id, content: content, command: command))
    }

    @Test func `files are given decoded, one after the other`() async throws {
        #expect(try await run("cat", .attachments(["2", "2"])).output == ["-a", "+b", "-a", "+b"])
    }

    @Test func `a part of which only the beginning is kept is not taken for whole`() async throws {
        await #expect(throws: (any Error).self) { try await run("cat", .attachments(["3"])) }
    }

    @Test func `a file becomes lines, and one that is missing says so`() async throws {
        let (store, id) = try store()
        let loader = PieceLoader(bytes: MessageBytes(store: store, account: nil))
        #expect(await loader.load(.attachment(section: "2"), of: id) == .text(["-a", "+b"], isCut: false))
        for piece in [MessagePiece.source, .header, .attachment(section: "9"), .attachment(section: "2/7")] {
            guard case .failed(let reason) = await loader.load(piece, of: id) else {
                #expect(Bool(false), "\(piece) is there")
                continue
            }
            #expect(!reason.isEmpty)
        }
    }

    /// The source goes through as it came: git finds author, date and patch in it.
    @Test func `a patch that is piped to git am becomes a commit`() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/martlet-am-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let identity = "git -C '\(folder)' -c user.name=Me -c user.email=me@example.org"
        let prepare =
            "git init -q '\(folder)' && printf 'one\\n' >'\(folder)/file' && \(identity) add file && \(identity) commit -qm start"
        let mail = """
            From: Ada Lovelace <ada@example.org>\r
            Date: Mon, 23 Nov 2026 09:14:00 +0000\r
            Subject: [PATCH] engine: carry twice\r
            Content-Type: text/plain; charset=utf-8\r
            \r
            For all columns.\r
            ---\r
             file | 1 +\r
             1 file changed, 1 insertion(+)\r
            \r
            diff --git a/file b/file\r
            --- a/file\r
            +++ b/file\r
            @@ -1 +1,2 @@\r
             one\r
            +two\r
            -- \r
            2.39\r

            """
        let (store, id) = try store()
        try store.saveBody(id, structure: nil, parts: ["": Array(mail.utf8)], text: "")
        let piper = Piper(bytes: MessageBytes(store: store, account: nil))
        func run(_ command: String) async throws -> PipeResult {
            try await piper.run(PipeRequest(message: id, content: .source, command: command))
        }

        #expect(try await run(prepare).status == 0)
        let applied = try await run("\(identity) am")

        #expect(applied.status == 0, "\(applied.output)")
        #expect(
            try await run("git -C '\(folder)' log -1 '--format=%an %s'").output == ["Ada Lovelace engine: carry twice"])
        #expect(try await run("cat '\(folder)/file'").output == ["one", "two"])
    }

    @Test func `files for other programs lie in folders that are gone at the end`() throws {
        let files = OpenedFiles()
        let first = try files.path(for: "a.pdf")
        let second = try files.path(for: "a.pdf")
        #expect(first != second && first.hasSuffix("/a.pdf"))
        let folder = (first as NSString).deletingLastPathComponent
        let mode = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int
        #expect(mode == 0o700)
        files.remove()
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test func `a command gets the text and its output comes back`() async throws {
        let result = try await run("tr a-z A-Z; echo done >&2; exit 3", .text("one\ntwo\n"))
        #expect(result.status == 3)
        #expect(Set(result.output) == ["ONE", "TWO", "done"])
    }

    @Test func `a command that reads only the beginning ends well`() async throws {
        let text = String(repeating: "line\n", count: 400_000)
        let result = try await run("head -n 1", .text(text))
        #expect(result.status == 0)
        #expect(result.output == ["line"])
    }

    @Test func `output without end is read and dropped`() async throws {
        let result = try await run("head -c 3000000 /dev/zero | tr '\\0' x", .text(""))
        #expect(result.status == 0)
        #expect(result.output.map(\.count) == [Piper.longestOutput])
    }

    @Test func `what a message holds is never part of the command`() async throws {
        let result = try await run("cat", .text("$(echo owned) `id`; echo owned"))
        #expect(result.output == ["$(echo owned) `id`; echo owned"])
    }

    @Test func `a part that is neither here nor to be fetched is an error with a reason`() async throws {
        await #expect(throws: (any Error).self) { try await run("cat", .source) }
    }
}
