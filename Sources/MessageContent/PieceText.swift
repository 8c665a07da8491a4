import MailModel

/// Pieces of a message as text, for who asks to see more of it than its readable form.
extension MessageReader {
    /// A field of a header, decoded and in one line.
    package struct HeaderField: Hashable, Sendable {
        package var name: String
        package var body: String
    }

    /// Fields of one header that are shown.
    private static let maximumFields = 2_000

    /// Every field of a header block, in its order.
    package static func headerFields(_ header: [UInt8]) -> [HeaderField] {
        HeaderFields(header).prefix(maximumFields).map { field in
            HeaderField(
                name: String(decoding: field.name.prefix(200), as: UTF8.self), body: HeaderText.decode(field.body))
        }
    }

    /// The lines of a text part, or of a message's source, in the charset that is declared or the best guess.
    ///
    /// - Parameter limit: lines that are wanted at most.
    package static func textLines(_ bytes: [UInt8], charset: String?, limit: Int) -> [String] {
        TextLines.split(Charset.decode(bytes, declared: charset).text, limit: limit)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// A text part that is HTML, as the reader shows one.
    package static func html(_ bytes: [UInt8], charset: String?) -> ReadableMessage {
        var source = Array("Content-Type: text/html".utf8)
        if let charset, !charset.isEmpty,
            charset.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.:".contains($0)) })
        {
            source += Array("; charset=\"\(charset)\"".utf8)
        }
        return readable(source: source + Array("\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".utf8) + bytes)
    }

    /// The files within a part that is at hand, as attachments of their own: `2/1` is the first within part 2.
    static func packedFiles(in part: PartTree, encoded: [UInt8]) -> [ReadableMessage.Attachment] {
        EmbeddedFile.files(in: part, bytes: decoded(part: part, bytes: encoded)).enumerated().map { index, file in
            ReadableMessage.Attachment(
                section: "\(part.section)/\(index + 1)", filename: file.name, type: "application/octet-stream",
                size: file.content.count, isSizeExact: true, disposition: "attachment")
        }
    }

    /// A file within a `winmail.dat` or a text, from that part as it is encoded.
    ///
    /// - Parameter number: 1 for the first.
    package static func packedFile(_ number: Int, in part: PartTree, encoded: [UInt8]) -> [UInt8]? {
        let files = EmbeddedFile.files(in: part, bytes: decoded(part: part, bytes: encoded))
        return number >= 1 && number <= files.count ? files[number - 1].content : nil
    }
}
