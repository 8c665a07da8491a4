import MailModel

/// Which messages a FETCH is about.
package enum MessageSet: Sendable, Equatable {
    case uids(UIDSet)
    /// From this UID to the newest. The newest message comes even where its UID is lower (RFC 9051 section 9,
    /// `seq-range`); such a one is left out of the result.
    case uidsFrom(UID)
    /// By position, 1 and more. Waits until no command that lets the server renumber is under way.
    case sequence(ClosedRange<UInt32>)
    /// From this position to the newest, whatever its number. Waits as `sequence` does.
    case sequenceFrom(UInt32)
}

/// What a FETCH asks for. The UID always comes with it.
package enum FetchItem: Sendable, Hashable {
    case uid
    case flags
    case internalDate
    case size
    case bodyStructure
    /// Needs CONDSTORE; left out where the server lacks it.
    case modSeq
    /// `BODY.PEEK[section]`, or `length` octets of it from `offset`.
    case peek(section: String, partial: Range<Int>?)
    /// Only these header fields, as one block.
    case headerFields([String])
    /// A part without its transfer encoding (BINARY, RFC 3516), or octets of it; it comes under the part's number.
    case binary(section: String, partial: Range<Int>?)
    /// How long that would be.
    case binarySize(section: String)
    /// The first words of the text (PREVIEW, RFC 8970); `isLazy` where the server need not work for it. Left out where
    /// the server lacks it.
    case preview(isLazy: Bool)
    /// When it came into this mailbox (SAVEDATE, RFC 8514). Left out where the server lacks it.
    case saveDate
    /// The ids of the message and its thread (OBJECTID, RFC 8474, or Gmail's). Left out where the server has neither.
    case objectIDs
    /// Gmail's labels. Left out elsewhere.
    case gmailLabels

    /// The whole of a section.
    package static func peek(section: String) -> FetchItem { .peek(section: section, partial: nil) }
}

/// What a FETCH brought about one message.
package struct FetchedMessage: Sendable, Equatable {
    /// The position at the time of the response.
    package var sequence: UInt32
    package var uid: UID?
    package var flags: Flags?
    package var received: MailDate?
    package var size: Int?
    package var structure: PartTree?
    /// Whether a structure came that could not be read: the whole message has to be fetched and parsed here.
    package var structureIsUnknown: Bool
    /// Keyed by section number, `""` for the whole message, `HEADER.FIELDS` for header fields. A part that the server
    /// says it does not have (NIL) is not there.
    package var sections: [String: [UInt8]]
    package var modSeq: ModSeq?
    /// Decoded lengths by section number.
    package var binarySizes: [String: Int] = [:]
    /// Empty where the server has none to give.
    package var preview: String?
    package var saveDate: MailDate?
    package var emailID: String?
    package var threadID: String?
    /// Names on the wire, system labels with their backslash.
    package var gmailLabels: [String]?

    package init(
        sequence: UInt32, uid: UID? = nil, flags: Flags? = nil, received: MailDate? = nil, size: Int? = nil,
        structure: PartTree? = nil, structureIsUnknown: Bool = false, sections: [String: [UInt8]] = [:],
        modSeq: ModSeq? = nil
    ) {
        self.sequence = sequence
        self.uid = uid
        self.flags = flags
        self.received = received
        self.size = size
        self.structure = structure
        self.structureIsUnknown = structureIsUnknown
        self.sections = sections
        self.modSeq = modSeq
    }

    /// The key of `sections` under which header fields lie.
    package static let headerFieldsKey = "HEADER.FIELDS"
}
