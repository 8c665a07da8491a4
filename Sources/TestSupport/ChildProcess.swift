import Foundation

/// A program run to its end by a test.
package enum ChildProcess {
    /// What a program left behind.
    package struct Outcome: Sendable {
        /// Its exit status.
        package let status: Int32
        /// What it wrote, both streams.
        package let output: String
    }

    /// A program that a test needs is missing, or failed.
    package struct Failure: Error, CustomStringConvertible {
        /// What went wrong, for the person who runs the tests.
        package let description: String
    }

    /// Where a program lies on this machine; an error when it is not installed.
    package static func find(_ name: String) throws -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        for folder in folders where FileManager.default.isExecutableFile(atPath: folder + "/" + name) {
            return folder + "/" + name
        }
        throw Failure(
            description: "\(name) is not installed, and these tests need it: run scripts/test, which installs it")
    }

    /// Runs a program to its end.
    package static func run(_ name: String, _ arguments: [String]) async throws -> Outcome {
        let executable = try find(name)
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try runBlocking(executable, arguments) })
            }
        }
    }

    /// Runs a program and throws, with its output, unless it succeeds. Returns the output.
    @discardableResult
    package static func succeed(_ name: String, _ arguments: [String]) async throws -> String {
        let outcome = try await run(name, arguments)
        guard outcome.status == 0 else {
            throw Failure(description: "\(name) ended with status \(outcome.status): \(outcome.output)")
        }
        return outcome.output
    }

    private static func runBlocking(_ executable: String, _ arguments: [String]) throws -> Outcome {
        let file = FileManager.default.temporaryDirectory.path + "/martlet-\(UUID().uuidString).out"
        defer { unlink(file) }
        let pid = try spawn(executable, arguments, output: file)
        let status = waitForEnd(of: pid)
        // A file that cannot be read holds no output.
        let output = (try? Data(contentsOf: URL(fileURLWithPath: file))) ?? Data()
        return Outcome(status: status, output: String(decoding: output, as: UTF8.self))
    }

    /// Starts a program whose output goes to a new file, and returns its process id.
    ///
    /// Foundation's `Process` is no use here: it waits for a daemon's children too, which inherit its own pipe.
    /// - Parameters:
    ///   - environment: variables that it gets besides those that we have.
    ///   - leadsGroup: whether it begins a process group of its own. A server that signals its whole group at its end
    ///     would otherwise end the tests.
    package static func spawn(
        _ executable: String, _ arguments: [String], output file: String, environment: [String: String] = [:],
        leadsGroup: Bool = false
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        let ours = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        return try start(
            [executable] + arguments, &actions, flags: leadsGroup ? Int16(POSIX_SPAWN_SETPGROUP) : 0, environment: ours)
    }

    /// Starts a program on a terminal of its own, which is all that it has open, with that environment and no other.
    package static func spawn(_ command: [String], onTerminal path: String, environment: [String: String]) throws
        -> pid_t
    {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that the leader of a session opens is the session's.
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, descriptor, path, O_RDWR, 0)
        }
        let ownSession: Int16 = 0x80  // POSIX_SPAWN_SETSID
        return try start(command, &actions, flags: ownSession, environment: environment)
    }

    private static func start(
        _ command: [String], _ actions: inout posix_spawn_file_actions_t, flags: Int16, environment: [String: String]
    ) throws -> pid_t {
        // Threads of a pool block signals, and a child inherits that: it could not even be terminated.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | flags)
        let words = cStrings(command)
        let variables = cStrings(environment.map { "\($0.key)=\($0.value)" })
        defer { for word in words + variables { free(word) } }
        var pid = pid_t()
        keepDescriptorsFromChildren()
        let executable = command.first ?? ""
        let result = posix_spawn(&pid, executable, &actions, &attributes, words, variables)
        guard result == 0 else { throw Failure(description: "cannot start \(executable): error \(result)") }
        return pid
    }

    /// Copies for C, with nil behind the last.
    private static func cStrings(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] {
        words.map { strdup($0) } + [nil]
    }

    /// Sockets of the test process stay with it: a child that held a listener open would keep its port answering.
    private static func keepDescriptorsFromChildren() {
        // Without /proc nothing is known of them, and the children get them all.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for descriptor in names.compactMap({ Int32($0) }) where descriptor > STDERR_FILENO {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
    }

    /// Whether a program we started has ended; it is still to be waited for.
    package static func hasEnded(_ pid: pid_t) -> Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == SIGCHLD
    }

    /// Blocks until a program we started has ended; 128 and the number after a signal.
    @discardableResult
    package static func waitForEnd(of pid: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}

/// Waiting for what another process does, with an end to the patience.
package enum Waiting {
    /// Asks again every few milliseconds until there is an answer; nil when `deadline` has passed.
    package static func poll<Answer>(
        within deadline: Duration, _ question: () async throws -> Answer?
    ) async throws -> Answer? {
        let end = ContinuousClock.now + deadline
        while true {
            if let answer = try await question() { return answer }
            guard ContinuousClock.now < end else { return nil }
            try await Task.sleep(for: .milliseconds(15))
        }
    }
}
