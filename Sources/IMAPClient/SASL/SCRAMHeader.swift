/// What the client says of channel binding at the beginning of SCRAM (RFC 5802 section 6), and proves later.
enum SCRAMHeader: Sendable, Equatable {
    /// There is nothing here to bind to.
    case unsupported
    /// We could, and the server does not offer it: where it did, somebody has taken it out of its offers.
    case notOffered
    case bound(ChannelBinding)

    var text: String {
        switch self {
        case .unsupported: "n,,"
        case .notOffered: "y,,"
        case .bound(let binding): "p=\(binding.type),,"
        }
    }

    /// The header and, where there is a binding, its octets.
    var bindingInput: [UInt8] {
        switch self {
        case .unsupported, .notOffered: Array(text.utf8)
        case .bound(let binding): Array(text.utf8) + binding.octets
        }
    }
}
