import Foundation
import MailModel
import MailStore
import MailSync
import Reader

/// Writes one attachment to a file, chunk by chunk as it comes from the server.
///
/// The bytes go to a new file beside the wanted one, which takes its place when it is whole: a lost connection or a full
/// disk leaves no half attachment under the name the user chose.
struct AttachmentSaver: Sendable {
    let store: MailStore
    let bytes: MessageBytes
    let send: @Sendable (Event) -> Void

    func save(_ request: AttachmentRequest, overwrite: Bool) async {
        let path = AttachmentSaver.expandingHome(request.path)
        if !overwrite, FileManager.default.fileExists(atPath: path) {
            return send(.attachmentExists(request))
        }
        do {
            try await write(request.section, of: request.message, to: path, overwrite: overwrite)
            send(.attachmentSaved(path: path))
        } catch is CancellationError {
            send(.attachmentFailed(reason: "Saving was cancelled; nothing was written."))
        } catch {
            send(.attachmentFailed(reason: AttachmentSaver.words(for: error, path: path)))
        }
    }

    private func write(_ section: String, of message: MessageID, to path: String, overwrite: Bool) async throws {
        let folder = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let file = try PartialFile(beside: path)
        do {
            let name = (path as NSString).lastPathComponent
            try await bytes.stream(section, of: message) { [send] received, total in
                send(.attachmentProgress(name: name, received: received, total: total))
            } to: {
                try file.write($0)
            }
            try Task.checkCancellation()
            try file.moveIntoPlace(overwrite: overwrite)
        } catch {
            file.discard()
            throw error
        }
    }

    static func expandingHome(_ path: String) -> String {
        path == "~" || path.hasPrefix("~/") ? NSHomeDirectory() + path.dropFirst(1) : path
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
