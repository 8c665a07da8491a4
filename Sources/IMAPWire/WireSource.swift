/// Gathers texts that come from different places, so that slices of one run of octets stand for them.
struct WireSource {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ text: WireText?) -> WireSlice {
        guard let text else { return .none }
        return add(text.bytes)
    }

    mutating func add(_ octets: some Collection<UInt8>) -> WireSlice {
        guard octets.count <= WireSlice.longestSource - bytes.count else { return .empty }
        let start = bytes.count
        bytes.append(contentsOf: octets)
        return WireSlice(start..<bytes.count)
    }
}
