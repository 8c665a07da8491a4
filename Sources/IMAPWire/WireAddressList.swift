/// Addresses of an envelope in their order, each made when it is asked for.
public struct WireAddressList: RandomAccessCollection, Sendable {
    let source: [UInt8]
    let addresses: ArraySlice<AddressSlices>

    /// 0.
    public var startIndex: Int { 0 }

    /// How many there are.
    public var endIndex: Int { addresses.count }

    /// The address at a place.
    public subscript(position: Int) -> WireAddress {
        let address = addresses[addresses.startIndex + position]
        return WireAddress(
            name: .optional(source, address.name), route: .optional(source, address.route),
            mailbox: .optional(source, address.mailbox), host: .optional(source, address.host))
    }
}

extension WireAddressList: Equatable {
    /// Whether all addresses are the same, in the same order.
    public static func == (left: WireAddressList, right: WireAddressList) -> Bool { left.elementsEqual(right) }
}

extension WireAddressList: ExpressibleByArrayLiteral {
    /// These addresses.
    public init(arrayLiteral elements: WireAddress...) {
        var source = WireSource()
        addresses = elements.map { AddressSlices($0, &source) }[...]
        self.source = source.bytes
    }
}
