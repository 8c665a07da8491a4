import Foundation

/// Why a command failed: one line for standard error, and the exit code that scripts rely on.
struct CommandFailure: Error, Equatable {
    enum Code: Int32 {
        case refused = 1
        case usage = 2
        case offline = 3
        case loginRefused = 4
        case notTrusted = 5
    }

    var code: Code
    /// What happened and what to do, without a full stop's worth of newlines in it.
    var line: String

    init(_ code: Code, _ line: String) {
        self.code = code
        self.line = line
    }
}

extension CommandFailure {
    /// Writes a line to standard error. It may hold names from a server: control characters are shown, not sent.
    static func report(_ line: String) {
        FileHandle.standardError.write(Data(("martlet: " + PlainOutput.safe(line) + "\n").utf8))
    }
}
