/// A part of a message as BODY or BODYSTRUCTURE tells it (RFC 3501 section 7.4.2), with its section number worked out.
public struct BodyStructure: Sendable, Hashable {
    /// The number for `BODY[section]`: `1`, `2.1`; `""` for a root multipart, `1` for a root that is a single part.
    ///
    /// A multipart directly within a message/rfc822 has that message's number, as its own parts are numbered below it.
    public var section: String
    /// Lower case; `multipart`, or `application` where the server said NIL.
    public var type: String
    /// Lower case; `octet-stream` or `mixed` where the server said NIL.
    public var subtype: String
    /// As sent: continuations (RFC 2231) and encoded words are not decoded.
    public var parameters: [BodyParameter]
    /// Lower case; nil for a multipart and where the server said NIL.
    public var encoding: String?
    /// Encoded octets; 0 for a multipart and where the server gave no sensible number.
    public var octets: UInt64
    /// Text and embedded messages only.
    public var lines: UInt64?
    /// Nil where the sender did not say.
    public var disposition: BodyDisposition?
    /// The parts of a multipart, or the one body of an embedded message.
    public var children: [BodyStructure]
    /// What most parts do not have: none or one. Kept apart, a structure is half as large and as quick to copy.
    private var rarities: [Rarities]

    private struct Rarities: Sendable, Hashable {
        var id: WireText?
        var description: WireText?
        var md5: WireText?
        var languages: [WireText] = []
        var location: WireText?
        var envelope: Envelope?
    }

    /// Takes each property as it is.
    public init(
        section: String, type: String, subtype: String, parameters: [BodyParameter] = [], id: WireText? = nil,
        description: WireText? = nil, encoding: String? = nil, octets: UInt64 = 0, lines: UInt64? = nil,
        md5: WireText? = nil, disposition: BodyDisposition? = nil, languages: [WireText] = [],
        location: WireText? = nil, children: [BodyStructure] = [], envelope: Envelope? = nil
    ) {
        self.section = section
        self.type = type
        self.subtype = subtype
        self.parameters = parameters
        self.encoding = encoding
        self.octets = octets
        self.lines = lines
        self.disposition = disposition
        self.children = children
        let isPlain =
            id == nil && description == nil && md5 == nil && languages.isEmpty && location == nil && envelope == nil
        rarities =
            isPlain
            ? []
            : [
                Rarities(
                    id: id, description: description, md5: md5, languages: languages, location: location,
                    envelope: envelope)
            ]
    }

    /// `Content-ID`, with its angle brackets.
    public var id: WireText? { rarities.first?.id }

    /// `Content-Description`.
    public var description: WireText? { rarities.first?.description }

    /// `Content-MD5`.
    public var md5: WireText? { rarities.first?.md5 }

    /// `Content-Language`.
    public var languages: [WireText] { rarities.first?.languages ?? [] }

    /// `Content-Location`.
    public var location: WireText? { rarities.first?.location }

    /// The envelope of an embedded message (message/rfc822, message/global).
    public var envelope: Envelope? { rarities.first?.envelope }

    /// `text/plain`, lower case.
    public var mediaType: String { "\(type)/\(subtype)" }

    /// Whether it holds parts rather than content.
    public var isMultipart: Bool { type == "multipart" }

    /// The value of a parameter, by its name in lower case.
    public func parameter(_ name: String) -> WireText? {
        parameters.first { $0.name == name }?.value
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
