import Foundation
import TestSupport
import Testing

/// A save that ended in the middle and is taken up by a later run: the real program against a private Dovecot.
@Suite(.serialized) struct ResumedSaveTests {
    private static let content = Letters.content(12_000_000)
    private static let encoded = content.count * 4 / 3

    private func with(_ body: (FaultProxy, Program) async throws -> Void) async throws {
        try await DovecotServer.with { dovecot in
            try dovecot.deliver([Letters.withFile("Large", Self.content)])
            let proxy = try await FaultProxy.start(to: dovecot.port)
            // Time for the axe to fall between two pieces.
            proxy.setRoundTrip(.milliseconds(40))
            do {
                try await Program.with { program in
                    try program.configure(
                        imap: "imap+plain://robin@127.0.0.1:\(proxy.port)", password: DovecotServer.password)
                    try await body(proxy, program)
                }
            } catch {
                await proxy.stop()
                throw error
            }
            await proxy.stop()
        }
    }

    /// Encoded octets that the one partial file of a folder says it has; nil where there is none.
    private static func kept(in folder: String) -> Int? {
        // A folder that is not there yet holds nothing.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.first { $0.contains(".martlet-") }?.split(separator: "-").suffix(3).first.flatMap { Int($0) }
    }

    /// The one message, and a folder to save its file to.
    private func prepared(_ program: Program) async throws -> (id: String, folder: String) {
        let list = try await program.run("list", "INBOX", "--json").objects
        let folder = program.home + "/saved"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return (try #require(list.first?["id"] as? String), folder)
    }

    /// Starts saving and kills it once so many octets are kept.
    private func killSaving(_ id: String, into folder: String, at octets: Int, _ program: Program) async throws -> Int {
        let pid = try ChildProcess.spawn(
            try Program.binary, ["attachments", id, "--save", folder], output: folder + ".log",
            environment: program.environment)
        _ = try await Waiting.poll(within: .seconds(120)) {
            Self.kept(in: folder).map { $0 >= octets } == true || ChildProcess.hasEnded(pid) ? true : nil
        }
        kill(pid, SIGKILL)
        _ = ChildProcess.waitForEnd(of: pid)
        return try #require(Self.kept(in: folder))
    }

    /// What was under way to the killed program is no longer counted.
    private func letEnd(_ proxy: FaultProxy) async throws {
        var last = -1
        let hasEnded = try await Waiting.poll(within: .seconds(60)) { () -> Bool? in
            let now = proxy.traffic.bytesReceived
            defer { last = now }
            return proxy.connectionCount == 0 && now == last ? true : nil
        }
        #expect(hasEnded == true)
        proxy.resetTraffic()
    }

    @Test func `a killed save goes on where it was, twice, and the file is the same octet for octet`() async throws {
        try await with { proxy, program in
            let (id, folder) = try await prepared(program)

            let first = try await killSaving(id, into: folder, at: 3_000_000, program)
            let second = try await killSaving(id, into: folder, at: first + 3_000_000, program)
            try await letEnd(proxy)
            let last = try await program.run("attachments", id, "--save", folder)

            #expect(last.status == 0)
            #expect(last.errors.contains("file.bin goes on at"))
            #expect(second > first && second < Self.encoded)
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/file.bin")) == Self.content)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file.bin"])
            // The line ends of the encoded part come on top, 2 of 78.
            let rest = Self.encoded * 78 / 76 - second
            #expect(proxy.traffic.bytesReceived > rest - 10_000)
            #expect(proxy.traffic.bytesReceived < rest + 100_000)
        }
    }

    @Test func `a folder that the server built anew has its parts fetched from the beginning`() async throws {
        try await with { proxy, program in
            let (id, folder) = try await prepared(program)
            let kept = try await killSaving(id, into: folder, at: 3_000_000, program)
            // As if the file were of the same UID before the folder was built anew.
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            let name = try #require(names.first { $0.contains(".martlet-") })
            let mark = try #require(name.range(of: ".martlet-"))
            let digit = name[mark.upperBound] == "0" ? "1" : "0"
            let other = name[..<mark.upperBound] + digit + name[name.index(after: mark.upperBound)...]
            try FileManager.default.moveItem(atPath: folder + "/" + name, toPath: folder + "/" + other)
            proxy.resetTraffic()

            let last = try await program.run("attachments", id, "--save", folder)

            #expect(last.status == 0)
            #expect(!last.errors.contains("goes on"))
            #expect(proxy.traffic.bytesReceived > Self.encoded)
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/file.bin")) == Self.content)
            #expect(Self.kept(in: folder) == kept)
        }
    }

    @Test func `quitting the reader in the middle of a save keeps it, and saving again goes on`() async throws {
        try await with { proxy, program in
            let folder = program.home + "/Downloads"
            for isFirst in [true, false] {
                proxy.resetTraffic()
                try await TerminalSession.with([try Program.binary], environment: program.environment) { terminal in
                    try await terminal.waitFor("Large")
                    try await terminal.send("Enter")
                    try await terminal.waitFor("file.bin")
                    try await terminal.send("S", "Enter")
                    if isFirst {
                        _ = try await Waiting.poll(within: .seconds(120)) {
                            (Self.kept(in: folder) ?? 0) > 3_000_000 ? true : nil
                        }
                        try await terminal.type("qqq")
                        #expect(try await terminal.waitForExit().status == 0)
                    } else {
                        try await terminal.waitFor("file.bin goes on at")
                        try await terminal.waitFor("Saved ")
                    }
                }
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/file.bin")) == Self.content)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file.bin"])
            #expect(proxy.traffic.bytesReceived < Self.encoded - 2_000_000)
        }
    }
}
