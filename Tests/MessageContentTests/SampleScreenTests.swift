import Foundation
import MailModel
import Screen
import TestSupport
import Testing

@testable import MessageContent
@testable import Reader

/// Mail as companies, people and programs write it, made up for these tests, and what the reader makes of it. Beside each
/// other with what other programs make of it: `docs/html.md`.
@Suite struct SampleScreenTests {
    static let names = [
        "newsletter", "link-digest", "shop-receipt", "trip-receipt", "parcel", "forge-review", "pipeline",
        "bank-notice",
        "outlook-thread", "apple-reply", "top-post", "invitation", "calendar-update", "travel-booking",
        "password-reset",
        "list-digest", "hebrew-arabic", "japanese-order", "survey", "usage-report",
    ]

    static func message(_ name: String) throws -> ReadableMessage {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Samples")
        return MessageReader.readable(source: [UInt8](try Data(contentsOf: folder.appending(path: name + ".eml"))))
    }

    @Test(arguments: names, [80, 120])
    func `a sample looks as it was recorded`(name: String, columns: Int) throws {
        let message = try SampleScreenTests.message(name)
        let keys = DocumentLayout.Keys(quotes: "Q", attachments: "A", save: "S", defects: "E")
        var choices = ReadingChoices()
        choices.showsQuotes = true
        let layout = DocumentLayout(
            settings: ReaderSettings(), localTime: .utc, columns: columns, choices: choices, keys: keys)
        var shown = message
        shown.links = []

        let lines = layout.document(shown).lines

        var canvas = Canvas(size: Size(columns: columns, rows: lines.count))
        for (row, line) in lines.enumerated() {
            var column = 0
            for run in line.runs {
                column += canvas.put(run.text, at: Point(column: column, row: row), ellipsis: false)
            }
        }
        expectScreen(canvas.buffer, "\(name)-\(columns)")
    }
}
