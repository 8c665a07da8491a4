import Foundation
import MailModel

/// Prints objects as commands.md promises: UTF-8, one object to a line, keys in lowerCamelCase.
enum JSONOutput {
    static func text(_ object: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(object), as: UTF8.self)
    }

    static func printLine(_ object: some Encodable) throws { PlainOutput.line(try text(object)) }
}

extension MailDate {
    /// ISO 8601 with the writer's offset: `2026-11-23T09:14:00+01:00`.
    var iso8601: String {
        let style = Date.ISO8601FormatStyle(timeZone: TimeZone(secondsFromGMT: offsetMinutes * 60) ?? .gmt)
            .year().month().day().time(includingFractionalSeconds: false).timeZone(separator: .colon)
        return Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(style)
    }
}
