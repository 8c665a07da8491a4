/// Finds what a person probably meant by a name that is not there.
package enum NearestName {
    /// The candidate that differs least from the name, if it differs by little enough to be a slip.
    ///
    /// The distance is Levenshtein's; a third of the name's length may differ, at least two characters.
    package static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
        let allowed = max(2, name.count / 3)
        return candidates.map { (distance(name, $0), $0) }.filter { $0.0 <= allowed }.min { $0 < $1 }?.1
    }

    /// How many single-character insertions, removals and replacements lead from one to the other.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.lowercased().prefix(64))
        let right = Array(right.lowercased().prefix(64))
        var previous = Array(0...right.count)
        for (row, a) in left.enumerated() {
            var current = [row + 1]
            for (column, b) in right.enumerated() {
                current.append(min(previous[column] + (a == b ? 0 : 1), previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous.last ?? 0
    }
}
