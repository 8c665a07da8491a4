/// One address of an envelope.
///
/// A group is a run of addresses: one with no host and the group's name as mailbox, its members, and one with neither.
public struct WireAddress: Sendable, Hashable {
    /// The display name; may hold encoded words (RFC 2047) or raw 8-bit text.
    public var name: WireText?
    /// The obsolete source route.
    public var route: WireText?
    /// The local part, or the name of a group that begins here.
    public var mailbox: WireText?
    /// The domain; nil in the marks of groups.
    public var host: WireText?

    /// Takes each property as it is.
    public init(name: WireText? = nil, route: WireText? = nil, mailbox: WireText? = nil, host: WireText? = nil) {
        self.name = name
        self.route = route
        self.mailbox = mailbox
        self.host = host
    }

    /// Whether a group begins here.
    public var isGroupStart: Bool { host == nil && mailbox != nil }

    /// Whether a group ends here.
    public var isGroupEnd: Bool { host == nil && mailbox == nil }
}

/// Where the texts of an address lie in the response.
struct AddressSlices: Sendable {
    let name: WireSlice
    let route: WireSlice
    let mailbox: WireSlice
    let host: WireSlice
}

extension AddressSlices {
    /// An address that somebody made.
    init(_ address: WireAddress, _ source: inout WireSource) {
        self.init(
            name: source.add(address.name), route: source.add(address.route), mailbox: source.add(address.mailbox),
            host: source.add(address.host))
    }
}
