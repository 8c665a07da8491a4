/// The list that a message came by, as its header says (RFC 2919, RFC 2369, RFC 8058). All of it is the sender's word.
package struct MailingList: Hashable, Sendable {
    /// Without angle brackets; empty where the header has no `List-Id`.
    package var identifier: String
    /// What `List-Id` says before the identifier.
    package var name: String
    /// Ways to leave the list, the sender's first choice first: `https:` and `mailto:` addresses, no others.
    package var unsubscribe: [String]
    /// The address to which one POST of `List-Unsubscribe=One-Click` leaves the list, without a page to look at
    /// (RFC 8058 section 3.2); nil where the header does not offer that.
    package var oneClick: String?

    package init(
        identifier: String = "", name: String = "", unsubscribe: [String] = [], oneClick: String? = nil
    ) {
        self.identifier = identifier
        self.name = name
        self.unsubscribe = unsubscribe
        self.oneClick = oneClick
    }
}
