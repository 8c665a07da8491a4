import Glibc
import Synchronization

/// A lock on a file (flock), which the kernel lets go of when its owner ends, however it ends.
package final class FileLock: Sendable {
    enum Kind {
        case shared, exclusive
    }

    private let descriptor: Mutex<Int32?>

    private init(_ descriptor: Int32?) { self.descriptor = Mutex(descriptor) }

    /// A lock that nobody else could ask for.
    static let ofNothing = FileLock(nil)

    /// Takes the lock without waiting, on a file that is made with mode 0600 where it is missing.
    ///
    /// - Returns: nil where somebody else has it.
    static func take(_ kind: Kind, path: String) throws(StoreError) -> FileLock? {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw errno == ENOSPC ? .diskFull : .notWritable(path: path) }
        let operation = kind == .shared ? LOCK_SH : LOCK_EX
        guard flock(descriptor, operation | LOCK_NB) == 0 else {
            let reason = errno
            _ = Glibc.close(descriptor)
            if reason == EWOULDBLOCK { return nil }
            throw .notWritable(path: path)
        }
        return FileLock(descriptor)
    }

    /// Lets go of it; the second time does nothing.
    package func release() {
        let open = descriptor.withLock { held in
            defer { held = nil }
            return held
        }
        guard let open else { return }
        // A program that is being started has it open too, until it has become another: closing alone would not do.
        _ = flock(open, LOCK_UN)
        _ = Glibc.close(open)
    }

    deinit { release() }
}
