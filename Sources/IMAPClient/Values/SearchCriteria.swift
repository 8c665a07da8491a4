import MailModel

/// What a SEARCH looks for (RFC 9051 section 6.4.4), as a value, so that no text can become a command.
package indirect enum SearchCriteria: Sendable, Equatable {
    case all
    case seen(Bool)
    case flagged(Bool)
    case answered(Bool)
    case deleted(Bool)
    case draft(Bool)
    case keyword(String, Bool)
    case uids(UIDSet)
    /// From this UID to the newest.
    case uidsFrom(UID)
    case from(String)
    case to(String)
    case subject(String)
    case body(String)
    case text(String)
    /// A header field that contains the text.
    case header(String, String)
    /// Arrived on or after that day (seconds since 1970, UTC).
    case since(Int64)
    /// Arrived before that day.
    case before(Int64)
    case larger(Int)
    case smaller(Int)
    /// Any other key of the grammar; what it needs of the server is looked at when it is sent.
    case key(SearchKey)
    case not(SearchCriteria)
    case either(SearchCriteria, SearchCriteria)
    /// All of these; an empty list is everything.
    case every([SearchCriteria])
}
