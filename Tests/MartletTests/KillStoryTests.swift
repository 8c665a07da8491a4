import Foundation
import TestSupport
import Testing

/// `kill -9` while the journal is replayed, as the real program against a real server.
@Suite(.serialized) struct KillStoryTests {
    /// Kills the program once its wire log has so many lines, or lets it end.
    private func kill(_ program: Program, _ arguments: [String], afterLines count: Int) async throws -> Bool {
        let log = program.home + "/wire-\(count)"
        let binary = try Program.binary
        let environment = program.environment
        // On a thread of its own: the others may keep the axe from falling in time.
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try Self.run(binary, arguments + ["--transcript", log], environment, killAt: count, of: log)
                    })
            }
        }
    }

    private static func run(
        _ binary: String, _ arguments: [String], _ environment: [String: String], killAt count: Int, of log: String
    ) throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: binary)
        process.arguments = arguments
        process.environment = environment
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning {
            let lines = (try? Data(contentsOf: URL(fileURLWithPath: log)))?.count { $0 == 0x0A } ?? 0  // not yet made
            if lines >= count {
                Foundation.kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                return true
            }
            // Between two looks: the program needs the processor too.
            Thread.sleep(forTimeInterval: 0.001)
        }
        return false
    }

    @Test func `whenever it is killed, each change is on the server once`() async throws {
        try await DovecotServer.with { dovecot in
            let proxy = try await FaultProxy.start(to: dovecot.port)
            // Time for the axe to fall between two answers.
            proxy.setRoundTrip(.milliseconds(20))
            try await Program.with { program in
                try program.configure(
                    imap: "imap+plain://robin@127.0.0.1:\(proxy.port)", password: DovecotServer.password)
                var count = 4
                var kills = 0
                while count < 80 {
                    // Given
                    let subjects = ["Flag\(count)", "Move\(count)", "Copy\(count)"]
                    try dovecot.deliver(subjects.map { Letters.plain($0) })
                    let list = try await program.run("list", "INBOX", "--json", "--limit", "3")
                    var ids: [String: String] = [:]
                    for object in try list.objects {
                        if let subject = object["subject"] as? String { ids[subject] = object["id"] as? String }
                    }
                    let found = try subjects.map { try #require(ids[$0], "\(list.errors)") }
                    _ = try await program.run("flag", "flagged", found[0], found[1], "--offline")
                    _ = try await program.run("move", "Archive", found[1], "--offline")
                    _ = try await program.run("copy", "Archive", found[2], "--offline")

                    // When
                    let isKilled = try await kill(program, ["sync", "--folder", "INBOX"], afterLines: count)
                    kills += isKilled ? 1 : 0
                    let sync = try await program.run("sync")

                    // Then
                    #expect(sync.status == 0, "\(count): \(sync.errors)")
                    let here = try await dovecot.doveadm(
                        "fetch", "-u", "robin", "hdr.subject flags", "mailbox", "INBOX")
                    let there = try await dovecot.doveadm(
                        "fetch", "-u", "robin", "hdr.subject flags", "mailbox", "Archive")
                    #expect(!here.contains("Move\(count)\n"), "after \(count) lines")
                    #expect(there.components(separatedBy: "Move\(count)\n").count == 2, "after \(count) lines")
                    #expect(there.components(separatedBy: "Copy\(count)\n").count == 2, "after \(count) lines")
                    let waiting = try await program.run("journal", "--waiting", "--json")
                    #expect(waiting.output.isEmpty, "after \(count) lines: \(waiting.output)")
                    let flagged = try await dovecot.doveadm(
                        "search", "-u", "robin", "flagged", "subject", "Flag\(count)")
                    #expect(!flagged.isEmpty, "after \(count) lines")
                    guard isKilled else { break }
                    count += 5
                }
                #expect(kills >= 5)
            }
            await proxy.stop()
        }
    }
}
