import MailModel

extension MessageReader {
    /// The attachments of a structure, in order.
    ///
    /// - Parameters:
    ///   - content: a section as it is encoded, where it is at hand: for the files that are wrapped in a part.
    ///   - exactSize: the decoded octets of a part where its content is at hand.
    static func attachments(
        of structure: PartTree, content: (String) -> [UInt8]? = { _ in nil }, exactSize: (PartTree) -> Int?
    ) -> [ReadableMessage.Attachment] {
        let plan = ReadingPlan(structure)
        let listed = plan.attachments.flatMap { part in
            let exact = exactSize(part)
            let whole = ReadableMessage.Attachment(
                section: part.section, filename: part.filename ?? "", type: part.type,
                size: exact ?? estimatedSize(of: part.size, encoding: part.encoding), isSizeExact: exact != nil,
                disposition: part.disposition)
            guard ReadingPlan.isPacked(part), let encoded = content(part.section) else { return [whole] }
            return [whole] + packedFiles(in: part, encoded: encoded)
        }
        return listed
            + plan.plainParts.flatMap { part in
                content(part.section).map { packedFiles(in: part, encoded: $0) } ?? []
            }
    }

    /// The attachments of a structure as a server described it.
    package static func attachments(of structure: PartTree) -> [ReadableMessage.Attachment] {
        attachments(of: decodingNames(in: structure)) { _ in nil }
    }

    /// Base64 has 57 octets in a line of 78 (RFC 2045 section 6.8); the other encodings change the size little.
    ///
    /// - Returns: about how many octets come of so many encoded ones.
    package static func estimatedSize(of encoded: Int, encoding: String) -> Int {
        encoding == "base64" ? encoded / 78 * 57 + encoded % 78 / 4 * 3 : encoded
    }

    /// The structure with the names of its parts decoded: from RFC 2231 parameters, or from encoded words, which senders use
    /// for them all the same.
    package static func decodingNames(in structure: PartTree) -> PartTree {
        var decoded = structure
        let raw =
            structure.filename ?? ParameterText.value(of: "filename", in: structure.parameters)
            ?? ParameterText.value(of: "name", in: structure.parameters)
        decoded.filename = raw.map(ParameterText.decode)
        decoded.children = structure.children.map(decodingNames)
        return decoded
    }

    /// A part of a message file, decoded.
    package struct SourcePart: Sendable, Equatable {
        package var part: PartTree
        package var bytes: [UInt8]
    }

    /// The part of that section number of a whole message; nil where there is none. `2/1` is the first of the files that are
    /// within part 2, a `winmail.dat` or a text with uuencoded files.
    package static func part(section: String, ofSource source: [UInt8]) -> SourcePart? {
        let steps = section.split(separator: "/", omittingEmptySubsequences: false)
        if steps.count == 2, let outer = steps.first, let number = steps.last.flatMap({ Int($0) }) {
            return packedFile(number, section: section, in: part(section: String(outer), ofSource: source))
        }
        guard let parsed = ParsedSource(source), let part = parsed.structure.part(section),
            let content = parsed.content(of: section)
        else { return nil }
        return SourcePart(part: part, bytes: decoded(part: part, bytes: content))
    }

    private static func packedFile(_ number: Int, section: String, in outer: SourcePart?) -> SourcePart? {
        guard let outer else { return nil }
        let files = EmbeddedFile.files(in: outer.part, bytes: outer.bytes)
        guard number >= 1, number <= files.count else { return nil }
        let file = files[number - 1]
        let part = PartTree(
            section: section, type: "application/octet-stream", encoding: "binary", size: file.content.count,
            disposition: "attachment", filename: file.name)
        return SourcePart(part: part, bytes: file.content)
    }
}
