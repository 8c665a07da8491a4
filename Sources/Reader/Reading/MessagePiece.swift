import MailModel
import Screen

/// A piece of a message that is fetched when somebody asks to see it: more than is needed to read the text.
package enum MessagePiece: Hashable, Sendable {
    case header
    /// The whole message as it was sent.
    case source
    case attachment(section: String)
    /// A file that is a picture, drawn with so many columns and rows at most.
    case picture(section: String, columns: Int, rows: Int, isMonochrome: Bool)
    /// The same for a terminal that draws pictures by itself.
    case graphic(section: String, columns: Int, rows: Int, GraphicMeans)

    /// The file that is to be drawn; nil where the piece is no picture.
    var drawnSection: String? {
        switch self {
        case .picture(let section, _, _, _), .graphic(let section, _, _, _): section
        case .header, .source, .attachment: nil
        }
    }
}

/// How far a piece is.
package enum MessagePieceState: Equatable, Sendable {
    case loading
    case fields([Field])
    /// - Parameter isCut: whether there is more than is shown.
    case text([String], isCut: Bool)
    /// A message, or HTML, made readable.
    case readable(ReadableMessage)
    case picture(PictureCells)
    case graphic(TerminalGraphic)
    /// Why it can't be shown, in words for the user.
    case failed(String)

    /// A field of a header, decoded.
    package struct Field: Equatable, Sendable {
        package var name: String
        package var body: String

        package init(name: String, body: String) {
            self.name = name
            self.body = body
        }
    }
}

/// What of the message the reader shows.
package enum ReadingView: Hashable, Sendable {
    case text
    case source
    case structure
    /// The whole conversation as one text.
    case conversation
    case attachment(ReadableMessage.Attachment)
    case picture(ReadableMessage.Attachment)

    /// What has to be fetched for it.
    var piece: MessagePiece? {
        switch self {
        case .text, .structure, .conversation, .picture: nil
        case .source: .source
        case .attachment(let attachment): .attachment(section: attachment.section)
        }
    }
}

/// How the user wants the message at hand to be shown.
package struct ReadingChoices: Equatable, Sendable {
    package internal(set) var view = ReadingView.text
    var showsQuotes = false
    var showsFullHeaders = false
    var showsDefects = false
    /// Whether the pictures that came with the message are drawn where they stand.
    var showsPictures = false
    /// Whether long lines are broken; else they run out of the pane, and `left` says how far it is scrolled.
    var wraps = true
    var left = 0
}
