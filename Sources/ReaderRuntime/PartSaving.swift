import MailModel
import MailSync
import MessageContent
import Synchronization

/// Writes a part of a message to a file, chunk by chunk as it comes, from where an earlier attempt left it.
///
/// The octets go to a file beside the wanted one, which takes its place when it is whole: a lost connection or a full disk leaves no
/// half file under the name that the user chose.
package struct PartSaving: Sendable {
    /// How far it is, in octets of the file, as far as they can be told from those that are under way.
    package enum Progress: Equatable, Sendable {
        /// So many are here from an earlier attempt.
        case goesOn(at: Int, total: Int)
        /// So many are here.
        case came(Int, total: Int)
    }

    /// It ended early, and what has come is kept for the next attempt.
    package struct Interrupted: Error {
        package let cause: any Error
        /// Octets of the file, about.
        package let kept: Int
        package let total: Int
    }

    let bytes: MessageBytes
    /// Whether a cancelled task leaves the file for a later run; whoever cancels it by hand wants none.
    let keepsWhenCancelled: @Sendable () -> Bool

    package init(_ bytes: MessageBytes, keepsWhenCancelled: @escaping @Sendable () -> Bool = { true }) {
        self.bytes = bytes
        self.keepsWhenCancelled = keepsWhenCancelled
    }

    /// Days for which a file that was not finished waits for the next attempt.
    package static let keptDays = PartialOpening.keptDays

    /// - Parameters:
    ///   - path: beside which the file is written.
    ///   - place: gives the whole file its name.
    /// - Throws: `Interrupted` around the reason where something is kept, else the reason as it is.
    package func save<Place>(
        _ section: String, of message: MessageID, beside path: String,
        onProgress: @escaping @Sendable (Progress) -> Void, place: (PartialFile) throws -> Place
    ) async throws -> Place {
        PartialOpening.removeForgotten(in: PartSaving.folder(of: path))
        let origin = try bytes.origin(of: section, in: message)
        let file = try PartialFile(beside: path, of: origin)
        do {
            if let origin {
                try await goOn(origin, of: message, into: file, onProgress)
            } else {
                try await bytes.stream(section, of: message) {
                    onProgress(.came($0, total: $1))
                } to: {
                    try file.write($0)
                }
            }
            try Task.checkCancellation()
            return try place(file)
        } catch {
            guard isWorthGoingOn(after: error) else {
                file.discard()
                throw error
            }
            let kept = file.keep()
            guard kept > 0, let origin else { throw error }
            throw Interrupted(
                cause: error, kept: origin.fileSize(of: kept), total: origin.fileSize(of: max(kept, origin.size)))
        }
    }

    private static func folder(of path: String) -> String {
        let leaf = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        return String(path.dropLast(leaf.count + 1))
    }

    private func goOn(
        _ origin: PartOrigin, of message: MessageID, into file: PartialFile,
        _ onProgress: @escaping @Sendable (Progress) -> Void
    ) async throws {
        let reach = file.reach
        guard let started = origin.decoder(at: reach) else { throw SyncError.noSuchPart(origin.section) }
        let decoder = Mutex(started)
        if reach.taken > 0 {
            onProgress(
                .goesOn(
                    at: origin.fileSize(of: reach.taken), total: origin.fileSize(of: max(reach.taken, origin.size))))
        }
        try await bytes.encoded(
            origin.section, of: message, from: reach.taken,
            onProgress: { onProgress(.came(origin.fileSize(of: $0), total: origin.fileSize(of: $1))) }
        ) { chunk in
            let (decoded, mark) = decoder.withLock { ($0.decode(chunk), $0.mark) }
            try file.write(decoded)
            try file.note(taken: chunk.count, decoder: mark)
        }
        try file.write(decoder.withLock { $0.finish() })
    }

    private func isWorthGoingOn(after error: any Error) -> Bool {
        if Task.isCancelled { return keepsWhenCancelled() }
        switch error {
        // A full disk gets its room back, and the file has its name or never will.
        case is PartialFile.Failure: return false
        case let error as SyncError:
            switch error {
            case .noSuchFolder, .noSuchMessage, .noSuchPart: return false
            case .offline, .loginRefused, .notTrusted, .refused, .store, .cancelled: return true
            }
        default: return true
        }
    }
}
