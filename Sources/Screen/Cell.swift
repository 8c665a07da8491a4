/// One column of one row: a grapheme cluster, or the second half of the wide one before it.
package struct Cell: Hashable, Sendable {
    /// A space where `width` is 0.
    package private(set) var character: Character
    /// Columns the cluster takes: 1 or 2; 0 for the second column of a wide one.
    package private(set) var width: UInt8
    package var style: Style

    /// - Parameter width: 1 or 2; anything else counts as 1.
    package init(_ character: Character, width: Int = 1, style: Style = .plain) {
        self.character = character
        self.width = width == 2 ? 2 : 1
        self.style = style
    }

    /// The second column of a wide cluster.
    package static func continuation(style: Style) -> Cell {
        var cell = Cell(" ", style: style)
        cell.width = 0
        return cell
    }

    package static let blank = Cell(" ")

    package var isContinuation: Bool { width == 0 }
}
