import Foundation
import Screen

/// Writes to standard output, for people or for programs.
enum PlainOutput {
    /// Text of a message or a server as one safe line: what could act on a terminal is made visible.
    static func safe(_ text: String) -> String { DisplayText.sanitised(text) }

    /// Writes a line as it is.
    static func line(_ text: String) { write(text + "\n") }

    /// Writes; a reader that has gone away (`martlet list | head`) ends the program quietly, as for other tools.
    static func write(_ text: String) { write(Array(text.utf8)) }

    static func write(_ bytes: [UInt8]) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            Foundation.exit(1)
        }
    }

    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}

extension PlainOutput {
    /// The text made safe and cut or padded to so many columns.
    static func column(_ text: String, width: Int) -> String {
        TextWidth.padded(safe(text), to: width)
    }
}
