import MailModel

/// Makes messages readable: chooses the parts to show, decodes them, lists the rest. Never fails on broken mail: what was
/// wrong is said in the result's defects.
///
/// Quoted lines hold their marks (`> `) in their text; `hangingIndent` is the marks' width, for wrapping.
package enum MessageReader {
    /// The fields of the header to fetch along with them: who vouches for the sender, and the list. The whole header is
    /// often longer than the text.
    package static let headerFieldsToFetch = [
        "AUTHENTICATION-RESULTS", "LIST-ID", "LIST-UNSUBSCRIBE", "LIST-UNSUBSCRIBE-POST",
    ]

    /// The sections to fetch so that a message can be shown: its text parts, and the headers of messages within it.
    ///
    /// Where a message has the same text twice, the plain one is fetched; the HTML too where the plain one is so short that it
    /// may be a note that says to look at the other.
    package static func sectionsToFetch(_ structure: PartTree) -> [String] {
        var sections: [String] = []
        func collect(_ items: [ReadingPlan.Item]) {
            for item in items {
                switch item {
                case .plain(let part), .html(let part), .preformatted(let part), .report(let part),
                    .invite(let part), .contact(let part):
                    sections.append(part.section)
                case .packed(let part):
                    if part.size <= ReadingPlan.maximumCard { sections.append(part.section) }
                case .alternative(let plain, let html):
                    sections.append(plain.section)
                    if plain.size <= PlainText.maximumStub { sections.append(html.section) }
                case .embedded(let part, let inner):
                    sections.append(part.section + ".HEADER")
                    collect(inner)
                case .picture: break
                case .sealed(_, _, let inner): collect(inner)
                }
            }
        }
        collect(ReadingPlan(structure).items)
        return sections
    }

    /// A message from the pieces that the store has.
    ///
    /// - Parameters:
    ///   - headers: the decoded header.
    ///   - structure: the structure that the server described; nil where it could not be read.
    ///   - parts: what was fetched, by section, still encoded. `""` is the whole message and is enough by itself; `HEADER`
    ///     says who vouches for the sender.
    package static func readable(
        headers: HeaderSummary, structure: PartTree?, parts: [String: [UInt8]],
        context: ReadingContext = ReadingContext()
    ) -> ReadableMessage {
        if let source = parts[""] { return readable(source: source, context: context) }
        let described = structure.map(decodingNames) ?? PartTree(section: "1", type: "text/plain", encoding: "8bit")
        var given = parts
        if structure == nil, let text = parts["TEXT"] { given["1"] = text }
        var composer = MessageComposer { section, _ in given[section] }
        composer.compose(described)
        let attachments = attachments(of: described, content: { given[$0] }) { part in
            given[part.section].map { decoded(part: part, bytes: $0).count }
        }
        var result = message(headers, composer, structure: structure == nil ? nil : described, attachments: attachments)
        result.take(header: parts["HEADER.FIELDS"] ?? [], context: context)
        return result
    }

    /// A whole message: from a file, from standard input, or from a server whose structure can't be read.
    ///
    /// - Parameter engine: checks what is signed and decrypts what is encrypted; nil to leave that. It may take seconds.
    package static func readable(
        source: [UInt8], context: ReadingContext = ReadingContext(), engine: (any SealEngine)? = nil
    ) -> ReadableMessage {
        var result = taken(apart: source, engine)
        result.take(header: Array(source.prefix(maximumHeader)), context: context)
        return result
    }

    /// Octets of a header in which is looked for words about the sender.
    private static let maximumHeader = 1 << 20

    private static func taken(apart source: [UInt8], _ engine: (any SealEngine)?) -> ReadableMessage {
        let headers = HeaderSummary.parse(source)
        guard let parsed = ParsedSource(source) else {
            var raw = MessageComposer { _, _ in nil }
            if source.contains(where: { !ASCII.isWhiteSpace($0) && $0 != 0 }) {
                raw.note("The message could not be taken apart; its source is shown.")
                raw.addRaw(source)
            }
            return message(headers, raw, structure: nil, attachments: [])
        }
        var composer = MessageComposer { section, limit in parsed.content(of: section, limit: limit) }
        composer.opener = engine.map { SealOpener($0) { parsed.signedText(of: $0) } }
        parsed.cuts.forEach { composer.noteCut($0) }
        composer.compose(parsed.structure)
        if composer.lines.isEmpty, headers.isUnreadable || parsed.isTooDeep {
            composer.note("The message could not be taken apart; its source is shown.")
            composer.addRaw(source)
        } else if composer.lines.isEmpty, parsed.structure.isMultipart, parsed.structure.children.isEmpty {
            // Its boundary is missing or broken: what was written stands there all the same.
            composer.note("The message says that it has parts, and none was found; its text is shown as it came.")
            composer.addRaw(Array(source[HeaderFields.body(of: source)...]))
        }
        let attachments = attachments(of: parsed.structure, content: { parsed.content(of: $0) }) { part in
            parsed.decodedSize(of: part)
        }
        return message(
            headers, composer, structure: parsed.structure,
            attachments: composer.sealedAttachments
                + attachments.filter { !composer.sealParts.contains($0.section) })
    }

    /// Whether a list should mark the message as one with files: pictures within HTML and signatures are none.
    package static func hasAttachments(_ structure: PartTree) -> Bool {
        let embedded = embeddedPictures(structure)
        return ReadingPlan(structure).attachments.contains { part in
            switch part.type {
            case "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
                "message/delivery-status", "message/disposition-notification", "text/rfc822-headers",
                "application/pgp-encrypted":
                false
            default:
                part.disposition == "attachment" || !embedded.contains(part.section)
            }
        }
    }

    /// The content of a part without its transfer encoding.
    package static func decoded(part: PartTree, bytes: [UInt8]) -> [UInt8] {
        TransferDecoder.decode(bytes, encoding: ReadingPlan.isContainer(part) ? "" : part.encoding).bytes
    }

    private static func message(
        _ headers: HeaderSummary, _ composer: MessageComposer, structure: PartTree?,
        attachments: [ReadableMessage.Attachment]
    ) -> ReadableMessage {
        var defects = composer.defects
        if headers.isUnreadable { defects.insert("The message has no readable header.", at: 0) }
        let (lines, seals) = composer.finished
        var readable = ReadableMessage(
            subject: headers.subject, from: headers.from, to: headers.to, cc: headers.cc, replyTo: headers.replyTo,
            date: headers.date, messageID: headers.messageID, inReplyTo: headers.inReplyTo,
            references: headers.references, lines: lines,
            links: composer.inspectedLinks, attachments: attachments, structure: structure,
            defects: defects, trackers: composer.trackers)
        readable.passages = Passages.find(in: lines)
        readable.seals = seals
        readable.lines += composer.endLines
        return readable
    }

    /// Parts of `multipart/related` that the HTML shows within itself.
    private static func embeddedPictures(_ part: PartTree) -> Set<String> {
        var found: Set<String> = []
        if part.type == "multipart/related" {
            for leaf in part.leaves where leaf.contentID != nil && leaf.type.hasPrefix("image/") {
                found.insert(leaf.section)
            }
        }
        return part.children.reduce(into: found) { $0.formUnion(embeddedPictures($1)) }
    }
}

extension ReadingPlan {
    /// Whether the part holds other parts, so that it can have no transfer encoding of its own (RFC 2045 section 6.4).
    static func isContainer(_ part: PartTree) -> Bool { part.isMultipart || part.type == "message/rfc822" }
}
