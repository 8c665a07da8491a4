import CGMime
import MailModel

/// A whole message, taken apart by GMime. Made, used and dropped within one call: GMime's objects are never shared.
final class ParsedSource {
    private let message: OpaquePointer
    /// Borrowed from `message`, which lives as long as this object.
    private var entities: [String: OpaquePointer] = [:]
    private(set) var structure = PartTree(section: "1", type: "text/plain")
    /// What was left out, and why.
    private(set) var cuts: [String] = []
    private(set) var isTooDeep = false

    private static let maximumDepth = 100
    private static let maximumParts = 10_000
    private var count = 0

    /// Nil where GMime finds no header to begin with.
    init?(_ source: [UInt8]) {
        GMimeText.isReady
        let guarded = ParsedSource.withOneType(GroupGuard.guarded(source))
        // GMime keeps a kilobyte and more for each part: those beyond the bound never reach it.
        let end = PartGuard.end(of: guarded, maximumParts: ParsedSource.maximumParts)
        guard let parsed = cgmime_parse(guarded, end) else { return nil }
        message = parsed
        guard let root = cgmime_root(parsed) else { return }
        structure = tree(root, section: cgmime_kind(root) == CGMIME_MULTIPART ? "" : "1", prefix: "", depth: 0)
        if count > ParsedSource.maximumParts || end < guarded.count {
            cuts.append("The message has more than \(ParsedSource.maximumParts) parts; the rest is left out.")
        }
    }

    /// The source with the second and further `Content-Type` of its header under another name, of the same length: as for
    /// all fields, the first one counts. GMime takes the last.
    private static func withOneType(_ source: [UInt8]) -> [UInt8] {
        let names = HeaderFields(source).lazy.filter { $0.isNamed("content-type") }.map(\.name.startIndex)
        var result = source
        for start in Array(names).dropFirst() { result[start] = UInt8(ascii: "X") }
        return result
    }

    deinit { cgmime_entity_free(message) }

    /// The content of a section, still encoded. `N.HEADER` is the header of an embedded message.
    ///
    /// - Parameter limit: octets that are wanted at most.
    func content(of section: String, limit: Int = .max) -> [UInt8]? {
        if section.hasSuffix(".HEADER"), let entity = entities[String(section.dropLast(7))] {
            return bytes { cgmime_embedded_header(entity, &$0) }
        }
        guard let entity = entities[section] else { return nil }
        switch cgmime_kind(entity) {
        case CGMIME_MULTIPART: return nil
        case CGMIME_MESSAGE: return bytes { cgmime_embedded_message(entity, &$0) }
        default: return piece(of: entity, from: 0, count: min(limit, cgmime_content_length(entity)))
        }
    }

