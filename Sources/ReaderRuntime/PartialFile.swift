import Foundation

/// A file being written beside the place where it shall stand, readable by its owner alone.
package final class PartialFile: Sendable {
    package enum Failure: Error, Equatable, Sendable {
        case notCreated(Int32)
        case notWritten(Int32)
        /// Something came to lie at the wanted place meanwhile.
        case exists

        /// What happened and what to do, in a line.
        package func words(for path: String) -> String {
            switch self {
            case .notCreated(ENOENT), .notCreated(ENOTDIR): "There is no folder for \(path)."
            case .notCreated(EACCES), .notCreated(EROFS): "\(path) can't be written: no permission there."
            case .notCreated(let code), .notWritten(let code):
                code == ENOSPC || code == EDQUOT
                    ? "The disk is full: \(path) was not written. Make room and save it again."
                    : "\(path) can't be written: \(String(cString: strerror(code)))."
            case .exists: "\(path) exists already and was left as it is."
            }
        }
    }

    /// Gives a file a second name, as link(2) does.
    package typealias Linking = @Sendable (_ from: String, _ to: String) -> Int32

    private let linking: Linking
    private let descriptor: Int32
    private let temporary: String
    private let path: String

    package init(
        beside path: String, linking: @escaping Linking = { link($0, $1) }
    ) throws(Failure) {
        self.path = path
        self.linking = linking
        temporary = path + ".martlet-\(UInt32.random(in: .min ... .max))"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .notCreated(errno) }
    }

    package func write(_ bytes: [UInt8]) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                throw .notWritten(errno)
            }
            rest = rest.dropFirst(written)
        }
    }

    /// Closes the file and gives it its name. Without `overwrite` a file that stands there is left alone; after `exists` it can be
    /// tried again with another name.
    ///
    /// - Parameter name: where it shall stand instead, in the same folder.
    package func moveIntoPlace(overwrite: Bool, as name: String? = nil) throws(Failure) {
        let path = name ?? path
        guard fsync(descriptor) == 0 else { throw .notWritten(errno) }
        if overwrite {
            guard rename(temporary, path) == 0 else { throw .notWritten(errno) }
        } else {
            // link(2) fails where the name is taken, without a moment in between for another program.
            if linking(temporary, path) == 0 {
                unlink(temporary)
            } else {
                try takeUnlinked(path, after: errno)
            }
        }
        close(descriptor)
    }

    /// File systems of memory cards and of some networks have no second names: there an empty file holds the place.
    private func takeUnlinked(_ path: String, after code: Int32) throws(Failure) {
        switch code {
        case EPERM, ENOTSUP, ENOSYS, EMLINK: break
        case EEXIST: throw .exists
        default: throw .notWritten(code)
        }
        let place = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard place >= 0 else { throw errno == EEXIST ? .exists : .notWritten(errno) }
        close(place)
        guard rename(temporary, path) == 0 else {
            let code = errno
            unlink(path)
            throw .notWritten(code)
        }
    }

    /// Closes and removes what was written.
    package func discard() {
        close(descriptor)
        unlink(temporary)
    }
}
