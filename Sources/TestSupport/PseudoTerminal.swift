import Foundation
import Synchronization

/// A terminal that a test is itself: it gives every octet that a program wrote, and answers what terminals are asked as it likes.
/// A `TerminalSession` shows what a multiplexer makes of it; what goes to terminals that draw pictures is seen here alone.
package final class PseudoTerminal: Sendable {
    /// What a terminal says when it is asked.
    package struct Answers: Sendable {
        /// To `CSI c`; nil for none.
        package var attributes: String?
        /// To the question about kitty's graphics; nil for none.
        package var graphics: String?

        /// - Parameters:
        ///   - attributes: what comes after `CSI ?`.
        ///   - graphics: what comes after `APC G`.
        package init(attributes: String? = nil, graphics: String? = nil) {
            self.attributes = attributes.map { "\u{1B}[?" + $0 }
            self.graphics = graphics.map { "\u{1B}_G" + $0 + "\u{1B}\\" }
        }
    }

    /// Something was not written in time.
    package struct TimedOut: Error, CustomStringConvertible {
        package let description: String
    }

    private struct State {
        var written: [UInt8] = []
        /// Up to where questions were looked for.
        var asked = 0
    }

    // What unlockpt(3) and ptsname(3) do, which Swift does not see: TIOCSPTLCK and TIOCGPTN of ioctl_tty(2).
    private static let unlock: UInt = 0x4004_5431
    private static let tellNumber: UInt = 0x8004_5430
    private static let cell = (width: 10, height: 20)
    private static let attributesQuestion = Array("\u{1B}[c".utf8)
    private static let graphicsQuestion = Array("\u{1B}_Gi=31,".utf8)

    private let master: Int32
    private let pid: pid_t
    private let answers: Answers
    private let state = Mutex(State())

    private init(master: Int32, pid: pid_t, answers: Answers) {
        self.master = master
        self.pid = pid
        self.answers = answers
    }

    /// Starts a program on a terminal, lends that to `body`, and ends both whatever happens. Cells are 10 by 20 pixels.
    ///
    /// - Parameter environment: all that the program gets.
    package static func with<Result>(
        _ command: [String], columns: Int = 80, rows: Int = 24, environment: [String: String], answers: Answers,
        _ body: (PseudoTerminal) async throws -> Result
    ) async throws -> Result {
        let terminal = try start(command, columns: columns, rows: rows, environment, answers)
        defer { terminal.stop() }
        return try await body(terminal)
    }

    private static func start(
        _ command: [String], columns: Int, rows: Int, _ environment: [String: String], _ answers: Answers
    ) throws -> PseudoTerminal {
        let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var lock: Int32 = 0
        var number: UInt32 = 0
        guard master >= 0, ioctl(master, unlock, &lock) == 0, ioctl(master, tellNumber, &number) == 0 else {
            throw ChildProcess.Failure(description: "no terminal can be made: error \(errno)")
        }
        setSize(of: master, columns: columns, rows: rows)
        let pid = try ChildProcess.spawn(command, onTerminal: "/dev/pts/\(number)", environment: environment)
        let terminal = PseudoTerminal(master: master, pid: pid, answers: answers)
        Thread.detachNewThread { terminal.readAll() }
        return terminal
    }

    private func stop() {
        if !ChildProcess.hasEnded(pid) { kill(pid, SIGKILL) }
        _ = ChildProcess.waitForEnd(of: pid)
        close(master)
    }

    // MARK: Doing

    /// Types, as keys send it: `\r` for Enter.
    package func type(_ text: String) { send(Array(text.utf8)) }

    /// Gives the terminal another size, which the kernel tells the program.
    package func resize(columns: Int, rows: Int) { Self.setSize(of: master, columns: columns, rows: rows) }

    private static func setSize(of master: Int32, columns: Int, rows: Int) {
        var size = winsize(
            ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: UInt16(columns * cell.width),
            ws_ypixel: UInt16(rows * cell.height))
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    private func send(_ octets: [UInt8]) {
        // A program that has ended reads nothing more.
        _ = octets.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
    }

    private func readAll() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(master, &buffer, buffer.count), count > 0 {
            for answer in take(Array(buffer[..<count])) { send(Array(answer.utf8)) }
        }
    }

    /// - Returns: what is answered to the questions among the octets.
    private func take(_ octets: [UInt8]) -> [String] {
        state.withLock { state in
            state.written += octets
            var found: [String] = []
            while let escape = state.written[state.asked...].firstIndex(of: 0x1B) {
                let rest = state.written[escape...]
                if rest.count < Self.graphicsQuestion.count { break }
                if rest.starts(with: Self.graphicsQuestion) { found += [answers.graphics].compactMap(\.self) }
                if rest.starts(with: Self.attributesQuestion) { found += [answers.attributes].compactMap(\.self) }
                state.asked = escape + 1
            }
            // The last question has nothing behind it.
            if state.asked < state.written.count, state.written.suffix(3).elementsEqual(Self.attributesQuestion) {
                found += [answers.attributes].compactMap(\.self)
                state.asked = state.written.count
            }
            return found
        }
    }

    // MARK: Seeing

    /// All that was written.
    package var written: [UInt8] { state.withLock { $0.written } }

    /// Waits until octets were written after a place, and returns the place behind them.
    @discardableResult
    package func waitFor(_ text: String, after place: Int = 0, within deadline: Duration = .seconds(60)) async throws
        -> Int
    {
        let wanted = Data(text.utf8)
        let found = try await Waiting.poll(within: deadline) { () -> Int? in
            Data(written.dropFirst(place)).range(of: wanted)?.upperBound
        }
        if let found { return place + found }
        let tail = String(decoding: written.dropFirst(place).suffix(3_000), as: UTF8.self)
        throw TimedOut(description: "waited \(deadline) for \(text.debugDescription) after: \(tail.debugDescription)")
    }

    /// Waits until the program has ended, and all that it wrote is here.
    package func waitForEnd(within deadline: Duration = .seconds(60)) async throws {
        let hasEnded = try await Waiting.poll(within: deadline) { ChildProcess.hasEnded(pid) ? true : nil }
        if hasEnded == nil { throw TimedOut(description: "the program runs on") }
    }
}
