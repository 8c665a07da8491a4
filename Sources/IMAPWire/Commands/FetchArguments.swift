/// What a FETCH asks for (RFC 9051 section 6.4.5 and its extensions).
public enum FetchAttribute: Sendable, Hashable {
    /// `UID`.
    case uid
    /// `FLAGS`.
    case flags
    /// `INTERNALDATE`: when the server got the message.
    case internalDate
    /// `RFC822.SIZE`: octets of the whole message.
    case size
    /// `ENVELOPE`: the main header fields, parsed by the server.
    case envelope
    /// `BODYSTRUCTURE`: the tree of MIME parts.
    case bodyStructure
    /// CONDSTORE (RFC 7162).
    case modSeq
    /// `BODY.PEEK[1.2]<0.4096>`. An empty part is the message itself.
    case body(part: [UInt32], text: SectionText, partial: FetchRange?)
    /// `BINARY.PEEK[1.2]<0.4096>`: without its transfer encoding (RFC 3516).
    case binary(part: [UInt32], partial: FetchRange?)
    /// The length that it would have (RFC 3516).
    case binarySize(part: [UInt32])
    /// The first words of the text; `isLazy` where the server need not work for it (RFC 8970).
    case preview(isLazy: Bool)
    /// RFC 8514.
    case saveDate
    /// RFC 8474.
    case emailID
    /// RFC 8474.
    case threadID
    /// X-GM-EXT-1.
    case gmailMessageID
    /// X-GM-EXT-1.
    case gmailThreadID
    /// X-GM-EXT-1.
    case gmailLabels

    /// Which text of a part.
    public enum SectionText: Sendable, Hashable {
        /// All of it.
        case whole
        /// The header of the message or of the message within the part.
        case header
        /// The header fields of these names.
        case fields([String])
        /// All header fields but those of these names.
        case fieldsNot([String])
        /// What follows the header.
        case text
        /// Only of a part with a number.
        case mime
    }
}

/// Octets of a section, by where they begin and how many they are.
public struct FetchRange: Sendable, Hashable {
    /// From 0.
    public var offset: UInt32
    /// At least 1.
    public var length: UInt32

    /// Takes each property as it is.
    public init(offset: UInt32, length: UInt32) {
        self.offset = offset
        self.length = length
    }
}

/// What stands behind the items of a FETCH (RFC 7162 sections 3.1.4.1 and 3.2.6, RFC 9394 section 3.3).
public enum FetchModifier: Sendable, Hashable {
    /// Only what has changed since; with `vanished` also which messages are gone (QRESYNC).
    case changedSince(UInt64, vanished: Bool)
    /// Only a stretch of the messages.
    case partial(PartialRange)
}

extension CommandEncoder {
    /// `(UID FLAGS BODY.PEEK[HEADER])`; at least one.
    public mutating func fetchAttributes(_ attributes: [FetchAttribute]) throws(EncodingError) {
        guard !attributes.isEmpty else { throw .notAnAtom }
        try list(attributes) { (encoder, attribute) throws(EncodingError) in try encoder.fetchAttribute(attribute) }
    }

    /// ` (CHANGEDSINCE 5 VANISHED)`, or nothing for none.
    public mutating func fetchModifiers(_ modifiers: [FetchModifier]) throws(EncodingError) {
        guard !modifiers.isEmpty else { return }
        space()
        try list(modifiers) { (encoder, modifier) throws(EncodingError) in
            switch modifier {
            case .changedSince(let value, let vanished):
                // mod-sequence-value is not zero (RFC 7162 section 7).
                guard value > 0 else { throw .notAnAtom }
                try encoder.raw("CHANGEDSINCE \(value)\(vanished ? " VANISHED" : "")")
            case .partial(let range):
                try encoder.raw("PARTIAL ")
                try encoder.partial(range)
            }
        }
    }

    private mutating func fetchAttribute(_ attribute: FetchAttribute) throws(EncodingError) {
        switch attribute {
        case .uid: try raw("UID")
        case .flags: try raw("FLAGS")
        case .internalDate: try raw("INTERNALDATE")
        case .size: try raw("RFC822.SIZE")
        case .envelope: try raw("ENVELOPE")
        case .bodyStructure: try raw("BODYSTRUCTURE")
        case .modSeq: try raw("MODSEQ")
        case .preview(let isLazy): try raw(isLazy ? "PREVIEW (LAZY)" : "PREVIEW")
        case .saveDate: try raw("SAVEDATE")
        case .emailID: try raw("EMAILID")
        case .threadID: try raw("THREADID")
        case .gmailMessageID: try raw("X-GM-MSGID")
        case .gmailThreadID: try raw("X-GM-THRID")
        case .gmailLabels: try raw("X-GM-LABELS")
        case .binarySize(let part): try raw("BINARY.SIZE[\(Self.numbers(part))]")
        case .binary(let part, let partial):
            try raw("BINARY.PEEK[\(Self.numbers(part))]")
            try fetchRange(partial)
        case .body(let part, let text, let partial):
            try raw("BODY.PEEK[")
            try section(part, text)
            try raw("]")
            try fetchRange(partial)
        }
    }

    private static func numbers(_ part: [UInt32]) -> String { part.map(String.init).joined(separator: ".") }

    private mutating func fetchRange(_ range: FetchRange?) throws(EncodingError) {
        guard let range else { return }
        guard range.length > 0 else { throw .notAnAtom }
        try raw("<\(range.offset).\(range.length)>")
    }

    private mutating func section(
        _ part: [UInt32], _ text: FetchAttribute.SectionText
    ) throws(EncodingError) {
        try raw(Self.numbers(part))
        switch text {
        case .whole: return
        case .header: try raw(part.isEmpty ? "HEADER" : ".HEADER")
        case .text: try raw(part.isEmpty ? "TEXT" : ".TEXT")
        case .mime:
            guard !part.isEmpty else { throw .notAnAtom }
            try raw(".MIME")
        case .fields(let names): try fields(part.isEmpty ? "HEADER.FIELDS " : ".HEADER.FIELDS ", names)
        case .fieldsNot(let names): try fields(part.isEmpty ? "HEADER.FIELDS.NOT " : ".HEADER.FIELDS.NOT ", names)
        }
    }

    private mutating func fields(_ keyword: String, _ names: [String]) throws(EncodingError) {
        guard !names.isEmpty else { throw .notAnAtom }
        try raw(keyword)
        // As atoms: some servers take no strings here (quirk 30).
        try list(names) { (encoder, name) throws(EncodingError) in encoder.astring(name) }
    }
}
