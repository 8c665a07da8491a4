/// How it ended that all texts of a folder were to be fetched.
package struct KeptTexts: Hashable, Sendable {
    package enum End: Hashable, Sendable {
        /// All were looked at.
        case whole
        /// Texts may take no more than so many octets.
        case limit(octets: Int)
    }

    /// Which time it was, of this run of the program.
    package var number: Int
    /// The folder's name as shown.
    package var folder: String
    package var fetched: Int
    /// How many are not here.
    package var missing: Int
    package var end: End

    package init(number: Int, folder: String, fetched: Int, missing: Int, end: End) {
        self.number = number
        self.folder = folder
        self.fetched = fetched
        self.missing = missing
        self.end = end
    }
}
