import Foundation
import MailModel
import Testing

@testable import MessageContent

/// Messages from a folder outside the repository, each beside what a good reader makes of it. Where `MARTLET_CORPUS` names no
/// such folder there is nothing to compare. What is read otherwise on purpose is argued in `docs/messages.md`.
private enum Corpus {
    static let folder = ProcessInfo.processInfo.environment["MARTLET_CORPUS"]

    static let names: [String] = {
        guard let folder, let files = try? FileManager.default.contentsOfDirectory(atPath: folder)
        else { return [] }
        return files.filter { $0.hasSuffix(".eml") }.map { String($0.dropLast(4)) }.filter {
            !argued.contains($0)
        }.sorted()
    }()

    struct Case: Decodable {
        struct Expected: Decodable {
            var subject: String?
            var from: [[String]]?
            var text_start: String?
            var attachments: [[Value]]?
            var part_types: [String]?
        }
        var expected: Expected
    }

    enum Value: Decodable {
        case text(String), size(Int), none

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .none
            } else if let size = try? container.decode(Int.self) {
                self = .size(size)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        var text: String { if case .text(let text) = self { Corpus.folded(text) } else { "" } }
        var size: Int? { if case .size(let size) = self { size } else { nil } }
    }

    /// White space folded, NUL and byte order marks left out, composed.
    static func folded(_ text: String) -> String {
        let kept = text.unicodeScalars.filter { $0 != "\u{FEFF}" && $0 != "\0" }
        return String(String.UnicodeScalarView(kept)).precomposedStringWithCanonicalMapping
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Read otherwise on purpose: see `docs/messages.md`.
    static let argued: Set<String> = [
        "mikel-attachment-emails-attachment-message-rfc822-inline-ima",
        "mikel-error-emails-content-transfer-encoding-7-bit",
        "phpmmp-issue408", "phpmmp-issue84", "stalwart-legacy-010", "stalwart-legacy-033",
        "stalwart-legacy-049", "stalwart-legacy-052", "stalwart-thirdparty-015", "zbateson-github-102-02",
        "zbateson-m0018", "zbateson-m2015", "zbateson-m4001",
    ]

    static func types(_ part: PartTree) -> [String] {
        (part.isMultipart ? [] : [part.type]) + part.children.flatMap(types)
    }
}

@Test(.enabled(if: Corpus.folder != nil), arguments: Corpus.names)
func `a message of the corpus is read as expected`(name: String) throws {
    let folder = try #require(Corpus.folder)
    let source = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name).eml")))
    let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name).expected.json"))
    let expected = try JSONDecoder().decode(Corpus.Case.self, from: data).expected
    let message = MessageReader.readable(source: source)
    let leaves = message.structure.map(Corpus.types) ?? []

    if let subject = expected.subject {
        #expect(Corpus.folded(message.subject) == Corpus.folded(subject))
    }
    if let from = expected.from {
        #expect(
            message.from.map { [Corpus.folded($0.name), Corpus.folded($0.address)] }
                == from.map { $0.map(Corpus.folded) })
    }
    if let types = expected.part_types { #expect(leaves == types) }
    if let start = expected.text_start {
        let first = Corpus.firstPlain(message.structure)
        let part = first.flatMap { MessageReader.part(section: $0.section, ofSource: source) }
        let declared = part?.part.parameters["charset"]
        let text = part.map { Charset.decode($0.bytes, declared: declared).text } ?? ""
        let wanted = Corpus.folded(start)
        #expect(
            Corpus.folded(text).hasPrefix(wanted) || Corpus.folded(message.plainText).hasPrefix(wanted),
            "\(Corpus.folded(text).prefix(120)) … \(wanted)")
    }
    if let attachments = expected.attachments {
        // No size is claimed of texts. Parts without a name, which the readers of the corpus list or not as they like, are
        // listed by Martlet: there is no other way to them.
        let named = message.attachments.filter { !$0.filename.isEmpty }
        let wanted = attachments.filter { $0.first?.text.isEmpty == false }
        #expect(named.map { Corpus.folded($0.filename) } == wanted.map { $0.first?.text })
        for (found, stated) in zip(named, wanted) where stated.last?.size != nil {
            #expect(found.size == stated.last?.size)
        }
    }
    #expect(!message.subject.unicodeScalars.contains { $0.properties.generalCategory == .control })
}

extension Corpus {
    static func firstPlain(_ part: PartTree?) -> PartTree? {
        guard let part else { return nil }
        if part.type == "text/plain" { return part }
        for child in part.children { if let found = firstPlain(child) { return found } }
        return nil
    }
}
