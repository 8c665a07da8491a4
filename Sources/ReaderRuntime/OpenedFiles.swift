import Foundation
import Synchronization

/// The folder of the files that were handed to other programs: for its owner alone, and removed at the end.
final class OpenedFiles: Sendable {
    private let folder = Mutex<(path: String, count: Int)?>(nil)

    /// Where a file of that name can be written. Each has a folder of its own, so that its name can stay as it is.
    func path(for name: String) throws(PartialFile.Failure) -> String {
        let number: (path: String, count: Int) = try folder.withLock { folder throws(PartialFile.Failure) in
            if var known = folder {
                known.count += 1
                folder = known
                return known
            }
            var template = Array((NSTemporaryDirectory() + "/martlet-XXXXXX").utf8CString)
            // mkdtemp makes a folder that nobody else can read, under a name that nobody could foresee.
            guard mkdtemp(&template) != nil else { throw .notCreated(errno) }
            let made = (
                path: String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self), count: 1
            )
            folder = made
            return made
        }
        let inner = "\(number.path)/\(number.count)"
        guard mkdir(inner, 0o700) == 0 else { throw .notCreated(errno) }
        return inner + "/" + name
    }

    func remove() {
        guard let folder = folder.withLock({ $0 }) else { return }
        try? FileManager.default.removeItem(atPath: folder.path)  // what can't be removed stays private
    }
}
