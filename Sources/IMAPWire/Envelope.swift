/// The ENVELOPE of a message (RFC 3501 section 7.4.2): header text as it was sent, nothing decoded.
///
/// All addresses of a message lie in one list, and their texts are slices of the response: an envelope is made with one
/// allocation, however many addresses it has.
public struct Envelope: Sendable {
    private let source: [UInt8]
    private let fields: Fields
    private let addresses: [AddressSlices]
    private let ends: AddressEnds

    struct Fields: Sendable {
        var date = WireSlice.none
        var subject = WireSlice.none
        var inReplyTo = WireSlice.none
        var messageID = WireSlice.none
    }

    /// Where each list of addresses ends; the next one begins there.
    struct AddressEnds: Sendable {
        var from = 0
        var sender = 0
        var replyTo = 0
        var to = 0
        var cc = 0
    }

    /// What was read of a response.
    init(source: [UInt8], fields: Fields, addresses: [AddressSlices], ends: AddressEnds) {
        self.source = source
        self.fields = fields
        self.addresses = addresses
        self.ends = ends
    }

    /// Takes each property as it is.
    public init(
        date: WireText? = nil, subject: WireText? = nil, from: [WireAddress] = [], sender: [WireAddress] = [],
        replyTo: [WireAddress] = [], to: [WireAddress] = [], cc: [WireAddress] = [], bcc: [WireAddress] = [],
        inReplyTo: WireText? = nil, messageID: WireText? = nil
    ) {
        var source = WireSource()
        fields = Fields(
            date: source.add(date), subject: source.add(subject), inReplyTo: source.add(inReplyTo),
            messageID: source.add(messageID))
        var ends = AddressEnds()
        var all = from
        ends.from = all.count
        all += sender
        ends.sender = all.count
        all += replyTo
        ends.replyTo = all.count
        all += to
        ends.to = all.count
        all += cc
        ends.cc = all.count
        all += bcc
        addresses = all.map { AddressSlices($0, &source) }
        self.ends = ends
        self.source = source.bytes
    }

    /// The `Date` field.
    public var date: WireText? { .optional(source, fields.date) }

    /// The `Subject` field.
    public var subject: WireText? { .optional(source, fields.subject) }

    /// Who wrote it.
    public var from: WireAddressList { list(0, ends.from) }

    /// Who sent it; servers repeat `from` where there is none.
    public var sender: WireAddressList { list(ends.from, ends.sender) }

    /// Who wants the answers; servers repeat `from` where there is none.
    public var replyTo: WireAddressList { list(ends.sender, ends.replyTo) }

    /// The `To` field.
    public var to: WireAddressList { list(ends.replyTo, ends.to) }

    /// The `Cc` field.
    public var cc: WireAddressList { list(ends.to, ends.cc) }

    /// The `Bcc` field.
    public var bcc: WireAddressList { list(ends.cc, addresses.count) }

    /// Message ids, with their angle brackets.
    public var inReplyTo: WireText? { .optional(source, fields.inReplyTo) }

    /// With its angle brackets.
    public var messageID: WireText? { .optional(source, fields.messageID) }

    private func list(_ start: Int, _ end: Int) -> WireAddressList {
        WireAddressList(source: source, addresses: addresses[start..<end])
    }
}

extension Envelope: Hashable {
    /// Whether all fields say the same.
    public static func == (left: Envelope, right: Envelope) -> Bool {
        left.date == right.date && left.subject == right.subject && left.from == right.from
            && left.sender == right.sender && left.replyTo == right.replyTo && left.to == right.to
            && left.cc == right.cc && left.bcc == right.bcc && left.inReplyTo == right.inReplyTo
            && left.messageID == right.messageID
    }

    /// Hashes what tells messages apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(messageID)
        hasher.combine(date)
        hasher.combine(subject)
    }
}
