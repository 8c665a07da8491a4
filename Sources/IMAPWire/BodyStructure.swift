/// A part of a message as BODY or BODYSTRUCTURE tells it (RFC 3501 section 7.4.2), with its section number worked out.
///
/// It is a place in the tree of its message: all parts lie in one list, and their texts are slices of the response, made
/// into strings when they are asked for.
public struct BodyStructure: Sendable {
    let tree: BodyTree
    let index: Int

    /// Takes each property as it is.
    public init(
        section: String, type: String, subtype: String, parameters: [BodyParameter] = [], id: WireText? = nil,
        description: WireText? = nil, encoding: String? = nil, octets: UInt64 = 0, lines: UInt64? = nil,
        md5: WireText? = nil, disposition: BodyDisposition? = nil, languages: [WireText] = [],
        location: WireText? = nil, children: [BodyStructure] = [], envelope: Envelope? = nil
    ) {
        var builder = BodyTreeBuilder()
        index = builder.add(
            section: section, type: type, subtype: subtype, parameters: parameters, id: id, description: description,
            encoding: encoding, octets: octets, lines: lines, md5: md5, disposition: disposition, languages: languages,
            location: location, children: children, envelope: envelope)
        tree = BodyTree(builder, source: builder.source.bytes)
    }

    init(tree: BodyTree, index: Int) {
        self.tree = tree
        self.index = index
    }

    private var part: BodyPart { tree.parts[index] }

    /// The number for `BODY[section]`: `1`, `2.1`; `""` for a root multipart, `1` for a root that is a single part.
    ///
    /// A multipart directly within a message/rfc822 has that message's number, as its own parts are numbered below it.
    public var section: String { tree.section(index) }

    /// Lower case; `multipart`, or `application` where the server said NIL.
    public var type: String { tree.string(part.type) ?? "application" }

    /// Lower case; `octet-stream` or `mixed` where the server said NIL.
    public var subtype: String { tree.string(part.subtype) ?? "octet-stream" }

    /// As sent: continuations (RFC 2231) and encoded words are not decoded.
    public var parameters: [BodyParameter] { tree.parameters(part.parameters) }

    /// Lower case; nil for a multipart and where the server said NIL.
    public var encoding: String? { tree.string(part.encoding) }

    /// Encoded octets; 0 for a multipart and where the server gave no sensible number.
    public var octets: UInt64 { part.octets }

    /// Text and embedded messages only.
    public var lines: UInt64? { part.lines == BodyPart.noLines ? nil : part.lines }

    /// Nil where the sender did not say.
    public var disposition: BodyDisposition? {
        guard let kind = tree.string(part.disposition) else { return nil }
        return BodyDisposition(kind: kind, parameters: tree.parameters(part.dispositionParameters))
    }

    /// The parts of a multipart, or the one body of an embedded message.
    public var children: [BodyStructure] { tree.children(of: index) }

    /// `Content-ID`, with its angle brackets.
    public var id: WireText? { .optional(tree.source, part.id) }

    /// `Content-Description`.
    public var description: WireText? { .optional(tree.source, part.description) }

    /// `Content-MD5`.
    public var md5: WireText? { .optional(tree.source, part.md5) }

    /// `Content-Language`.
    public var languages: [WireText] {
        tree.languages[part.languages.range].map { WireText(tree.source, $0) }
    }

    /// `Content-Location`.
    public var location: WireText? { .optional(tree.source, part.location) }

    /// The envelope of an embedded message (message/rfc822, message/global).
    public var envelope: Envelope? { part.envelope.range.first.map { tree.envelopes[$0] } }

    /// `text/plain`, lower case.
    public var mediaType: String { "\(type)/\(subtype)" }

    /// Whether it holds parts rather than content.
    public var isMultipart: Bool { part.type.common == .multipart }

    /// The value of a parameter, by its name in lower case.
    public func parameter(_ name: String) -> WireText? {
        parameters.first { $0.name == name }?.value
    }
}

extension BodyStructure: Hashable {
    /// Whether both parts, and all below them, say the same.
    public static func == (left: BodyStructure, right: BodyStructure) -> Bool {
        left.section == right.section && left.type == right.type && left.subtype == right.subtype
            && left.parameters == right.parameters && left.encoding == right.encoding && left.octets == right.octets
            && left.lines == right.lines && left.disposition == right.disposition && left.id == right.id
            && left.description == right.description && left.md5 == right.md5 && left.languages == right.languages
            && left.location == right.location && left.envelope == right.envelope && left.children == right.children
    }

    /// Hashes what tells most structures apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(section)
        hasher.combine(type)
        hasher.combine(subtype)
        hasher.combine(octets)
        hasher.combine(children.count)
    }
}

/// `charset=utf-8` of a part or a disposition.
public struct BodyParameter: Sendable, Hashable {
    /// Lower case.
    public var name: String
    /// As sent; empty where the server said NIL.
    public var value: WireText

    /// Takes each property as it is.
    public init(name: String, value: WireText) {
        self.name = name
        self.value = value
    }
}

/// How a part wants to be shown (RFC 2183).
public struct BodyDisposition: Sendable, Hashable {
    /// Lower case: `inline`, `attachment`.
    public var kind: String
    /// As sent: continuations (RFC 2231) and encoded words are not decoded.
    public var parameters: [BodyParameter]

    /// Takes each property as it is.
    public init(kind: String, parameters: [BodyParameter] = []) {
        self.kind = kind
        self.parameters = parameters
    }

    /// The value of a parameter, by its name in lower case.
    public func parameter(_ name: String) -> WireText? {
        parameters.first { $0.name == name }?.value
    }
}
