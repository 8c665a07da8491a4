/// One key of SEARCH, SORT and THREAD (RFC 9051 section 6.4.4 and its extensions).
public indirect enum SearchKey: Sendable, Equatable {
    // RFC 9051 and RFC 3501.
    /// Every message.
    case all
    /// A flag of the system by its key: `SEEN`, `UNSEEN` and so on.
    case system(SystemFlag, isSet: Bool)
    /// `KEYWORD` or `UNKEYWORD`.
    case keyword(String, isSet: Bool)
    /// RFC 3501 only.
    case new
    /// RFC 3501 only.
    case recent
    /// RFC 3501 only.
    case old
    /// Messages of these numbers.
    case sequence(SetArgument)
    /// Messages of these UIDs.
    case uid(SetArgument)
    /// A text in one of the places that have a key of their own.
    case text(TextField, String)
    /// A header field that holds the text; an empty text is any.
    case header(String, String)
    /// A day, as `date` of RFC 9051 section 9 has it.
    case date(DateField, WireDay)
    /// Of more than so many octets.
    case larger(UInt32)
    /// Of fewer than so many octets.
    case smaller(UInt32)
    /// All that do not match.
    case not(SearchKey)
    /// All that match one of them, or both.
    case or(SearchKey, SearchKey)
    /// All of these; an empty list is everything.
    case and([SearchKey])

    /// Changed since, by the CONDSTORE number of one flag or of all (RFC 7162 section 3.1.5).
    case modSeq(UInt64, entry: String? = nil)
    /// Arrived at most so many seconds ago (WITHIN, RFC 5032).
    case younger(seconds: UInt32)
    /// Arrived at least so many seconds ago (WITHIN, RFC 5032).
    case older(seconds: UInt32)
    /// The server may match as it thinks best (SEARCH=FUZZY, RFC 6203).
    case fuzzy(SearchKey)
    /// Whether the server can save the date at all (RFC 8514).
    case saveDateSupported
    /// RFC 8474.
    case emailID(String)
    /// RFC 8474.
    case threadID(String)

    // X-GM-EXT-1.
    /// As a person types it into Gmail.
    case gmailRaw(String)
    /// The message of this id of Gmail's.
    case gmailMessageID(UInt64)
    /// Messages of the thread with this id of Gmail's.
    case gmailThreadID(UInt64)
    /// A label's name on the wire.
    case gmailLabel(String)

    /// Flags that have keys of their own.
    public enum SystemFlag: String, Sendable, Hashable, CaseIterable {
        /// It was answered.
        case answered = "ANSWERED"
        /// It is marked to be removed.
        case deleted = "DELETED"
        /// It is being written.
        case draft = "DRAFT"
        /// It is marked for attention.
        case flagged = "FLAGGED"
        /// It was read.
        case seen = "SEEN"
    }

    /// Places of text that have keys of their own.
    public enum TextField: String, Sendable, Hashable, CaseIterable {
        /// In Bcc.
        case bcc = "BCC"
        /// In the body.
        case body = "BODY"
        /// In Cc.
        case cc = "CC"
        /// In From.
        case from = "FROM"
        /// In the subject.
        case subject = "SUBJECT"
        /// In header or body.
        case text = "TEXT"
        /// In To.
        case to = "TO"
    }

    /// Dates that can be searched for. The sent ones are of the header, the saved ones of RFC 8514.
    public enum DateField: String, Sendable, Hashable, CaseIterable {
        /// Arrived before that day.
        case before = "BEFORE"
        /// Arrived on that day.
        case on = "ON"
        /// Arrived on that day or later.
        case since = "SINCE"
        /// The header is dated before that day.
        case sentBefore = "SENTBEFORE"
        /// The header is dated on that day.
        case sentOn = "SENTON"
        /// The header is dated on that day or later.
        case sentSince = "SENTSINCE"
        /// Came into this mailbox before that day (RFC 8514).
        case savedBefore = "SAVEDBEFORE"
        /// Came into this mailbox on that day (RFC 8514).
        case savedOn = "SAVEDON"
        /// Came into this mailbox on that day or later (RFC 8514).
        case savedSince = "SAVEDSINCE"
    }
}

/// A day of the calendar.
public struct WireDay: Sendable, Hashable {
    /// 1 to 9999.
    public var year: Int
    /// 1 to 12.
    public var month: Int
    /// 1 to 31.
    public var day: Int

    /// Takes each property as it is; what is no date is refused when it is written.
    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }
}
