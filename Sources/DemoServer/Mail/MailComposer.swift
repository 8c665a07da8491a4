/// Turns templates into messages, each with its date.
struct MailComposer {
    /// Seconds since 1970 at midnight of the day that counts as today.
    let midnight: Int64
    /// How far local time is ahead of UTC, in seconds.
    let offset: Int

    /// The names that the templates use for themselves, and that are no header fields of a message.
    private static let ownFields: Set<String> = ["Id", "Re", "Charset", "Encoding", "Multipart", "Raw"]

    func date(of template: MailTemplate) -> Int64 {
        midnight - Int64(template.daysAgo) * 86_400 + Int64(template.timeOfDay)
    }

    func message(_ template: MailTemplate) -> [UInt8] {
        var bytes: [UInt8] = []
        let charset = template.value("Charset") ?? "utf-8"
        if template.value("From") == nil { bytes.line("From: Robin Vale <robin@vale.example>") }
        for field in template.fields where !Self.ownFields.contains(field.name) {
            bytes.append(contentsOf: Self.field(field.name, field.value, charset: charset))
        }
        if template.value("To") == nil { bytes.line("To: Robin Vale <robin@vale.example>") }
        bytes.line("Date: \(CalendarDate.headerDate(date(of: template), offset: offset))")
        bytes.append(contentsOf: Self.identity(of: template))
        bytes.line("MIME-Version: 1.0")
        if template.value("Raw") != nil {
            for line in template.lines.withoutEmptyEnd { bytes.append(contentsOf: Escapes.bytes(line) + [13, 10]) }
            return bytes
        }
        if template.parts.isEmpty {
            let type = template.value("Content-Type") ?? "text/plain; charset=\(charset)"
            if template.value("Content-Type") == nil { bytes.line("Content-Type: \(type)") }
            bytes.append(contentsOf: Self.body(template.lines, charset: charset, encoding: template.value("Encoding")))
        } else {
            bytes.append(contentsOf: Self.multipart(template, charset: charset))
        }
        return bytes
    }

    private static func identity(of template: MailTemplate) -> [UInt8] {
        var bytes: [UInt8] = []
        let moment = "\(template.daysAgo).\(template.timeOfDay)"
        bytes.line("Message-ID: <\(template.value("Id") ?? "m.\(moment)")@mail.example>")
        let parents = (template.value("Re") ?? "").split(separator: " ").map { "<\($0)@mail.example>" }
        if let last = parents.last {
            bytes.line("In-Reply-To: \(last)")
            bytes.line("References: \(parents.joined(separator: "\r\n "))")
        }
        return bytes
    }

    private static func multipart(_ template: MailTemplate, charset: String) -> [UInt8] {
        let kind = template.value("Multipart") ?? "mixed"
        let boundary = "=_demo_\(template.daysAgo)_\(template.timeOfDay)"
        var bytes: [UInt8] = []
        bytes.line("Content-Type: multipart/\(kind); boundary=\"\(boundary)\"")
        bytes.line("")
        bytes.line("--" + boundary)
        bytes.line("Content-Type: text/plain; charset=\(charset)")
        bytes.append(contentsOf: body(template.lines, charset: charset, encoding: template.value("Encoding")))
        for part in template.parts {
            bytes.line("--" + boundary)
            bytes.append(contentsOf: Self.part(part))
        }
        bytes.line("--\(boundary)--")
        return bytes
    }

    private static func part(_ part: MailTemplate.Part) -> [UInt8] {
        var bytes: [UInt8] = []
        let isText = part.contentType.hasPrefix("text/")
        let type =
            isText && !part.contentType.contains("charset") ? part.contentType + "; charset=utf-8" : part.contentType
        bytes.line("Content-Type: \(type)")
        if let disposition = part.disposition {
            bytes.line("Content-Disposition: \(disposition)")
        }
        if let sample = SampleFile.bytes(part.lines) {
            bytes.line("Content-Transfer-Encoding: base64")
            bytes.line("")
            return bytes + Base64.encode(sample, lineLength: 76) + [13, 10]
        }
        return bytes + body(part.lines, charset: "utf-8", encoding: nil)
    }

    /// The encoding field, the empty line and the text.
    private static func body(_ lines: [String], charset: String, encoding: String?) -> [UInt8] {
        var content: [UInt8] = []
        for line in lines.withoutEmptyEnd {
            content.append(contentsOf: CharsetEncoder.encode(line, charset) + [13, 10])
        }
        let isASCII = content.allSatisfy { $0 < 128 }
        let encoding = encoding ?? (isASCII ? "7bit" : "quoted-printable")
        var bytes: [UInt8] = []
        bytes.line("Content-Transfer-Encoding: \(encoding)")
        bytes.line("")
        switch encoding {
        case "base64": return bytes + Base64.encode(content, lineLength: 76) + [13, 10]
        case "quoted-printable": return bytes + QuotedPrintable.encode(content)
        default: return bytes + content
        }
    }

    /// A header field; words beyond ASCII become encoded words (RFC 2047).
    private static func field(_ name: String, _ value: String, charset: String) -> [UInt8] {
        var bytes = Array("\(name): ".utf8)
        if value.utf8.allSatisfy({ $0 < 128 }) {
            bytes += Escapes.bytes(value.replacing("\n", with: "\r\n"))
        } else {
            let words = value.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            var (index, isFirst) = (0, true)
            while index < words.count {
                var end = index
                while end < words.count,
                    (words[end].utf8.contains { $0 >= 128 }) == (words[index].utf8.contains { $0 >= 128 })
                {
                    end += 1
                }
                let run = words[index..<end].joined(separator: " ")
                bytes += Array((isFirst ? "" : " ").utf8)
                bytes += run.utf8.contains { $0 >= 128 } ? encodedWords(run, charset) : Array(run.utf8)
                (index, isFirst) = (end, false)
            }
        }
        return bytes + [13, 10]
    }

    private static func encodedWords(_ text: String, _ charset: String) -> [UInt8] {
        var words: [String] = []
        var piece = ""
        for character in text + "\n" {
            if character == "\n" || (piece + String(character)).utf8.count > 42 {
                let encoded = String(decoding: Base64.encode(CharsetEncoder.encode(piece, charset)), as: UTF8.self)
                words.append("=?\(charset)?B?\(encoded)?=")
                piece = ""
            }
            piece.append(character)
        }
        return Array(words.joined(separator: "\r\n ").utf8)
    }
}

/// `{x1B}` in a template stands for a byte that no text file should hold.
enum Escapes {
    static func bytes(_ text: String) -> [UInt8] {
        let source = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < source.count {
            if index + 4 < source.count, source[index] == UInt8(ascii: "{"), source[index + 1] == UInt8(ascii: "x"),
                source[index + 4] == UInt8(ascii: "}"),
                let byte = UInt8(String(decoding: source[(index + 2)...(index + 3)], as: UTF8.self), radix: 16)
            {
                result.append(byte)
                index += 5
            } else {
                result.append(source[index])
                index += 1
            }
        }
        return result
    }
}

extension [UInt8] {
    fileprivate mutating func line(_ text: String) {
        append(contentsOf: text.utf8)
        append(contentsOf: [13, 10])
    }
}

extension [String] {
    /// Without the empty lines that only separate a template from the next one.
    fileprivate var withoutEmptyEnd: ArraySlice<String> {
        guard let last = lastIndex(where: { !$0.isEmpty }) else { return [] }
        return self[...last]
    }
}