    private func piece(of entity: OpaquePointer, from offset: Int, count: Int) -> [UInt8] {
        // GMime writes at most `count` octets into the array's room, and says how many.
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = cgmime_content_read(entity, offset, buffer.baseAddress, buffer.count)
        }
    }

    /// The first part of a `multipart/signed`, with its header and with CRLF as line ends: what its signature is about (RFC 3156
    /// section 5).
    func signedText(of section: String) -> [UInt8]? {
        guard let entity = entities[section], let child = cgmime_child(entity, 0) else { return nil }
        return bytes { cgmime_canonical(child, &$0) }
    }

    /// The octets of a part without its transfer encoding, counted in pieces.
    func decodedSize(of part: PartTree) -> Int? {
        guard let entity = entities[part.section] else { return nil }
        guard cgmime_kind(entity) == CGMIME_LEAF else {
            return content(of: part.section).map { MessageReader.decoded(part: part, bytes: $0).count }
        }
        var decoder = TransferDecoder(encoding: part.encoding)
        var size = 0
        var offset = 0
        while true {
            let piece = piece(of: entity, from: offset, count: ParsedSource.pieceSize)
            if piece.isEmpty { return size + decoder.finish().count }
            size += decoder.decode(piece).count
            offset += piece.count
        }
    }

    private static let pieceSize = 65_536

    /// Copies memory that GMime hands over, `length` octets of it, and frees it.
    private func bytes(_ make: (inout Int) -> UnsafeMutablePointer<UInt8>?) -> [UInt8] {
        var length = 0
        guard let owned = make(&length) else { return [] }
        defer { cgmime_free(owned) }
        return Array(UnsafeBufferPointer(start: owned, count: length))
    }

    /// - Parameter prefix: what the section numbers of a multipart's children begin with.
    private func tree(_ entity: OpaquePointer, section: String, prefix: String, depth: Int) -> PartTree {
        entities[section] = entity
        count += 1
        var part = description(of: entity, section: section)
        guard depth < ParsedSource.maximumDepth else {
            if !isTooDeep {
                cuts.append(
                    "The parts are nested more than \(ParsedSource.maximumDepth) deep; the rest is left out.")
            }
            isTooDeep = true
            return part
        }
        switch cgmime_kind(entity) {
        case CGMIME_MULTIPART:
            for index in 0..<cgmime_child_count(entity) {
                guard count <= ParsedSource.maximumParts, let child = cgmime_child(entity, index) else { break }
                let number = "\(prefix)\(index + 1)"
                part.children.append(tree(child, section: number, prefix: number + ".", depth: depth + 1))
            }
        case CGMIME_MESSAGE:
            // The body of an embedded message: a multipart has no number of its own, its children continue the message's
            // (RFC 9051 section 6.4.5.1).
            if let child = cgmime_child(entity, 0) {
                let isMultipart = cgmime_kind(child) == CGMIME_MULTIPART
                let number = section + (isMultipart ? ".TEXT" : ".1")
                let inner = isMultipart ? section + "." : number + "."
                part.children = [tree(child, section: number, prefix: inner, depth: depth + 1)]
            }
        default:
            break
        }
        return part
    }

    private func description(of entity: OpaquePointer, section: String) -> PartTree {
        let type = GMimeText.take(cgmime_type(entity)).lowercased()
        var part = PartTree(section: section, type: type.isEmpty ? "text/plain" : type)
        for index in 0..<min(cgmime_parameter_count(entity), 100) {
            let name = GMimeText.text(cgmime_parameter_name(entity, index)).lowercased()
            part.parameters[name] = GMimeText.text(cgmime_parameter_value(entity, index))
        }
        let encoding = GMimeText.text(cgmime_header(entity, "Content-Transfer-Encoding")).trimmed.lowercased()
        part.encoding = ParsedSource.firstWord(encoding) ?? "7bit"
        part.size = cgmime_content_length(entity)
        part.disposition = cgmime_disposition(entity).map { GMimeText.text($0).trimmed.lowercased() }
        part.filename = filename(of: entity)
        part.contentID = cgmime_content_id(entity).map { GMimeText.text($0) }
        part.description = cgmime_header(entity, "Content-Description").map {
            HeaderText.decode(Array(GMimeText.text($0).utf8)[...])
        }
        return part
    }

    /// The file name of the disposition, else of the type.
    private func filename(of entity: OpaquePointer) -> String? {
        let disposition = field("Content-Disposition", of: entity)
        let type = field("Content-Type", of: entity)
        let (plainDisposition, plainType) = (
            EncodedWords.inUTF8(disposition), EncodedWords.inUTF8(type)
        )
        // GMime has decoded what it keeps: words are put right in the fields as they came.
        guard plainDisposition != disposition || plainType != type else {
            return cgmime_filename(entity).map { ParameterText.decode(GMimeText.text($0)) }
        }
        let name =
            cgmime_filename_in(CGMIME_DISPOSITION, GMimeText.terminated(plainDisposition))
            ?? cgmime_filename_in(CGMIME_TYPE, GMimeText.terminated(plainType))
        return name.map { ParameterText.decode(GMimeText.take($0)) }
    }

    private func field(_ name: String, of entity: OpaquePointer) -> [UInt8] {
        Array(GMimeText.text(cgmime_header(entity, name)).utf8)
    }

    /// `base64; charset=x` and `base64 (comment)` are meant as base64.
    private static func firstWord(_ text: String) -> String? {
        text.split { $0 == ";" || $0 == "(" || $0.isWhitespace }.first.map(String.init)
    }
}
