extension Keymap {
    /// The default keys as a page of documentation: `docs/keys.md`.
    package static func markdown() -> String {
        var page = """
            # Keys

            Made from the table of commands; a test keeps this page equal to it. A count before a key repeats it (`5j`).
            The name is what `:` and the configuration call the command.

            | keys | command | where | what it does |
            | --- | --- | --- | --- |

            """
        for entry in CommandTable.entries {
            page += "| \(keys(of: entry)) | \(entry.name) | \(place(of: entry)) | \(entry.help) |\n"
        }
        return page
    }

    private static func keys(of entry: CommandEntry) -> String {
        guard !entry.keys.isEmpty else { return "`:\(entry.name)`" }
        return entry.keys.map { "`" + (KeySequence($0)?.description ?? $0) + "`" }.joined(separator: " ")
            .replacingOccurrencesOfPipe()
    }

    private static func place(of entry: CommandEntry) -> String {
        if entry.panes.count == Pane.allCases.count { return "everywhere" }
        return Pane.allCases.filter(entry.panes.contains).map(\.rawValue).joined(separator: ", ")
    }
}

extension String {
    /// A bar would end the cell of the table.
    fileprivate func replacingOccurrencesOfPipe() -> String {
        split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
