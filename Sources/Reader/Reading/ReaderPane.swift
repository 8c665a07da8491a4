import MailModel

/// The message in the reader pane, and the place in its text.
package struct ReaderPane: Equatable, Sendable {
    package internal(set) var message: MessageID?
    /// The row it came from, for what is shown before the text is there.
    package internal(set) var summary: MessageSummary?
    package internal(set) var content: MessageContentState? {
        didSet { revision += 1 }
    }
    /// Counts what has come of the message so far.
    private(set) var revision = 0
    /// The first line of the document on the screen.
    package internal(set) var scroll = 0
    package internal(set) var choices = ReadingChoices()
    /// Pieces that were asked for, as far as they are.
    var pieces: [MessagePiece: MessagePieceState] = [:] {
        didSet { revision += 1 }
    }
    var facts = MessageFacts() {
        didSet { revision += 1 }
    }
    /// The conversation in the order of its messages, once it was asked for.
    var conversation: [ConversationEntry]? {
        didSet { revision += 1 }
    }
    /// Messages of it of which only the head is shown.
    var folded: Set<MessageID> = [] {
        didSet { revision += 1 }
    }
    /// The words looked for in the text, and the line of the document where they were found last.
    var find: TextFind?
    var findLine: Int?
    /// The document as it was last laid out, and for what.
    var document = ReaderDocument()
    var documentKey: DocumentKey?
    /// How many lines of the message are laid out: more when the reader comes near their end.
    var lineLimit = ReaderPane.firstLineLimit
    /// Since when the text has been on the screen, opened or in focus.
    var shownSince: Int64?
    var isMarkedRead = false

    static let firstLineLimit = 1000

    package init() {}

    /// Has more of a long message laid out where so many lines below the first on the screen are not there yet.
    mutating func lengthen(toShow rows: Int) {
        guard document.linesToCome > 0, scroll + rows >= document.lines.count else { return }
        lineLimit = lineLimit > 1_000_000 ? .max : lineLimit * 8
    }

    /// What a document's layout depends on.
    struct DocumentKey: Equatable, Sendable {
        var message: MessageID
        var revision: Int
        var limit: Int
        var columns: Int
        var choices: ReadingChoices
        var localTime: LocalTime
        /// The most rows of a picture, where some are shown.
        var pictureRows: Int?
    }

    /// Whether pictures are to be seen.
    var wantsPictures: Bool {
        if case .picture = choices.view { return true }
        return choices.showsPictures
    }

    package var isLoading: Bool { message != nil && (content == nil || content == .loading) }

    /// Whether a message will be marked read when some seconds have passed.
    package var waitsToMarkRead: Bool { shownSince != nil && !isMarkedRead }

    /// The text, where it is there.
    var readable: ReadableMessage? {
        guard case .ready(let message) = content else { return nil }
        return message
    }

    /// Turns to another message; its text is still to come.
    mutating func show(_ row: MessageSummary) {
        let wraps = choices.wraps
        self = ReaderPane()
        choices.wraps = wraps
        message = row.id
        summary = row
        content = .loading
    }

    mutating func clear() {
        let wraps = choices.wraps
        self = ReaderPane()
        choices.wraps = wraps
    }

    /// The last line that may stand at the top: a page before the end.
    func lastScroll(visible: Int) -> Int { max(0, document.lines.count - max(1, visible)) }

    /// Has another document, and the line at the top stay there: pictures above it come one after the other.
    mutating func replaceDocument(_ new: ReaderDocument) {
        let old = document
        document = new
        guard scroll > 0, old.lines.indices.contains(scroll) else { return }
        let top = old.lines[scroll]
        // Many lines are alike, blank ones above all: the same one of them is meant.
        let earlier = old.lines[..<scroll].count { $0 == top }
        var left = earlier
        for (place, line) in new.lines.enumerated() where line == top {
            if left == 0 {
                scroll = place
                return
            }
            left -= 1
        }
    }

    mutating func scroll(to line: Int, visible: Int) { scroll = min(max(0, line), lastScroll(visible: visible)) }

    func isAtEnd(visible: Int) -> Bool { scroll >= lastScroll(visible: visible) }
}
