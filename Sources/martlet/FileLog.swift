import Foundation
import Logging
import Synchronization

/// Writes log lines to the file that `--log` names, readable by the user alone. Nothing is printed while the screen
/// belongs to the reader.
struct FileLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    private let file: LogFile

    init(path: String, level: Logger.Level) throws(CommandFailure) {
        file = try LogFile(path: path)
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let time = Date().formatted(.iso8601)
        file.write("\(time) \(event.level) \(PlainOutput.safe(event.message.description))\n")
    }
}

/// The open file, shared by the copies of a handler.
private final class LogFile: Sendable {
    private let handle: Mutex<FileHandle>

    init(path: String) throws(CommandFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(.refused, "\(path) can't be written: \(String(cString: strerror(errno)))")
        }
        handle = Mutex(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
    }

    /// A full disk costs log lines, not the mail.
    func write(_ line: String) {
        handle.withLock { try? $0.write(contentsOf: Data(line.utf8)) }
    }
}

extension CommonOptions {
    /// The log that `--log` asks for; without it, none.
    func openLog() throws(CommandFailure) -> Logger? {
        guard let log else { return nil }
        let level: Logger.Level =
            switch logLevel {
            case .error: .error
            case .warning: .warning
            case .info: .info
            case .debug: .debug
            }
        let handler = try FileLog(path: log, level: level)
        return Logger(label: "martlet") { _ in handler }
    }
}
