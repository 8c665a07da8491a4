import Foundation
import Synchronization
import TestSupport
import Testing

/// What saving a large attachment takes: the real program against a private Dovecot.
///
/// `MARTLET_ATTACHMENT=200` makes it one of 200 MB, and `MARTLET_PROGRAM` names another build of the program, so that the
/// figures of docs/imap.md can be taken again.
@Suite(.serialized) struct AttachmentMemoryTests {
    private struct Run {
        var status: Int32
        /// The most memory that the program had, in kB.
        var peak: Int
        var saved: Data?
    }

    private static let environment = ProcessInfo.processInfo.environment
    private static let megabytes = environment["MARTLET_ATTACHMENT"].flatMap { Int($0) } ?? 24
    /// More than a small attachment takes: the pieces under way, what the allocator keeps, and the noise of a run.
    private static let mostAbove = 16_000

    @Test func `an attachment is saved in the memory of its pieces, however large, also where the line breaks`()
        async throws
    {
        let small = Letters.content(500_000)
        let large = Letters.content(Self.megabytes * 1_000_000)
        try await DovecotServer.with { dovecot in
            try dovecot.deliver([Letters.withFile("Small", small)])
            try dovecot.deliver([Letters.withFile("Large", large)])
            let proxy = try await FaultProxy.start(to: dovecot.port)
            try await Program.with { program in
                try program.configure(
                    imap: "imap+plain://robin@127.0.0.1:\(proxy.port)", password: DovecotServer.password)
                let list = try await program.run("list", "INBOX", "--json").objects

                let least = try await save("Small", of: list, program)
                #expect(least.status == 0)
                #expect(least.saved == small)
                let whole = try await save("Large", of: list, program)
                #expect(whole.status == 0)
                #expect(whole.saved == large)
                #expect(whole.peak < least.peak + Self.mostAbove)

                // A slow line that breaks once in the middle.
                proxy.setRoundTrip(.milliseconds(20))
                proxy.resetTraffic()
                let cutter = Task {
                    let half = large.count * 4 / 3 / 2
                    let isHalf = try await Waiting.poll(within: .seconds(600)) {
                        proxy.traffic.bytesReceived > half ? true : nil
                    }
                    if isHalf == true { await proxy.cutAll() }
                }
                let broken = try await save("Large", of: list, program)
                try await cutter.value
                #expect(broken.status == 0)
                #expect(broken.saved == large)
                // The text is here already: one connection until it broke, and one after that.
                #expect(proxy.traffic.connections == 2)
                #expect(proxy.traffic.bytesReceived < large.count * 3 / 2)
                #expect(broken.peak < least.peak + Self.mostAbove)
                if Self.environment["MARTLET_ATTACHMENT"] != nil {
                    print(
                        "peak memory in kB: 0.5 MB \(least.peak), \(Self.megabytes) MB \(whole.peak), slow and broken \(broken.peak)"
                    )
                }
            }
            await proxy.stop()
        }
    }

    // MARK: Running

    private func save(_ subject: String, of list: [[String: Any]], _ program: Program) async throws -> Run {
        let id = try #require(list.first { $0["subject"] as? String == subject }?["id"] as? String)
        let folder = program.home + "/saved-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let binary = try Self.environment["MARTLET_PROGRAM"] ?? Program.binary
        let pid = try ChildProcess.spawn(
            binary, ["attachments", id, "--save", folder], output: folder + ".log", environment: program.environment)
        let (status, peak) = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: Self.watch(pid)) }
        }
        // Nothing is there where saving failed.
        let saved = try? Data(contentsOf: URL(fileURLWithPath: folder + "/file.bin"))
        return Run(status: status, peak: peak, saved: saved)
    }

    /// The program's peak until it ends. What the system tells afterwards includes the memory of the tests themselves, which it
    /// was started from.
    private static func watch(_ pid: pid_t) -> (Int32, Int) {
        var peak = 0
        while !ChildProcess.hasEnded(pid) {
            // Gone between two looks: the end is seen by the next.
            let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            peak = max(peak, line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0)
            Thread.sleep(forTimeInterval: 0.01)
        }
        return (ChildProcess.waitForEnd(of: pid), peak)
    }
}
