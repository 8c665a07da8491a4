import Foundation

/// A real program in a real terminal: a pane of a private tmux, driven by keys and read as text.
package struct TerminalSession: Sendable {
    /// How the program left, and what it left the terminal in.
    package struct Exit: Sendable, Equatable {
        /// The exit status as a shell sees it: 128 and the number after a signal.
        package let status: Int
        /// The line settings are what they were before.
        package let isTerminalRestored: Bool
        /// The alternate screen is still showing.
        package let isAlternateScreenOn: Bool
        /// The cursor can be seen.
        package let isCursorVisible: Bool
        /// The terminal still reports the mouse.
        package let isMouseOn: Bool
    }

    /// Something did not appear in time.
    package struct TimedOut: Error, CustomStringConvertible {
        /// What was waited for, and what was on the screen instead.
        package let description: String
    }

    private let directory: String

    /// Starts a program in a terminal of a size.
    ///
    /// - Parameters:
    ///   - command: the program and its arguments.
    ///   - environment: set for the program, besides what tests inherit.
    ///   - terminal: what TERM says.
    package static func start(
        _ command: [String], columns: Int = 80, rows: Int = 24, environment: [String: String] = [:],
        terminal: String = "tmux-256color"
    ) async throws -> TerminalSession {
        let session = TerminalSession(directory: "/tmp/martlet-tmux-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(
            atPath: session.directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let variables = ["TERM": terminal, "LC_ALL": "C.UTF-8"].merging(environment) { _, given in given }
        try session.script(command, variables).write(
            toFile: session.directory + "/run", atomically: true, encoding: .utf8)
        try await session.tmux(
            "-f", "/dev/null", "new-session", "-d", "-s", "main", "-x", "\(columns)", "-y", "\(rows)",
            "exec /bin/sh \(session.directory)/run")
        // Without a client, tmux would otherwise size the window to its own default; and a line for status is no part of it.
        try await session.tmux("set-option", "-g", "status", "off")
        try await session.resize(columns: columns, rows: rows)
        return session
    }

    /// Starts a program, lends its terminal to `body`, and ends both whatever happens.
    package static func with<Result>(
        _ command: [String], columns: Int = 80, rows: Int = 24, environment: [String: String] = [:],
        terminal: String = "tmux-256color", _ body: (TerminalSession) async throws -> Result
    ) async throws -> Result {
        let session = try await start(
            command, columns: columns, rows: rows, environment: environment, terminal: terminal)
        do {
            let result = try await body(session)
            await session.stop()
            return result
        } catch {
            await session.stop()
            throw error
        }
    }

    /// Runs the program, and notes its pid, its status and the line settings before and after it.
    private func script(_ command: [String], _ variables: [String: String]) -> String {
        let exports = variables.sorted { $0.key < $1.key }.map { "export \($0.key)=\(Self.quoted($0.value))\n" }
            .joined()
        return """
            cd \(directory)
            while [ ! -e start ]; do sleep 0.01; done
            \(exports)stty -g > before
            sh -c 'echo $$ > pid.new; mv pid.new pid; exec "$@"' sh \(command.map(Self.quoted).joined(separator: " "))
            status=$?
            stty -g > after
            echo $status > status.new
            mv status.new status
            exec sleep 1000000

            """
    }

    private static func quoted(_ word: String) -> String {
        "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }

    // MARK: Doing

    /// Presses keys by tmux's names: `j`, `Enter`, `C-c`, `Escape`, `Up`.
    package func send(_ keys: String...) async throws {
        try await tmux(["send-keys", "-t", "main", "--"] + keys)
    }

    /// Types text as it stands.
    package func type(_ text: String) async throws {
        try await tmux("send-keys", "-t", "main", "-l", "--", text)
    }

    /// Sends bytes as the terminal would, such as a report of the mouse.
    package func send(bytes: [UInt8]) async throws {
        try await tmux(["send-keys", "-t", "main", "-H"] + bytes.map { String($0, radix: 16) })
    }

    /// Gives the terminal another size.
    package func resize(columns: Int, rows: Int) async throws {
        try await tmux("resize-window", "-t", "main", "-x", "\(columns)", "-y", "\(rows)")
        // The program starts when the terminal has its size.
        if !FileManager.default.fileExists(atPath: directory + "/start") {
            _ = FileManager.default.createFile(atPath: directory + "/start", contents: nil)
        }
    }

    /// Sends a signal to the program.
    package func signal(_ number: Int32) async throws {
        let pid = try await Waiting.poll(within: .seconds(60)) { Int32(Self.contents(directory + "/pid") ?? "") }
        guard let pid, kill(pid, number) == 0 else { throw TimedOut(description: "there is no program to signal") }
    }

    /// Ends the private tmux and all that runs in it; no other tmux is touched.
    package func stop() async {
        // A server that has ended already is what is wanted.
        _ = try? await tmux("kill-server")
        try? FileManager.default.removeItem(atPath: directory)
    }

    // MARK: Seeing

    /// The screen as text, a line a row, blanks at the ends cut off.
    package func capture() async throws -> String {
        try await tmux("capture-pane", "-p", "-t", "main")
    }

    /// The screen with its colours and attributes as escape sequences.
    package func captureStyled() async throws -> String {
        try await tmux("capture-pane", "-p", "-e", "-t", "main")
    }

    /// Waits until the screen shows a text, and returns the screen.
    @discardableResult
    package func waitFor(_ text: String, within deadline: Duration = .seconds(60)) async throws -> String {
        try await waitFor("\"\(text)\"", within: deadline) { $0.contains(text) }
    }

    /// Waits until the screen no longer shows a text.
    @discardableResult
    package func waitUntilGone(_ text: String, within deadline: Duration = .seconds(60)) async throws -> String {
        try await waitFor("\"\(text)\" to go", within: deadline) { !$0.contains(text) }
    }

    /// Waits until the screen is as `condition` wants it; `what` names it for a person.
    @discardableResult
    package func waitFor(
        _ what: String, within deadline: Duration = .seconds(60), _ condition: (String) -> Bool
    ) async throws -> String {
        let screen = try await Waiting.poll(within: deadline) { () -> String? in
            let screen = try await capture()
            return condition(screen) ? screen : nil
        }
        if let screen { return screen }
        throw TimedOut(description: "waited \(deadline) for \(what); the screen shows:\n\(try await capture())")
    }

    /// Waits until the program has ended, and looks at what it left.
    package func waitForExit(within deadline: Duration = .seconds(60)) async throws -> Exit {
        let status = try await Waiting.poll(within: deadline) { Int(Self.contents(directory + "/status") ?? "") }
        guard let status else {
            throw TimedOut(description: "the program runs on; the screen shows:\n\(try await capture())")
        }
        let before = Self.contents(directory + "/before")
        let after = Self.contents(directory + "/after")
        let flags = try await tmux(
            "display-message", "-p", "-t", "main", "#{alternate_on} #{cursor_flag} #{mouse_any_flag}")
        let values = flags.split { $0 == " " || $0 == "\n" }
        return Exit(
            status: status, isTerminalRestored: before != nil && before == after,
            isAlternateScreenOn: values.first == "1", isCursorVisible: values.dropFirst().first == "1",
            isMouseOn: values.dropFirst(2).first == "1")
    }

    private static func contents(_ path: String) -> String? {
        // A file that is not there yet is the answer "not yet".
        (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @discardableResult
    private func tmux(_ arguments: String...) async throws -> String {
        try await tmux(arguments)
    }

    @discardableResult
    private func tmux(_ arguments: [String]) async throws -> String {
        try await ChildProcess.succeed("tmux", ["-S", directory + "/socket", "-u"] + arguments)
    }
}
