import Foundation
import Testing

/// Keeps the table of quirks in `docs/imap.md` true: every quirk has a row, and every test that a row names exists.
@Suite struct QuirkTableTests {
    private struct Row {
        var number: Int
        var tests: [String]
    }

    /// The rows of the section, a test's name between backquotes each in the last column.
    private static func rows() throws -> [Row] {
        let page = try String(contentsOfFile: House.root + "/docs/imap.md", encoding: .utf8)
        let section = page.components(separatedBy: "## Quirks of servers").dropFirst().first ?? ""
        let lines = section.components(separatedBy: "\n## ").first?.split(separator: "\n") ?? []
        return lines.compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 4, let number = Int(cells[0]) else { return nil }
            return Row(number: number, tests: cells[3].matches(of: /`([^`]+)`/).map { String($0.1) })
        }
    }

    @Test func `every quirk has a row, once and in order`() throws {
        #expect(try Self.rows().map(\.number) == Array(1...34))
    }

    @Test func `every quirk has a test, and every test that is named exists`() throws {
        let sources = try House.testSources()

        for row in try Self.rows() {
            #expect(!row.tests.isEmpty, "quirk \(row.number)")
            for test in row.tests {
                #expect(sources.contains { $0.contains("func `\(test)`(") }, "quirk \(row.number): \(test)")
            }
        }
    }
}
