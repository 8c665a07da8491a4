import Foundation
import MailModel
import MailStore
import MailSync
import Reader

/// Saves one attachment where the user wants it, and tells the reader how it goes.
struct AttachmentSaver: Sendable {
    let saving: PartSaving
    let send: @Sendable (Event) -> Void

    func save(_ request: AttachmentRequest, overwrite: Bool) async {
        let path = AttachmentSaver.expandingHome(request.path)
        if !overwrite, FileManager.default.fileExists(atPath: path) {
            return send(.attachmentExists(request))
        }
        do {
            let folder = (path as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try await write(request.section, of: request.message, to: path, overwrite: overwrite)
            send(.attachmentSaved(path: path))
        } catch let interrupted as PartSaving.Interrupted {
            send(
                .attachmentInterrupted(
                    reason: AttachmentSaver.words(for: interrupted.cause, path: path), kept: interrupted.kept,
                    total: interrupted.total, days: PartSaving.keptDays))
        } catch {
            let isCancelled = Task.isCancelled || error is CancellationError
            send(
                .attachmentFailed(
                    reason: isCancelled
                        ? "Saving was cancelled; nothing was written."
                        : AttachmentSaver.words(for: error, path: path)))
        }
    }

    private func write(_ section: String, of message: MessageID, to path: String, overwrite: Bool) async throws {
        let name = (path as NSString).lastPathComponent
        try await saving.save(section, of: message, beside: path) { [send] progress in
            switch progress {
            case .goesOn(let reached, let total): send(.attachmentGoesOn(name: name, reached: reached, total: total))
            case .came(let received, let total):
                send(.attachmentProgress(name: name, received: received, total: total))
            }
        } place: { file in
            try file.moveIntoPlace(overwrite: overwrite)
        }
    }

    /// As a shell has it: by `HOME`, which need not be the folder that the system's list of users tells.
    static func expandingHome(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/") else { return path }
        let home = ProcessInfo.processInfo.environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
        return (home ?? NSHomeDirectory()) + path.dropFirst(1)
    }

    private static func words(for error: any Error, path: String) -> String {
        switch error {
        case let error as SyncError: return ErrorWords.words(for: error)
        case let error as StoreError: return ErrorWords.words(for: error)
        case let error as PartialFile.Failure: return error.words(for: path)
        default: return "\(path) can't be written: \((error as NSError).localizedDescription)"
        }
    }
}
