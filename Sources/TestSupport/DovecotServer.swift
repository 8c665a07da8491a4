import Foundation
import NIOCore
import NIOPosix
import NIOConcurrencyHelpers

/// A private Dovecot on the loopback interface, in a folder of its own, for stories against a real server.
///
/// It runs as root (mail belongs to the user `mail`) and as anybody else. A Dovecot that is not installed is an error.
package final class DovecotServer: Sendable {
    /// Which certificate the server shows.
    package enum Certificate: Sendable, Hashable {
        /// For localhost and 127.0.0.1, valid for years.
        case good
        /// For localhost and 127.0.0.1, valid until yesterday.
        case expired
        /// For localhost and 127.0.0.1, valid from 2049 on.
        case early
        /// For localhost and 127.0.0.1, signed by an authority of its own.
        case issued
        /// For another name, and for no address.
        case wrongName
    }

    /// How much the server can do.
    package enum Offering: Sendable, Hashable {
        /// What Dovecot does without plugins.
        case usual
        /// Quota, rights, shared and public folders, metadata, compression and NOTIFY too.
        case everything
    }

    /// The port that speaks plain text and STARTTLS.
    package let port: Int
    /// The port that speaks TLS from the first byte.
    package let tlsPort: Int
    /// The folder that holds everything of this server.
    package let directory: String
    /// Its first process, a child of ours that stays in the foreground.
    private let pid = NIOLockedValueBox<pid_t?>(nil)
    /// The password of every user.
    package static let password = "correct horse"

    /// The certificate of the server, which is also the only authority a client must trust.
    package var certificateFile: String { directory + "/certificate.pem" }

    /// The authority that signed the certificate, where it is `issued`.
    package var authorityFile: String { directory + "/authority.pem" }

    /// Starts a server and waits until it greets.
    ///
    /// - Parameters:
    ///   - users: who can log in, with `password`.
    ///   - plaintextLogin: whether a login is taken on the plain port without TLS.
    ///   - offering: which plugins are loaded.
    ///   - settings: what else stands in the configuration, after all else; `DIRECTORY` stands for the server's folder.
    package static func start(
        certificate: Certificate = .good, users: [String] = ["robin"], plaintextLogin: Bool = true,
        offering: Offering = .usual, settings: String = ""
    ) async throws -> DovecotServer {
        let program = try ChildProcess.find("dovecot")
        var lastFailure = ""
        // A port that was free a moment ago can be taken by now.
        for _ in 0..<5 {
            let ports = try freePorts(2)
            let server = DovecotServer(
                port: ports[0], tlsPort: ports[1], directory: "/tmp/martlet-dovecot-\(UUID().uuidString.prefix(8))")
            do {
                try await server.prepare(
                    certificate, users: users, plaintextLogin: plaintextLogin, offering: offering, settings: settings)
                let pid = try ChildProcess.spawn(
                    program, ["-F", "-c", server.configurationFile], output: server.directory + "/output")
                server.pid.withLockedValue { $0 = pid }
                if try await server.greets() { return server }
            } catch {
                await server.stop()
                throw error
            }
            lastFailure = server.log
            await server.stop()
        }
        throw ChildProcess.Failure(description: "Dovecot does not come up: \(lastFailure)")
    }

    /// Starts a server, lends it to `body`, and stops it whatever happens.
    package static func with<Result>(
        certificate: Certificate = .good, users: [String] = ["robin"], plaintextLogin: Bool = true,
        offering: Offering = .usual, settings: String = "", _ body: (DovecotServer) async throws -> Result
    ) async throws -> Result {
        let server = try await start(
            certificate: certificate, users: users, plaintextLogin: plaintextLogin, offering: offering,
            settings: settings)
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
                    continuation.resume()
                }
            }
        }
        // A folder left behind in /tmp harms nobody.
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// What the server has logged; nothing while there is no log.
    package var log: String {
        ["/output", "/dovecot.log"].map { (try? String(contentsOfFile: directory + $0, encoding: .utf8)) ?? "" }
            .joined()
    }

    private init(port: Int, tlsPort: Int, directory: String) {
        self.port = port
        self.tlsPort = tlsPort
        self.directory = directory
    }

    // MARK: Mail

    /// Delivers messages by putting them into the maildir, as a delivery agent does. IDLE notices at once.
    ///
    /// - Parameter flags: maildir letters: S seen, F flagged, R answered, D draft, T deleted.
    package func deliver(_ messages: [[UInt8]], to folder: String = "INBOX", user: String = "robin", flags: String = "")
        throws
    {
        let maildir = try self.maildir(of: folder, user: user)
        for (number, message) in messages.enumerated() {
            let name = "\(Int(Date().timeIntervalSince1970)).M\(number)P\(UUID().uuidString.prefix(8)).demo"
            let temporary = "\(maildir)/tmp/\(name)"
            try Data(message).write(to: URL(fileURLWithPath: temporary))
            try own(temporary)
            let place = flags.isEmpty ? "new/\(name)" : "cur/\(name):2,\(String(flags.sorted()))"
            try FileManager.default.moveItem(atPath: temporary, toPath: "\(maildir)/\(place)")
        }
    }

    /// Runs `doveadm`, such as `doveadm("mailbox", "create", "-u", "robin", "Plans")`, and returns what it prints.
    @discardableResult
    package func doveadm(_ arguments: String...) async throws -> String {
        try await ChildProcess.succeed("doveadm", ["-c", configurationFile] + arguments)
    }

    /// Ends every session of a user at once, as an administrator can.
    package func kick(_ user: String = "robin") async throws {
        try await doveadm("kick", user)
    }

    private func maildir(of folder: String, user: String) throws -> String {
        let home = "\(directory)/mail/\(user)"
        let root = home + "/Maildir"
        let suffix = folder == "INBOX" ? "" : "/." + folder.replacingOccurrences(of: "/", with: ".")
        for path in [home, root, root + suffix] + ["/cur", "/new", "/tmp"].map({ root + suffix + $0 })
        where !FileManager.default.fileExists(atPath: path) {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try own(path)
        }
        return root + suffix
    }

    // MARK: Setting up

    var configurationFile: String { directory + "/dovecot.conf" }

    /// The user that mail belongs to: `mail` where we are root and may choose, else ourselves.
    static var mailOwner: (user: String, group: String, uid: uid_t, gid: gid_t) {
        let isRoot = getuid() == 0
        let entry = isRoot ? getpwnam("mail") : getpwuid(getuid())
        guard let entry, let name = entry.pointee.pw_name else { return ("nobody", "nogroup", getuid(), getgid()) }
        let groupName = getgrgid(entry.pointee.pw_gid)?.pointee.gr_name.map { String(cString: $0) }
        return (String(cString: name), groupName ?? "nogroup", entry.pointee.pw_uid, entry.pointee.pw_gid)
    }

    func own(_ path: String) throws {
        let owner = Self.mailOwner
        guard chown(path, owner.uid, owner.gid) == 0 else {
            throw ChildProcess.Failure(description: "cannot give \(path) to \(owner.user)")
        }
    }

    private func prepare(
        _ certificate: Certificate, users: [String], plaintextLogin: Bool, offering: Offering, settings: String
    ) async throws {
        for path in ["", "/run", "/state", "/mail", "/public", "/rights"] {
            try FileManager.default.createDirectory(
                atPath: directory + path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        }
        for path in ["/mail", "/public", "/rights"] { try own(directory + path) }
        let accounts = users.map { "\($0):{PLAIN}\(Self.password)\n" }.joined()
        try accounts.write(toFile: directory + "/users", atomically: true, encoding: .utf8)
        try await makeCertificate(certificate)
        let added = settings.replacingOccurrences(of: "DIRECTORY", with: directory)
        try (configuration(plaintextLogin: plaintextLogin, offering: offering) + added).write(
            toFile: configurationFile, atomically: true, encoding: .utf8)
    }

    /// Waits until both ports are open and the plain one greets.
    private func greets() async throws -> Bool {
        let answer = try await Waiting.poll(within: .seconds(120)) { () -> Bool? in
            // One that could not have its port is gone at once.
            if pid.withLockedValue({ $0.map { ChildProcess.hasEnded($0) } ?? true }) { return false }
            guard try await Self.opens(tlsPort) else { return nil }
            return try await Self.opens(port) ? true : nil
        }
        return answer ?? false
    }

    static func opens(_ port: Int) async throws -> Bool {
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(1)).connect(host: "127.0.0.1", port: port).get()
            // A busy server may have closed it already: it has answered all the same.
            channel.close(promise: nil)
            return true
        } catch is NIOConnectionError {
            return false
        } catch ChannelError.connectTimeout {
            return false
        }
    }

    /// Ports nobody listens on now.
    package static func freePorts(_ count: Int) throws -> [Int] {
        var channels: [any Channel] = []
        defer { for channel in channels { try? channel.close().wait() } }
        for _ in 0..<count {
            channels.append(
                try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .bind(host: "127.0.0.1", port: 0).wait())
        }
        return channels.compactMap { $0.localAddress?.port }
    }
}
