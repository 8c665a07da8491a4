import MailModel
import Screen

/// The pictures of a message while they are shown within its text: how large each is to be, and what has come of it.
///
/// A picture that is not there yet leaves its words, with the piece that is wanted for it as their look: what is laid out says
/// by itself what has to be fetched and drawn.
struct PictureShelf: Equatable {
    var pieces: [MessagePiece: MessagePieceState]
    /// The most rows that one picture takes.
    var rows: Int
    var isMonochrome: Bool
    /// How the terminal draws the picture by itself; nil for cells.
    var graphics: GraphicMeans?

    private typealias Line = ReaderDocument.Line
    private typealias Run = ReaderDocument.Run

    /// Of a cell of a usual font, for what is meant to have so many pixels.
    private static let cellWidth = 8
    private static let cellHeight = 16

    /// The piece for a picture that has so many columns at most.
    func piece(_ picture: ReadableMessage.Picture, columns: Int) -> MessagePiece {
        let width = picture.width > 0 ? (Int(picture.width) + Self.cellWidth - 1) / Self.cellWidth : Int.max
        let height = picture.height > 0 ? (Int(picture.height) + Self.cellHeight - 1) / Self.cellHeight : Int.max
        let size = (
            columns: max(4, min(columns, width, PictureCells.mostColumns)),
            rows: max(2, min(rows, height, PictureCells.mostRows))
        )
        if let graphics {
            return .graphic(section: picture.section, columns: size.columns, rows: size.rows, graphics)
        }
        return .picture(
            section: picture.section, columns: size.columns, rows: size.rows, isMonochrome: isMonochrome)
    }

    /// The rows of a picture, or what keeps it from being seen.
    ///
    /// - Parameter words: what stands for it; empty where they are said already.
    func lines(_ picture: ReadableMessage.Picture, words: String, columns: Int) -> [ReaderDocument.Line] {
        let wanted = piece(picture, columns: columns)
        let lead = words.isEmpty ? [] : [Run(DisplayText.sanitised(words) + " ", .dim)]
        switch pieces[wanted] ?? earlier(picture.section) {
        case .picture(let cells):
            var lines = cells.rows.map { row in Line(row.map { Run($0.text, .styled($0.style)) }) }
            if lines.isEmpty { lines = [Line([])] }
            // Where the pane has another size now, the picture is wanted anew, and shown as it is until then.
            lines[0].runs.append(Run("", .picture(wanted)))
            return lines
        case .graphic: return [Line([Run("", .picture(wanted))])]
        case .failed(let reason):
            let run = Run("! " + DisplayText.sanitised(reason), .warning)
            return LineWrap(columns: columns, hangingIndent: 2).lines(lead + [run, Run("", .picture(wanted))])
        case .loading, .fields, .text, .readable, nil: return [Line(lead + [Run("loading…", .picture(wanted))])]
        }
    }

    /// The picture as it was drawn for another size.
    private func earlier(_ section: String) -> MessagePieceState? {
        for (piece, state) in pieces {
            if case .picture(section, _, _, _) = piece, case .picture = state { return state }
        }
        return nil
    }
}

extension ReaderDocument {
    /// The pictures that are wanted, in their order.
    var pictures: [MessagePiece] {
        var found: [MessagePiece] = []
        for line in lines {
            for run in line.runs {
                if case .picture(let piece) = run.look, !found.contains(piece) { found.append(piece) }
                if found.count == Self.mostPictures { return found }
            }
        }
        return found
    }

    /// More of one message are not drawn.
    static let mostPictures = 50
}

extension AppState {
    /// Pictures that are fetched and drawn at the same time.
    private static let mostDrawings = 2

    /// The shelf for the text, where pictures are to be seen in it.
    var pictureShelf: PictureShelf? {
        guard reader.choices.showsPictures else { return nil }
        return shelf(rows: max(4, min(visibleRows(of: .reader) * 2 / 3, 40)))
    }

    /// The shelf for one picture that has the pane for itself.
    var wholePictureShelf: PictureShelf {
        // The name stands above it.
        var shelf = shelf(rows: max(2, min(visibleRows(of: .reader) - 2, 100)))
        shelf.graphics = settings.graphics
        return shelf
    }

    /// The picture that the terminal draws by itself, where the pane shows one.
    var wholeGraphic: TerminalGraphic? {
        guard case .picture = reader.choices.view, reader.scroll == 0, let piece = reader.document.pictures.first,
            case .graphic(let graphic) = reader.pieces[piece]
        else { return nil }
        return graphic
    }

    private func shelf(rows: Int) -> PictureShelf {
        let drawn = reader.pieces.filter { $0.key.drawnSection != nil }
        return PictureShelf(pieces: drawn, rows: rows, isMonochrome: settings.isMonochrome)
    }

    /// Asks for the pictures that the document wants, some at a time and one size of each.
    mutating func askForPictures() -> [Effect] {
        guard let id = reader.message, reader.wantsPictures else { return [] }
        var inHand: Set<String> = []
        for (piece, state) in reader.pieces where state == .loading {
            if let section = piece.drawnSection { inHand.insert(section) }
        }
        var effects: [Effect] = []
        for piece in reader.document.pictures where reader.pieces[piece] == nil {
            guard let section = piece.drawnSection, inHand.count < Self.mostDrawings else { break }
            guard inHand.insert(section).inserted else { continue }
            reader.pieces[piece] = .loading
            effects.append(.loadPiece(id, piece))
        }
        return effects
    }

    /// Takes in a picture; those of it in other sizes are of no more use.
    mutating func take(_ piece: MessagePiece, _ state: MessagePieceState) {
        if let section = piece.drawnSection {
            let others = reader.pieces.filter { other, state in
                other.drawnSection == section && other != piece && state != .loading
            }
            for other in others.keys { reader.pieces[other] = nil }
        }
        reader.pieces[piece] = state
    }
}
