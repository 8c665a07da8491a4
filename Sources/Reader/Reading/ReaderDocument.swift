import MailModel
import Screen

/// A message laid out for a width: lines ready to be placed, their text sanitised.
struct ReaderDocument: Equatable, Sendable {
    struct Line: Equatable, Sendable {
        var runs: [Run]
        /// Placed at the right edge.
        var right: Run?

        init(_ runs: [Run], right: Run? = nil) {
            self.runs = runs
            self.right = right
        }

        /// The line moved so that it ends in that column.
        ///
        /// - Parameter runs: how many runs at its beginning stay where they are.
        func atRightEdge(_ columns: Int, after runs: Int = 0) -> Line {
            let blank = columns - self.runs.reduce(0) { $0 + TextWidth.width(of: $1.text) }
            guard blank > 0, self.runs.contains(where: { !$0.text.isEmpty }) else { return self }
            var line = self
            line.runs.insert(
                Run(String(repeating: " ", count: blank), .plain), at: min(runs, line.runs.count))
            return line
        }
    }

    struct Run: Equatable, Sendable {
        var text: String
        var look: Look
        /// The number of the link that the text belongs to.
        var link: Int?

        init(_ text: String, _ look: Look, link: Int? = nil) {
            self.text = text
            self.look = look
            self.link = link
        }
    }

    /// What a run is, for the theme to decide how it looks.
    enum Look: Hashable, Sendable {
        case plain, dim, subject, sender, strong, italic, underlined, code, link, signature, heading
        case quote(depth: Int)
        case attachment, warning
        /// Lines of a patch.
        case added, removed, hunk
        /// Text in the sender's colours.
        case ink(Ink)
        /// A look of its own, of a picture.
        case styled(Style)
        /// Words in place of a picture, and what has to be drawn for it.
        indirect case picture(MessagePiece)
    }

    var lines: [Line] = []
    /// Where the terminal may take who clicks on a link, by its number. One that may mislead is not among them.
    var addresses: [Int: OpenableAddress] = [:]
    /// The line at which each message of a conversation begins.
    var starts: [MessageID: Int] = [:]
    /// About how many lines are still to be laid out below these; 0 where it is complete.
    var linesToCome = 0
}
