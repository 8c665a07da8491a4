import Foundation
import Synchronization

/// A file being written beside the place where it shall stand, readable by its owner alone.
///
/// One that is of a part of a message says in its name which and how far it is (`PartialName`). Whoever comes to write the same part
/// to the same place later goes on with it.
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

    private struct State {
        /// As it is called now.
        var name: PartialName
        /// How far it is, where a decoder can go on from there; the name follows from time to time.
        var reach: PartialName.Reach
        var taken: Int
        var written: Int
        var noted = ContinuousClock.now
    }

    /// Encoded octets and time after which the name follows, whichever is first.
    static let noteEvery = 1 << 20
    private static let noteWithin = Duration.seconds(1)

    private let linking: Linking
    private let descriptor: Int32
    private let folder: String
    private let path: String
    private let state: Mutex<State>

    /// Goes on with the file that an earlier run left of that part, or begins one.
    ///
    /// - Parameter origin: nil for what can't be gone on with.
    package init(
        beside path: String, of origin: PartOrigin? = nil, linking: @escaping Linking = { link($0, $1) }
    ) throws(Failure) {
        self.path = path
        self.linking = linking
        let leaf = (path as NSString).lastPathComponent
        folder = String(path.dropLast(leaf.count))
        let opened = try PartialOpening(folder: folder, leaf: leaf).open(origin)
        descriptor = opened.descriptor
        let reach = opened.name.reach
        state = Mutex(State(name: opened.name, reach: reach, taken: reach.taken, written: reach.written))
    }

    /// Where to go on.
    var reach: PartialName.Reach { state.withLock { $0.reach } }

    private var temporary: String { folder + state.withLock { $0.name.text } }

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
        state.withLock { $0.written += bytes.count }
    }

    /// Notes that what was written came of so many more encoded octets.
    ///
    /// - Parameter decoder: how the decoder stands; nil where none could go on from here.
    func note(taken count: Int, decoder: String?) throws(Failure) {
        let isDue = state.withLock { state in
            state.taken += count
            guard let decoder else { return false }
            state.reach = .init(taken: state.taken, written: state.written, decoder: decoder)
            return state.taken - state.name.reach.taken >= Self.noteEvery
                || .now - state.noted >= Self.noteWithin
        }
        guard isDue else { return }
        // The octets first: after a power cut the name must not say more than is there.
        guard fdatasync(descriptor) == 0 else { throw .notWritten(errno) }
        rename()
    }

    /// Where that fails, the old name says less than there is, which is as true.
    private func rename() {
        state.withLock { state in
            var name = state.name
            name.reach = state.reach
            if Glibc.rename(folder + state.name.text, folder + name.text) == 0 { state.name = name }
            state.noted = .now
        }
    }

    /// Closes the file and leaves it for a later run.
    ///
    /// - Returns: how many encoded octets of the part are kept; with none, nothing is.
    func keep() -> Int {
        guard reach.taken > 0 else {
            discard()
            return 0
        }
        fdatasync(descriptor)
        rename()
        letGo()
        return state.withLock { $0.name.reach.taken }
    }

    /// Closes the file and gives it its name. Without `overwrite` a file that stands there is left alone; after `exists` it can be
    /// tried again with another name.
    ///
    /// - Parameter name: where it shall stand instead, in the same folder.
    package func moveIntoPlace(overwrite: Bool, as name: String? = nil) throws(Failure) {
        let path = name ?? path
        guard fsync(descriptor) == 0 else { throw .notWritten(errno) }
        if overwrite {
            guard Glibc.rename(temporary, path) == 0 else { throw .notWritten(errno) }
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
        guard Glibc.rename(temporary, path) == 0 else {
            let code = errno
            unlink(path)
            throw .notWritten(code)
        }
    }

    /// Closes and removes what was written.
    package func discard() {
        letGo()
        unlink(temporary)
    }

    /// A program that is being started has the file open too, until it has become another: closing alone would leave it locked.
    private func letGo() {
        _ = flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
