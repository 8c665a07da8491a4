/// Why the screen can't be had. Nothing has been changed then.
package enum TerminalError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Standard input or output is a file or a pipe.
    case notATerminal
    /// TERM is empty, or names a terminal that can't move its cursor.
    case tooSimple(name: String)
    /// The terminfo database doesn't have it.
    case unknown(name: String)

    /// One line that says what to do.
    package var description: String {
        switch self {
        case .notATerminal:
            "Standard input or output is not a terminal. " + TerminalError.otherWays
        case .tooSimple(let name):
            "The terminal can't move its cursor (TERM=\(name)). " + TerminalError.otherWays
        case .unknown(let name):
            "The terminal type is not known here (TERM=\(name)); TERM=xterm-256color may do. " + TerminalError.otherWays
        }
    }

    private static let otherWays =
        "Without a screen: martlet folders --json, martlet list --json, martlet show --json."
}
