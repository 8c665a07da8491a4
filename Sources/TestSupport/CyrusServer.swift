import Foundation
import NIOConcurrencyHelpers

/// A private Cyrus on the loopback interface, in a folder of its own, with everything switched on that it can do.
///
/// Any user can log in with any password, as `sasl_pwcheck_method` is `alwaystrue`; their folders are made at the first
/// login. It runs as root (mail belongs to the user `mail`) and as anybody else. A Cyrus that is not there is an error.
package final class CyrusServer: Sendable {
    /// The port that speaks plain text.
    package let port: Int
    /// The folder that holds everything of this server.
    package let directory: String
    /// Who may set quotas and make mailboxes of others.
    package static let administrator = "admin"

    /// Its first process, a child of ours that stays in the foreground and leads its own group.
    private let pid = NIOLockedValueBox<pid_t?>(nil)

    private init(port: Int, directory: String) {
        self.port = port
        self.directory = directory
    }

    /// Starts a server and waits until it takes connections.
    package static func start() async throws -> CyrusServer {
        let programs = try unpackedFolder()
        var lastFailure = ""
        // A port that was free a moment ago can be taken by now.
        for _ in 0..<5 {
            let server = CyrusServer(
                port: try DovecotServer.freePorts(1)[0], directory: "/tmp/martlet-cyrus-\(UUID().uuidString.prefix(8))")
            do {
                try server.prepare(from: programs)
                try server.launch()
                if try await server.greets() { return server }
            } catch {
                await server.stop()
                throw error
            }
            lastFailure = server.log
            await server.stop()
        }
        throw ChildProcess.Failure(description: "Cyrus does not come up: \(lastFailure)")
    }

    /// Starts a server, lends it to `body`, and stops it whatever happens.
    package static func with<Result>(_ body: (CyrusServer) async throws -> Result) async throws -> Result {
        let server = try await start()
        do {
            let result = try await body(server)
            await server.stop()
            return result
        } catch {
            await server.stop()
            throw error
        }
    }

    /// Ends the server, its children included, and removes its folder.
    package func stop() async {
        let running = pid.withLockedValue { pid in
            defer { pid = nil }
            return pid
        }
        if let running {
            kill(running, SIGTERM)
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    ChildProcess.waitForEnd(of: running)
                    // Sessions that have not heard of it.
                    kill(-running, SIGKILL)
                    continuation.resume()
                }
            }
        }
        // A folder left behind in /tmp harms nobody.
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// What the server has written; it logs to syslog, so that this is little.
    package var log: String { (try? String(contentsOfFile: directory + "/output", encoding: .utf8)) ?? "" }

    /// Reads a user's mail into the index that fuzzy searches use.
    package func index(_ user: String) async throws {
        try await ChildProcess.succeed(
            "env",
            [
                "LD_LIBRARY_PATH=\(directory)/lib", directory + "/bin/squatter", "-C", directory + "/imapd.conf",
                "user/\(user)",
            ])
    }

    // MARK: Setting up

    /// Where `scripts/setup.sh` unpacks Debian's packages: its own cannot be installed beside Dovecot's.
    private static func unpackedFolder() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
        let folder = cache + "/martlet/cyrus/usr/lib"
        guard FileManager.default.isExecutableFile(atPath: folder + "/cyrus/bin/imapd") else {
            throw ChildProcess.Failure(
                description: "Cyrus is not in \(folder), and these tests need it: run scripts/test, which puts it there"
            )
        }
        return folder
    }

    /// The programs are copied, as the folder they lie in is often closed to the user that Cyrus runs as.
    private func prepare(from programs: String) throws {
        let files = FileManager.default
        for path in ["", "/bin", "/lib", "/configuration", "/spool", "/search", "/run"] {
            try files.createDirectory(
                atPath: directory + path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        }
        for name in ["master", "imapd", "idled", "ctl_cyrusdb", "squatter"] {
            try files.copyItem(atPath: "\(programs)/cyrus/bin/\(name)", toPath: "\(directory)/bin/\(name)")
        }
        for folder in try files.contentsOfDirectory(atPath: programs) where folder.hasSuffix("-linux-gnu") {
            for name in try files.contentsOfDirectory(atPath: "\(programs)/\(folder)") where name.hasPrefix("libcyrus")
            {
                try files.copyItem(atPath: "\(programs)/\(folder)/\(name)", toPath: "\(directory)/lib/\(name)")
            }
        }
        let owner = DovecotServer.mailOwner
        for path in ["/configuration", "/spool", "/search"] {
            guard chown(directory + path, owner.uid, owner.gid) == 0 else {
                throw ChildProcess.Failure(description: "cannot give \(directory)\(path) to \(owner.user)")
            }
        }
        try serverConfiguration.write(toFile: directory + "/imapd.conf", atomically: true, encoding: .utf8)
        try processConfiguration.write(toFile: directory + "/cyrus.conf", atomically: true, encoding: .utf8)
    }

    private func launch() throws {
        let started = try ChildProcess.spawn(
            directory + "/bin/master",
            [
                "-M", directory + "/cyrus.conf", "-C", directory + "/imapd.conf", "-p", directory + "/run/pid", "-D",
            ],
            output: directory + "/output", environment: ["LD_LIBRARY_PATH": directory + "/lib"], leadsGroup: true)
        pid.withLockedValue { $0 = started }
    }

    private func greets() async throws -> Bool {
        let answer = try await Waiting.poll(within: .seconds(120)) { () -> Bool? in
            // One that could not have its port is gone at once.
            if pid.withLockedValue({ $0.map { ChildProcess.hasEnded($0) } ?? true }) { return false }
            return try await DovecotServer.opens(port) ? true : nil
        }
        return answer ?? false
    }
}
