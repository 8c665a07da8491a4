import Foundation
import Screen
import Testing

/// Compares a frame with the screen recorded under that name, a text file in the folder `Screens` beside the test.
///
/// With `MARTLET_RECORD=1` in the environment the screen is recorded instead; look at it before it is committed.
///
/// - Parameters:
///   - styles: whether the looks of the cells are compared too. They stand below the text: a letter for each cell that
///     is not plain, and a legend of the letters.
///   - file: the test's own file, to find the folder.
package func expectScreen(
    _ frame: CellBuffer, _ name: String, styles: Bool = false, file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let url = URL(filePath: file).deletingLastPathComponent().appending(path: "Screens/\(name).txt")
    let shown = ScreenText(frame, styles: styles).text
    if ProcessInfo.processInfo.environment["MARTLET_RECORD"] == "1" {
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try shown.write(to: url, atomically: true, encoding: .utf8)
        } catch {
            Issue.record("Can't record the screen \(name): \(error)", sourceLocation: sourceLocation)
        }
        return
    }
    guard let recorded = try? String(contentsOf: url, encoding: .utf8) else {
        // A missing or unreadable file means the same here: there is nothing to compare with.
        Issue.record("There is no recorded screen \(name); run with MARTLET_RECORD=1", sourceLocation: sourceLocation)
        return
    }
    if recorded == shown { return }
    Issue.record("\(ScreenText.difference(recorded, shown, name: name))", sourceLocation: sourceLocation)
}

/// A frame as text that a person can read and compare.
package struct ScreenText {
    package let text: String

    package init(_ frame: CellBuffer, styles: Bool) {
        let rule = String(repeating: "─", count: frame.size.columns)
        var lines = ["\(frame.size.columns)x\(frame.size.rows)", rule]
        lines += (0..<frame.size.rows).map { frame.text(ofRow: $0) }
        lines.append(rule)
        if let cursor = frame.cursor { lines.append("cursor at column \(cursor.column), row \(cursor.row)") }
        if styles { lines += ScreenText.styleLines(frame) }
        text = lines.joined(separator: "\n") + "\n"
    }

    private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

    private static func styleLines(_ frame: CellBuffer) -> [String] {
        var known: [Style] = []
        var lines: [String] = []
        for row in 0..<frame.size.rows {
            var line = ""
            for cell in frame.row(row) {
                if cell.style == .plain {
                    line.append("·")
                    continue
                }
                if !known.contains(cell.style) { known.append(cell.style) }
                let place = known.firstIndex(of: cell.style) ?? 0
                line.append(letters.indices.contains(place) ? letters[place] : "?")
            }
            while line.last == "·" { line.removeLast() }
            lines.append(line)
        }
        let legend = known.enumerated().map { place, style in
            "\(letters.indices.contains(place) ? letters[place] : "?") = \(words(for: style))"
        }
        return lines + [String(repeating: "─", count: frame.size.columns)] + legend
    }

    private static func words(for style: Style) -> String {
        let names: [(Style.Attributes, String)] = [
            (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
        ]
        var words = names.filter { style.attributes.contains($0.0) }.map(\.1)
        if style.foreground != .terminal { words.append("\(style.foreground)") }
        if style.background != .terminal { words.append("on \(style.background)") }
        return words.joined(separator: " ")
    }

    /// The rows that differ, recorded above shown.
    package static func difference(_ recorded: String, _ shown: String, name: String) -> String {
        let old = recorded.split(separator: "\n", omittingEmptySubsequences: false)
        let new = shown.split(separator: "\n", omittingEmptySubsequences: false)
        var lines = ["The screen \(name) differs (MARTLET_RECORD=1 records it anew):"]
        for row in 0..<max(old.count, new.count) {
            let (before, after) = (row < old.count ? old[row] : "", row < new.count ? new[row] : "")
            if before != after { lines += ["- \(before)", "+ \(after)"] }
        }
        return lines.prefix(41).joined(separator: "\n")
    }
}
