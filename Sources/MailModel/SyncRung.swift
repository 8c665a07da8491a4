/// How a folder seen before is brought in step with its server: the less has to be asked, the higher the rung.
package enum SyncRung: String, Hashable, Sendable, CaseIterable {
    /// What vanished and changed comes with SELECT (RFC 7162 section 3.2.5).
    case quickResync = "QRESYNC"
    /// What changed is asked for by modification sequence (RFC 7162 section 3.1.4); what vanished, where the counts differ.
    case condstore = "CONDSTORE"
    /// Flags of the newest messages one by one, of all others as sets by flag.
    case plain

    /// What is said of it to a person.
    package var words: String {
        switch self {
        case .quickResync: "QRESYNC"
        case .condstore: "CONDSTORE"
        case .plain: "flags by SEARCH"
        }
    }
}
