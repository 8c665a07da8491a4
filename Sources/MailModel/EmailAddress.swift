/// One address of a header field (RFC 5322 section 3.4). Both parts are text from a stranger, not yet sanitised.
package struct EmailAddress: Hashable, Sendable, Codable {
    /// The display name, decoded; empty where there is none.
    package var name: String
    /// `local@domain`; may be empty or malformed, as it came.
    package var address: String

    package init(name: String, address: String) {
        self.name = name
        self.address = address
    }

    /// What a list shows: the name, else the address.
    package var shortName: String { name.isEmpty ? address : name }
}
