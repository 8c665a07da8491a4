import DemoServer
import Foundation
import TestSupport
import Testing

/// 24 February 2026, 10:00 UTC.
private let now: Int64 = 1_771_927_200

@Suite struct DemoMailTests {
    @Test func `the demo has a few hundred messages in all its folders, and none from the future`() async throws {
        let server = try await DemoServer.start(maildrop: .demo(now: now))
        let folders = server.snapshot().folders
        let messages = folders.values.flatMap(\.messages)
        #expect((280...400).contains(messages.count))
        #expect((folders["INBOX"]?.messages.count ?? 0) >= 100)
        #expect(messages.allSatisfy { $0.received <= now && !$0.messageID.isEmpty })
        for name in [
            "Archive", "Drafts", "Junk", "Lists/letters", "Lists/swallow-dev", "Receipts", "Reisen &- Ausfl&APw-ge",
            "Sent", "Trash",
        ] {
            #expect(folders[name]?.messages.isEmpty == false, "\(name) is empty")
        }
        let identifiers = (folders["INBOX"]?.messages ?? []).map(\.messageID)
        #expect(Set(identifiers).count == identifiers.count)
        await server.stop()
    }

    @Test(arguments: [0, 3600, -28_800, 50_400])
    func `the newest message is from this morning, or from yesterday before it could have come`(offset: Int)
        async throws
    {
        for hour in [Int64(0), 8, 14, 23] {
            let moment = now - 36_000 + hour * 3600
            let server = try await DemoServer.start(maildrop: .demo(now: moment, secondsFromGMT: offset))
            let newest = server.snapshot().folders["INBOX"]?.messages.last?.received ?? 0
            #expect(newest <= moment && newest > moment - 86_400)
            #expect((newest + Int64(offset)) % 86_400 == 9 * 3600 + 41 * 60)
            await server.stop()
        }
    }

    @Test func `the embedded mail is what the resources hold`() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let output = FileManager.default.temporaryDirectory.appendingPathComponent(
            "EmbeddedMail-\(UUID().uuidString).swift")
        defer { try? FileManager.default.removeItem(at: output) }
        try await ChildProcess.succeed("sh", [root.path + "/scripts/embed-resources", output.path])
        let committed = try String(
            contentsOf: root.appendingPathComponent("Sources/DemoServer/Mail/EmbeddedMail.swift"), encoding: .utf8)
        let fresh = try String(contentsOf: output, encoding: .utf8)
        #expect(fresh == committed, "run scripts/embed-resources")
    }

    @Test(arguments: ["iso-8859-1", "iso-8859-7", "koi8-r", "ISO-2022-JP", "utf-8", "us-ascii; format=flowed"])
    func `mail travels in many charsets`(charset: String) async throws {
        let server = try await DemoServer.start(maildrop: .demo(now: now))
        let found = (server.snapshot().folders["INBOX"]?.uids ?? []).contains { uid in
            String(decoding: server.bytes(uid: uid, in: "INBOX") ?? [], as: UTF8.self).contains("charset=\(charset)")
        }
        #expect(found)
        await server.stop()
    }

    @Test func `a hundred thousand messages can be generated`() {
        #expect(Maildrop.generated(count: 100_000).messageCount == 100_000)
    }
}
