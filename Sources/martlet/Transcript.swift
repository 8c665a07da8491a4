import Foundation
import Synchronization

/// The wire log that `--transcript` asks for: what passed, without secrets, in a file for the user alone.
final class Transcript: Sendable {
    private let handle: Mutex<FileHandle>

    init(path: String) throws(CommandFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(.refused, "\(path) can't be written: \(String(cString: strerror(errno)))")
        }
        fchmod(descriptor, 0o600)
        handle = Mutex(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
    }

    /// A full disk costs the transcript, not the mail.
    func write(_ line: String) {
        handle.withLock { try? $0.write(contentsOf: Data((line + "\n").utf8)) }
    }
}
