import MailModel

/// One line of the table of commands.
package struct CommandEntry: Equatable, Sendable {
    package var command: Command
    /// What the configuration and the palette call it.
    package var name: String
    /// The default keys, in the notation of `KeySequence`.
    package var keys: [String]
    /// The panes in which the keys work.
    package var panes: Set<Pane>
    /// Two or three words for lists of keys.
    package var title: String
    /// A sentence.
    package var help: String
}

/// Every command with its name, keys, title and help, in the order in which lists show them. `docs/keys.md`, the help
/// screen and the palette are made from it. `c`, `r`, `R` and `f` are kept free for compose, reply and forward.
package enum CommandTable {
    package static let entries: [CommandEntry] = sections.flatMap(\.entries)

    /// The table in groups, as the help screen shows them.
    static let sections: [(title: String, entries: [CommandEntry])] = [
        ("Move", moving), ("Go to", goingTo), ("Read", reading), ("Messages", messages), ("Folders", folders),
        ("Screen", screen),
    ]

    private static func entry(
        _ command: Command, _ name: String, _ keys: String, _ title: String, _ help: String,
        in panes: Set<Pane> = Set(Pane.allCases)
    ) -> CommandEntry {
        CommandEntry(
            command: command, name: name, keys: keys.split(separator: " ").map(String.init), panes: panes,
            title: title, help: help)
    }

    private static let moving = [
        entry(.move(.down), "down", "j Down", "down", "One row or line down; a count before it says how many."),
        entry(.move(.up), "up", "k Up", "up", "One row or line up; a count before it says how many."),
        entry(.move(.top), "top", "gg Home", "top", "To the first row, with a count to that row."),
        entry(.move(.bottom), "bottom", "G End", "bottom", "To the last row, with a count to that row."),
        entry(.move(.halfPageDown), "half-page-down", "Ctrl-D", "half page down", "Half a screen down."),
        entry(.move(.halfPageUp), "half-page-up", "Ctrl-U", "half page up", "Half a screen up."),
        entry(.move(.pageDown), "page-down", "PgDn", "page down", "A screen down."),
        entry(.move(.pageUp), "page-up", "PgUp", "page up", "A screen up."),
        entry(.navigate(.deeper), "open", "Enter l Right", "open", "Opens the folder or the message under the cursor."),
        entry(
            .navigate(.backOrQuit), "back-or-quit", "q", "back, quit",
            "Back as `h`; from the folders it leaves the program. Pending changes are safe in the journal."),
        entry(
            .navigate(.back), "back", "h Left Esc", "back",
            "Back to the pane before; lets go of a selection or a search first."),
        entry(.navigate(.nextPane), "next-pane", "Tab", "next pane", "The focus to the next pane."),
        entry(.navigate(.previousPane), "previous-pane", "Shift-Tab", "previous pane", "The focus to the pane before."),
    ]

    private static let goingTo = [
        entry(.go(.role(.inbox)), "inbox", "gi", "inbox", "Opens the inbox of this account."),
        entry(.go(.role(.sent)), "sent", "gs", "sent", "Opens the folder of sent mail."),
        entry(.go(.role(.drafts)), "drafts", "gd", "drafts", "Opens the drafts."),
        entry(.go(.role(.archive)), "archive-folder", "ga", "archive", "Opens the archive."),
        entry(.go(.role(.trash)), "trash", "gt", "trash", "Opens the trash."),
        entry(.go(.role(.junk)), "junk-folder", "gj", "junk", "Opens the junk folder."),
        entry(.go(.anyFolder), "folder", "gf", "any folder…", "Finds a folder of any account by some of its letters."),
    ]

    private static let reading = [
        entry(
            .navigate(.pageOrNextUnread), "read-on", "Space", "read on",
            "A page further in the text; at its end the next unread message.", in: [.reader]),
        entry(
            .navigate(.nextMessage), "next-message", "J", "next message", "The next message of the list.",
            in: [.messages, .reader]),
        entry(
            .navigate(.previousMessage), "previous-message", "K", "previous message", "The message before.",
            in: [.messages, .reader]),
        entry(
            .navigate(.nextUnread), "next-unread", "]", "next unread",
            "The next unread message; the folders after this one are looked at too."),
        entry(
            .navigate(.previousUnread), "previous-unread", "[", "previous unread", "The unread message before.",
            in: [.messages, .reader]),
        entry(
            .read(.quotes), "quotes", "Q", "quoted text", "Folds and unfolds long quotations.",
            in: [.messages, .reader]),
        entry(
            .read(.links), "links", "L", "links",
            "Lists the links with the hosts they lead to, to open or copy one; `3L` opens the third.",
            in: [.messages, .reader]),
        entry(
            .read(.attachments), "attachments", "A", "attachments", "Lists the attachments, to save them.",
            in: [.messages, .reader]),
        entry(
            .read(.pictures), "pictures", "I", "pictures",
            "Draws the pictures that came with the message where they stand, and hides them; those elsewhere are never fetched.",
            in: [.messages, .reader]),
        entry(
            .read(.save), "save", "S", "save attachment", "Saves the attachment, or asks which one.",
            in: [.messages, .reader]),
        entry(
            .read(.conversation), "conversation", "T", "conversation",
            "The whole conversation as one text, over all folders, your own answers in line; and back.", in: [.reader]),
        entry(
            .read(.foldMessage), "fold-message", "za", "fold message",
            "In a conversation: folds the message at the top of the pane to its head, or opens it again.", in: [.reader]
        ),
        entry(
            .read(.foldAll), "fold-all", "zA", "fold all",
            "In a conversation: folds all messages to their heads, or opens all.", in: [.reader]),
        entry(
            .read(.leaveList), "leave-list", "X", "leave list", "Leaves the mailing list, after a question.",
            in: [.messages, .reader]),
        entry(
            .read(.headers), "headers", "H", "all headers", "Every field of the header, and back.",
            in: [.messages, .reader]),
        entry(
            .read(.source), "source", "V", "source", "The message as it was sent, and back.", in: [.messages, .reader]),
        entry(
            .read(.structure), "parts", "P", "parts", "The parts of the message as a tree, and back.",
            in: [.messages, .reader]),
        entry(
            .read(.defects), "defects", "E", "defects", "What is wrong with the message, and how it was read.",
            in: [.messages, .reader]),
        entry(
            .read(.find), "find", "/", "find in text", "Finds words in the text while you type; n and N go on.",
            in: [.reader]),
        entry(
            .read(.wrap), "wrap", "w", "wrap lines", "Breaks long lines, or lets them run out at the right.",
            in: [.reader]),
        entry(.read(.scrollLeft), "scroll-left", "zh", "text left", "Shows what is further left.", in: [.reader]),
        entry(.read(.scrollRight), "scroll-right", "zl", "text right", "Shows what is further right.", in: [.reader]),
        entry(
            .read(.pipe), "pipe", "|", "pipe to…",
            "Gives the message as it was sent to a command, such as `git am`, and shows what that prints.",
            in: [.messages, .reader]),
        entry(
            .read(.print), "print", "p", "print…", "Prints the text; asks for the command.", in: [.messages, .reader]),
        entry(
            .read(.copy), "copy", "y", "copy text", "Copies the text of the message to the clipboard (OSC 52).",
            in: [.messages, .reader]),
    ]

    private static let messages = [
        entry(
            .change(.delete), "delete", "d Del", "delete",
            "Moves to the trash; in the trash removes for good, after a question.", in: [.messages, .reader]),
        entry(.change(.archive), "archive", "a", "archive", "Moves to the archive.", in: [.messages, .reader]),
        entry(
            .change(.moveTo), "move", "m", "move to…", "Moves to a folder found by some of its letters.",
            in: [.messages, .reader]),
        entry(
            .change(.copyTo), "copy-to", "C", "copy to…", "Copies to a folder found by some of its letters.",
            in: [.messages, .reader]),
        entry(
            .change(.junk), "junk", "!", "junk", "Moves to the junk folder; from there back to the inbox.",
            in: [.messages, .reader]),
        entry(.change(.star), "star", "s", "star", "Sets the star, or takes it off.", in: [.messages, .reader]),
        entry(
            .change(.read), "toggle-read", "U", "read/unread", "Marks as read, or as unread again.",
            in: [.messages, .reader]),
        entry(
            .history(.undo), "undo", "u", "undo",
            "Takes the last change back, also after the server has made it and in another run of the program."),
        entry(.history(.redo), "redo", "Ctrl-R", "redo", "Makes the change again that was taken back last."),
        entry(
            .select(.toggleAndMove), "select-on", "Space", "select, down", "Selects and moves down.", in: [.messages]),
        entry(.select(.toggle), "select", "x", "select", "Selects the message, or lets go of it.", in: [.messages]),
        entry(
            .select(.range), "select-range", "v", "select range",
            "Starts a range; once more selects all rows from there to here.", in: [.messages]),
        entry(
            .select(.all), "select-all", "*", "select all", "Selects all messages of the list, at most 10,000.",
            in: [.messages]),
        entry(
            .search(.start), "search", "/", "search",
            "Narrows the folder while you type; Enter keeps the result, Esc restores the list.", in: [.messages]),
        entry(
            .search(.nextHit), "next-hit", "n", "next hit",
            "The next hit of the search, in the text where one is open.",
            in: [.messages, .reader]),
        entry(
            .search(.previousHit), "previous-hit", "N", "previous hit", "The hit before.", in: [.messages, .reader]),
    ]

    private static let folders = [
        entry(.folder(.create), "new-folder", "n", "new folder", "Makes a folder; asks for its name.", in: [.folders]),
        entry(.folder(.rename), "rename-folder", "e", "rename", "Renames the folder.", in: [.folders]),
        entry(
            .folder(.delete), "delete-folder", "D", "delete folder",
            "Deletes the folder with its messages; says how many and asks.", in: [.folders]),
        entry(.folder(.subscribe), "subscribe", "+", "subscribe", "Subscribes to the folder.", in: [.folders]),
        entry(.folder(.unsubscribe), "unsubscribe", "-", "unsubscribe", "Ends the subscription.", in: [.folders]),
        entry(
            .folder(.toggleChildren), "fold", "Space", "fold", "Hides or shows the folders under this one.",
            in: [.folders]),
        entry(
            .folder(.keep), "keep", "", "keep offline",
            "Fetches all texts of the open folder, or of the one under the cursor, for reading offline; again stops it."
        ),
    ]

    private static let screen = [
        entry(.layout(.one), "one-pane", "z1", "one pane", "One pane at a time."),
        entry(.layout(.two), "two-panes", "z2", "list above text", "Folders, and the messages above the text."),
        entry(.layout(.three), "three-panes", "z3", "side by side", "All three panes side by side."),
        entry(.layout(.automatic), "automatic-layout", "z0", "by width", "The layout follows the width."),
        entry(
            .layout(.threads), "threads", "T", "threads",
            "Puts the messages of a conversation together, or all in the order in which they came.", in: [.messages]),
        entry(.layout(.narrower), "narrower", "<", "border back", "Moves the border of the pane to the left or up."),
        entry(.layout(.wider), "wider", ">", "border on", "Moves the border of the pane to the right or down."),
        entry(.program(.syncNow), "sync", "$", "sync now", "Looks for news at once; connects again where offline."),
        entry(.program(.palette), "palette", ": Ctrl-P", "commands", "Every command by name, filtered as you type."),
        entry(.program(.help), "help", "?", "keys", "The keys that work here."),
        entry(.program(.messages), "messages", "", "notices", "What the status line has said so far."),
        entry(
            .program(.journal), "journal", "", "changes",
            "The changes that wait, were made or were refused; tries them again and cancels them."),
        entry(
            .program(.status), "status", "", "connection, store",
            "How each account stands with its server, and what the store holds."),
        entry(
            .program(.metered), "metered", "", "metered link",
            "Fetches only what is asked for, and no text ahead, until it is given again or the program ends."),
        entry(.program(.redraw), "redraw", "Ctrl-L", "redraw", "Draws the screen afresh."),
        entry(.program(.suspend), "suspend", "Ctrl-Z", "suspend", "Back to the shell for a while; `fg` returns."),
        entry(
            .program(.cancel), "cancel", "Ctrl-C", "cancel",
            "Cancels what is being saved, or fetched by `:keep`; with nothing to cancel leaves the program."),
        entry(
            .program(.quit), "quit", "Ctrl-Q", "quit", "Leaves the program. Pending changes are safe in the journal."),
    ]

    private static let byCommand: [Command: CommandEntry] = Dictionary(
        entries.map { ($0.command, $0) }, uniquingKeysWith: { first, _ in first })

    /// The entry of a command; every command has one, which a test makes sure of.
    package static func entry(of command: Command) -> CommandEntry? { byCommand[command] }
}
