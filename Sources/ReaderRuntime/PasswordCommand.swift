import Foundation
import Synchronization

/// Runs the user's `password-command` and takes the first line that it prints.
///
/// What the command prints goes nowhere else: not into an error, not into a log. Its standard error is dropped too, for
/// a command may well repeat there what it was given.
package enum PasswordCommand {
    package enum Failure: Error, Equatable, Sendable {
        /// The shell could not be started.
        case notStarted
        case failed(status: Int)
        case printedNothing
        case timedOut
    }

    /// - Parameters:
    ///   - command: given to `/bin/sh -c`.
    ///   - deadline: seconds that the command may take; a person may have to unlock a key first.
    /// - Returns: the first line, without its line end.
    package static func run(_ command: String, deadline: Int = 60) async throws -> String {
        let result = await withCheckedContinuation { (waiting: CheckedContinuation<Result<String, Failure>, Never>) in
            let isAnswered = OnceFlag()
            start(command, deadline: deadline) { result in
                if isAnswered.set() { waiting.resume(returning: result) }
            }
        }
        return try result.get()
    }

    /// Runs on a thread of its own: it waits for another program, and the tasks' threads are few.
    private static func start(
        _ command: String, deadline: Int, finished: @escaping @Sendable (Result<String, Failure>) -> Void
    ) {
        Thread.detachNewThread {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", command]
            let output = Pipe()
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            process.standardInput = FileHandle.nullDevice
            do { try process.run() } catch { return finished(.failure(.notStarted)) }
            let pid = process.processIdentifier
            let hasEnded = OnceFlag()
            DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(deadline)) {
                // The flag is looked at first: a number of a process that has ended may name another by now.
                if !hasEnded.isSet { kill(pid, SIGTERM) }
                finished(.failure(.timedOut))
            }
            let text = read(output.fileHandleForReading, atMost: 4096)
            process.waitUntilExit()
            _ = hasEnded.set()
            finished(outcome(status: Int(process.terminationStatus), output: text))
        }
    }

    private static func outcome(status: Int, output: String) -> Result<String, Failure> {
        guard status == 0 else { return .failure(.failed(status: status)) }
        var line = output.prefix { $0 != "\n" && $0 != "\r\n" }
        if line.last == "\r" { line = line.dropLast() }
        return line.isEmpty ? .failure(.printedNothing) : .success(String(line))
    }

    /// A password is short: a command that prints without end must not fill the memory.
    private static func read(_ handle: FileHandle, atMost limit: Int) -> String {
        var bytes = Data()
        while bytes.count < limit, let more = try? handle.read(upToCount: limit - bytes.count), !more.isEmpty {
            bytes.append(more)
        }
        try? handle.close()  // lets the command end by SIGPIPE where it prints on; nothing else depends on it
        return String(decoding: bytes, as: UTF8.self)
    }

    private final class OnceFlag: Sendable {
        private let flag = Mutex(false)

        var isSet: Bool { flag.withLock { $0 } }

        /// Whether this call was the one that set it.
        func set() -> Bool {
            flag.withLock { flag in
                defer { flag = true }
                return !flag
            }
        }
    }
}
