import Reader

/// Writes an attachment into a folder of its own and hands it to another program.
struct AttachmentOpening: Sendable {
    let files: OpenedFiles
    let opener: Opener
    let bytes: MessageBytes
    let send: @Sendable (Event) -> Void

    func open(_ request: AttachmentRequest) async {
        do {
            let path = try files.path(for: request.path)
            let file = try PartialFile(beside: path)
            do {
                try await bytes.stream(request.section, of: request.message) { try file.write($0) }
                try file.moveIntoPlace(overwrite: false)
            } catch {
                file.discard()
                throw error
            }
            opener.open(file: path, send: send)
        } catch {
            send(.notice(Notice(PieceLoader.words(for: error), kind: .error)))
        }
    }
}
