/// A stretch of a row that leads to an address where the terminal follows links (OSC 8).
package struct Hyperlink: Hashable, Sendable {
    package var columns: Range<Int>
    /// Printable ASCII without spaces; nothing else may become part of a control sequence.
    package let address: String
    /// Stretches of one number are parts of one link, which a line break tore apart.
    package let number: Int

    /// Longer addresses are not taken by some terminals.
    static let longestAddress = 2_000

    /// Nil where the address is too long, or holds what has no place in a control sequence.
    package init?(columns: Range<Int>, address: String, number: Int) {
        guard !columns.isEmpty, !address.isEmpty, address.utf8.count <= Hyperlink.longestAddress,
            address.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        self.columns = columns
        self.address = address
        self.number = number
    }
}

extension [Hyperlink] {
    /// The link that the column belongs to.
    package func link(at column: Int) -> Hyperlink? { first { $0.columns.contains(column) } }

    /// Without the columns: a stretch that they divide becomes two.
    func without(_ cut: Range<Int>) -> [Hyperlink] {
        flatMap { link -> [Hyperlink] in
            guard link.columns.overlaps(cut) else { return [link] }
            let sides = [
                link.columns.lowerBound..<Swift.max(link.columns.lowerBound, cut.lowerBound),
                Swift.min(link.columns.upperBound, cut.upperBound)..<link.columns.upperBound,
            ]
            return sides.compactMap { Hyperlink(columns: $0, address: link.address, number: link.number) }
        }
    }
}
