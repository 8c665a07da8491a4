/// What one FETCH or UIDFETCH response says of one message: only the items that were sent are there.
public struct FetchResponse: Sendable, Equatable {
    /// The sequence number; 0 for UIDFETCH (RFC 9586), and where the server sent 0.
    public var seq: UInt32
    /// UID.
    public var uid: UInt32?
    /// As sent, system flags with their backslash.
    public var flags: [String]?
    /// MODSEQ (RFC 7162); nil also where the server sent none that makes sense.
    public var modSeq: UInt64?
    /// RFC822.SIZE, octets.
    public var size: UInt64?
    /// When the server received it.
    public var internalDate: WireDate?
    /// ENVELOPE.
    public var envelope: Envelope?
    /// BODY or BODYSTRUCTURE.
    public var bodyStructure: BodyStructure?
    /// A structure was sent and could not be understood: fetch the message and parse it instead.
    public var bodyStructureIsUnknown: Bool
    /// The content that was sent, in its order.
    public var sections: [BodySection]
    /// What most responses do not have: none or one. Kept apart, a response is half as large and as quick to copy.
    private var rarities: [Rarities]

    private struct Rarities: Sendable, Equatable {
        var binarySizes: [BinarySize] = []
        var preview: WireText?
        var saveDate: WireDate?
        var emailID: String?
        var threadID: String?
        var gmailMessageID: UInt64?
        var gmailThreadID: UInt64?
        var gmailLabels: [String]?
        var skippedItems: [String] = []
    }

    /// Takes each property as it is.
    public init(
        seq: UInt32, uid: UInt32? = nil, flags: [String]? = nil, modSeq: UInt64? = nil, size: UInt64? = nil,
        internalDate: WireDate? = nil, envelope: Envelope? = nil, bodyStructure: BodyStructure? = nil,
        bodyStructureIsUnknown: Bool = false, sections: [BodySection] = [], binarySizes: [BinarySize] = [],
        preview: WireText? = nil, saveDate: WireDate? = nil, emailID: String? = nil, threadID: String? = nil,
        gmailMessageID: UInt64? = nil, gmailThreadID: UInt64? = nil, gmailLabels: [String]? = nil,
        skippedItems: [String] = []
    ) {
        self.init(seq: seq)
        self.uid = uid
        self.flags = flags
        self.modSeq = modSeq
        self.size = size
        self.internalDate = internalDate
        self.envelope = envelope
        self.bodyStructure = bodyStructure
        self.bodyStructureIsUnknown = bodyStructureIsUnknown
        self.sections = sections
        rare = Rarities(
            binarySizes: binarySizes, preview: preview, saveDate: saveDate, emailID: emailID, threadID: threadID,
            gmailMessageID: gmailMessageID, gmailThreadID: gmailThreadID, gmailLabels: gmailLabels,
            skippedItems: skippedItems)
    }

    /// Nothing but the number yet.
    init(seq: UInt32) {
        self.seq = seq
        bodyStructureIsUnknown = false
        sections = []
        rarities = []
    }

    private var rare: Rarities {
        get { rarities.first ?? Rarities() }
        set { rarities = newValue == Rarities() ? [] : [newValue] }
    }

    /// Adds a size in place, however many there are.
    mutating func append(_ size: BinarySize) {
        if rarities.isEmpty { rarities = [Rarities()] }
        rarities[0].binarySizes.append(size)
    }

    /// BINARY.SIZE (RFC 3516).
    public var binarySizes: [BinarySize] {
        get { rare.binarySizes }
        set { rare.binarySizes = newValue }
    }

    /// PREVIEW (RFC 8970) or SNIPPET; an empty text where the server has none to give.
    public var preview: WireText? {
        get { rare.preview }
        set { rare.preview = newValue }
    }

    /// SAVEDATE (RFC 8514).
    public var saveDate: WireDate? {
        get { rare.saveDate }
        set { rare.saveDate = newValue }
    }

    /// EMAILID (RFC 8474) or X-GM-MSGID, as sent.
    public var emailID: String? {
        get { rare.emailID }
        set { rare.emailID = newValue }
    }

    /// THREADID (RFC 8474) or X-GM-THRID, as sent; nil also where it is NIL.
    public var threadID: String? {
        get { rare.threadID }
        set { rare.threadID = newValue }
    }

    /// X-GM-MSGID: the message, in whatever labels it is.
    public var gmailMessageID: UInt64? {
        get { rare.gmailMessageID }
        set { rare.gmailMessageID = newValue }
    }

    /// X-GM-THRID.
    public var gmailThreadID: UInt64? {
        get { rare.gmailThreadID }
        set { rare.gmailThreadID = newValue }
    }

    /// X-GM-LABELS: names in modified UTF-7, system labels with their backslash.
    public var gmailLabels: [String]? {
        get { rare.gmailLabels }
        set { rare.gmailLabels = newValue }
    }

    /// Names of items that were skipped, upper case.
    public var skippedItems: [String] {
        get { rare.skippedItems }
        set { rare.skippedItems = newValue }
    }
}

/// The content of one section of a message.
public struct BodySection: Sendable, Equatable {
    /// What stands between the brackets, upper case: `""`, `1.2`, `HEADER`, `HEADER.FIELDS (FROM TO)`.
    ///
    /// RFC822 has the name `""`, RFC822.HEADER `HEADER` and RFC822.TEXT `TEXT`.
    public var name: String
    /// Where the bytes begin in the section, for a partial fetch.
    public var origin: UInt32?
    /// Nil where the server sent NIL or nothing.
    public var bytes: [UInt8]?
    /// Sent as BINARY (RFC 3516): the transfer encoding is already undone.
    public var isBinary: Bool

    /// Takes each property as it is.
    public init(name: String, origin: UInt32? = nil, bytes: [UInt8]?, isBinary: Bool = false) {
        self.name = name
        self.origin = origin
        self.bytes = bytes
        self.isBinary = isBinary
    }
}

/// The decoded size of a section.
public struct BinarySize: Sendable, Hashable {
    /// Upper case.
    public var section: String
    /// Decoded octets.
    public var octets: UInt64

    /// Takes each property as it is.
    public init(section: String, octets: UInt64) {
        self.section = section
        self.octets = octets
    }
}
