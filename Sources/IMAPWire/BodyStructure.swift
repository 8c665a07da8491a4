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
    /// `Content-ID`, with its angle brackets.
    public var id: WireText?
    public var description: WireText?
    /// Lower case; nil for a multipart and where the server said NIL.
    public var encoding: String?
    /// Encoded octets; 0 for a multipart and where the server gave no sensible number.
    public var octets: UInt64
    /// Text and embedded messages only.
    public var lines: UInt64?
    public var md5: WireText?
    public var disposition: BodyDisposition?
    public var languages: [WireText]
    public var location: WireText?
    /// The parts of a multipart, or the one body of an embedded message.
    public var children: [BodyStructure]
    /// Of an embedded message; an array so that the type can hold it without growing: none or one.
    private var envelopes: [Envelope]

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
        self.id = id
        self.description = description
        self.encoding = encoding
        self.octets = octets
        self.lines = lines
        self.md5 = md5
        self.disposition = disposition
        self.languages = languages
        self.location = location
        self.children = children
        envelopes = envelope.map { [$0] } ?? []
    }

    /// `text/plain`, lower case.
    public var mediaType: String { "\(type)/\(subtype)" }

    public var isMultipart: Bool { type == "multipart" }

    /// The envelope of an embedded message (message/rfc822, message/global).
    public var envelope: Envelope? {
        get { envelopes.first }
        set { envelopes = newValue.map { [$0] } ?? [] }
    }

    /// The value of a parameter, by its name in lower case.
    public func parameter(_ name: String) -> WireText? {
        parameters.first { $0.name == name }?.value
    }
}

/// `charset=utf-8` of a part or a disposition.
public struct BodyParameter: Sendable, Hashable {
    /// Lower case.
    public var name: String
    public var value: WireText

    public init(name: String, value: WireText) {
        self.name = name
        self.value = value
    }
}

/// How a part wants to be shown (RFC 2183).
public struct BodyDisposition: Sendable, Hashable {
    /// Lower case: `inline`, `attachment`.
    public var kind: String
    public var parameters: [BodyParameter]

    public init(kind: String, parameters: [BodyParameter] = []) {
        self.kind = kind
        self.parameters = parameters
    }

    /// The value of a parameter, by its name in lower case.
    public func parameter(_ name: String) -> WireText? {
        parameters.first { $0.name == name }?.value
    }
}
