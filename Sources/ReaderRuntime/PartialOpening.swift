import Foundation

/// Finds the partial file that is to be gone on with, or makes one; and removes those that nobody came back for.
struct PartialOpening {
    /// With the slash at its end; empty for the working folder.
    let folder: String
    /// The name of the file that is to be.
    let leaf: String

    /// Days after which nobody is expected to come back for a file.
    static let keptDays = 7
    /// Files of the same part that are looked at; there is one, if all went well.
    private static let mostLeft = 8

    private enum Found {
        case none, busy
        case file(descriptor: Int32, PartialName)
    }

    func open(_ origin: PartOrigin?) throws(PartialFile.Failure) -> (descriptor: Int32, name: PartialName) {
        guard let origin else { return try make(unnamed) }
        let name = PartialName(stem: leaf, origin: origin.digest(target: leaf))
        switch find(name, origin) {
        case .file(let descriptor, let name): return (descriptor, name)
        case .busy: return try make(unnamed)
        case .none:
            do throws(PartialFile.Failure) {
                return try make(name)
            } catch .notCreated(EEXIST) {
                // What lies there under its name is not to be gone on with.
                return try make(unnamed)
            }
        }
    }

    /// A name by which nobody finds it again.
    private var unnamed: PartialName {
        PartialName(stem: leaf, origin: PartialName.digits(UInt64.random(in: .min ... .max)))
    }

    private func make(_ name: PartialName) throws(PartialFile.Failure) -> (descriptor: Int32, name: PartialName) {
        let descriptor = Glibc.open(folder + name.text, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .notCreated(errno) }
        // Another run that wants the same part sees by it that somebody is at work.
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
        return (descriptor, name)
    }

    private func find(_ wanted: PartialName, _ origin: PartOrigin) -> Found {
        let left = Self.names(in: folder).filter { $0.stem == wanted.stem && $0.origin == wanted.origin }
            .sorted { $0.reach.taken > $1.reach.taken }
        for name in left.prefix(Self.mostLeft) {
            switch takeUp(name, origin) {
            case .none: continue
            case .busy: return .busy
            case .file(let descriptor, let name): return .file(descriptor: descriptor, name)
            }
        }
        return .none
    }

    private func takeUp(_ name: PartialName, _ origin: PartOrigin) -> Found {
        guard let descriptor = Self.own(folder + name.text) else { return .none }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
            close(descriptor)
            return .busy
        }
        var open = stat()
        var named = stat()
        // Whoever had it before may have given it its name meanwhile.
        guard fstat(descriptor, &open) == 0, lstat(folder + name.text, &named) == 0, open.st_ino == named.st_ino,
            open.st_dev == named.st_dev
        else {
            close(descriptor)
            return .busy
        }
        // After a power cut a file may be shorter than it was. What lies behind the place is of no use.
        guard open.st_size >= name.reach.written, origin.decoder(at: name.reach) != nil,
            ftruncate(descriptor, name.reach.written) == 0, lseek(descriptor, 0, SEEK_END) == name.reach.written
        else {
            unlink(folder + name.text)
            close(descriptor)
            return .none
        }
        return .file(descriptor: descriptor, name)
    }

    /// Opens a file that is the user's own, has this name alone and can be written by nobody else: no link, no pipe, nothing that
    /// another user put there.
    private static func own(_ path: String) -> Int32? {
        let descriptor = Glibc.open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            status.st_nlink == 1, status.st_mode & 0o022 == 0
        else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func names(in folder: String) -> [PartialName] {
        // A folder that can't be read has nothing to go on with; that it can't be written is told when a file is made.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        return names.compactMap { PartialName($0) }
    }

    /// Removes the partial files of a folder that nobody has written for a week and nobody writes now.
    static func removeForgotten(in folder: String, now: Date = Date()) {
        for name in names(in: folder) {
            let path = folder.isEmpty ? name.text : folder + "/" + name.text
            guard let descriptor = own(path) else { continue }
            defer {
                _ = flock(descriptor, LOCK_UN)
                close(descriptor)
            }
            var status = stat()
            let oldest = Int(now.timeIntervalSince1970) - keptDays * 86_400
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0,
                status.st_mtim.tv_sec < oldest
            else { continue }
            unlink(path)
        }
    }
}
