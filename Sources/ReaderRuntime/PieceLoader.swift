import Foundation
import MailModel
import MailStore
import MailSync
import MessageContent
import Reader

/// Fetches a piece of a message and makes lines of it.
struct PieceLoader: Sendable {
    let bytes: MessageBytes

    /// Octets of a source or a file that are shown; whoever wants more saves it.
    static let longestText = 1 << 20
    static let longestHeader = 1 << 20
    private static let mostLines = 100_000

    func load(_ piece: MessagePiece, of message: MessageID) async -> MessagePieceState {
        do {
            switch piece {
            case .header:
                let header = try await bytes.bytes("HEADER", of: message, limit: PieceLoader.longestHeader)
                return .fields(MessageReader.headerFields(header.bytes).map { .init(name: $0.name, body: $0.body) })
            case .source:
                let source = try await bytes.bytes("", of: message, limit: PieceLoader.longestText)
                return text(source, charset: nil)
            case .picture(let section, let columns, let rows, let isMonochrome):
                let drawing = PictureDrawing(columns: columns, rows: rows, isMonochrome: isMonochrome)
                return await drawing.draw(
                    try await bytes.bytes(section, of: message, limit: PictureDrawing.largestFile))
            case .graphic(let section, let columns, let rows, let means):
                let drawing = GraphicDrawing(columns: columns, rows: rows, means: means)
                return await drawing.draw(
                    try await bytes.bytes(section, of: message, limit: PictureDrawing.largestFile))
            case .attachment(let section): return try await attachment(section, of: message)
            }
        } catch {
            return .failed(PieceLoader.words(for: error))
        }
    }

    private func attachment(_ section: String, of message: MessageID) async throws -> MessagePieceState {
        let part = try bytes.store.structure(of: message)?.part(section)
        let content = try await bytes.bytes(section, of: message, limit: PieceLoader.longestText)
        switch part?.type {
        case "message/rfc822", "message/global": return .readable(MessageReader.readable(source: content.bytes))
        case "text/html": return .readable(MessageReader.html(content.bytes, charset: part?.parameters["charset"]))
        case .some, nil: return text(content, charset: part?.parameters["charset"])
        }
    }

    private func text(_ content: (bytes: [UInt8], isCut: Bool), charset: String?) -> MessagePieceState {
        .text(
            MessageReader.textLines(content.bytes, charset: charset, limit: PieceLoader.mostLines),
            isCut: content.isCut)
    }

    static func words(for error: any Error) -> String {
        switch error {
        case let error as SyncError: ErrorWords.words(for: error)
        case let error as StoreError: ErrorWords.words(for: error)
        case let error as PartialFile.Failure: error.words(for: "the file")
        case is CancellationError: "It was cancelled."
        default: (error as NSError).localizedDescription
        }
    }
}
