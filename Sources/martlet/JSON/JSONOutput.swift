import Foundation
import MailModel

/// Prints objects as commands.md promises: UTF-8, one object to a line, keys in lowerCamelCase.
enum JSONOutput {
    static func text(_ object: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return escaped(String(decoding: try encoder.encode(object), as: UTF8.self))
    }

    /// DEL, C1 controls and marks of direction are allowed in JSON as they are (RFC 8259 section 7), and obeyed by terminals.
    private static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
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
