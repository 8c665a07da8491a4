import MailModel
import Screen

/// What the configuration decides about the screen.
package struct ReaderSettings: Equatable, Sendable {
    package enum ThemeName: String, Hashable, Sendable, CaseIterable {
        /// Only the 16 colours of the terminal's own palette.
        case terminal
        case dark
        case light
    }

    package enum MarkRead: Hashable, Sendable {
        case never
        /// Once its text has been on the screen for so many seconds, opened or with the reader in focus.
        case afterSeconds(Int)
    }

    package var theme: ThemeName
    /// Attributes only, no colours: `NO_COLOR`, or a terminal without.
    package var isMonochrome: Bool
    /// Whether the terminal has fewer than 256 colours.
    package var hasFewColors = false
    /// Whether HTML is shown in the sender's colours where those can be read.
    package var showsHTMLColors = true
    /// How the terminal draws pictures by itself; nil where it does not.
    package var graphics: GraphicMeans?
    /// Whether pictures are drawn at all.
    package var drawsPictures = true
    package var markRead: MarkRead
    package var usesMouse: Bool
    /// Whether moving in the list shows the message in the reader pane, where both are on the screen.
    package var showsPreview: Bool
    /// Quotations of more lines than this are folded to one.
    package var quoteFold: Int
    /// Text is broken at this column; 0 at the pane's edge.
    package var textWidth: Int
    /// Whether long lines are broken at the start.
    package var wraps: Bool
    /// What prints, for the shell.
    package var printCommand: String
    /// The user's own addresses, for "me"; case does not count.
    package var myAddresses: [String]
    /// Where attachments go unless another place is typed.
    package var downloadFolder: String
    package var layout: Layout
    /// Whether the list begins with the messages of a conversation together.
    package var isThreaded = false
    package var keyOverrides: [KeyOverride]
    /// The folder to open first, as remembered; nil or gone: the first inbox.
    package var startFolder: FolderID?
    /// The user asked for no connection.
    package var isOffline = false

    package init(
        theme: ThemeName = .terminal, isMonochrome: Bool = false, markRead: MarkRead = .afterSeconds(0),
        usesMouse: Bool = true, showsPreview: Bool = true, quoteFold: Int = 6, textWidth: Int = 100,
        wraps: Bool = true, printCommand: String = "lpr", myAddresses: [String] = [],
        downloadFolder: String = "~/Downloads", layout: Layout = Layout(), keyOverrides: [KeyOverride] = [],
        startFolder: FolderID? = nil
    ) {
        self.theme = theme
        self.isMonochrome = isMonochrome
        self.markRead = markRead
        self.usesMouse = usesMouse
        self.showsPreview = showsPreview
        self.quoteFold = quoteFold
        self.textWidth = textWidth
        self.wraps = wraps
        self.printCommand = printCommand
        self.myAddresses = myAddresses
        self.downloadFolder = downloadFolder
        self.layout = layout
        self.keyOverrides = keyOverrides
        self.startFolder = startFolder
    }

    /// Whether the address is one of the user's own.
    func isMine(_ address: EmailAddress) -> Bool {
        guard !address.address.isEmpty else { return false }
        let wanted = address.address.lowercased()
        return myAddresses.contains { $0.lowercased() == wanted }
    }
}
