/// What a search is to tell of what it finds (RFC 4731, RFC 5182, RFC 5267, RFC 6203, RFC 9394).
public enum SearchReturn: Sendable, Hashable {
    /// The lowest match.
    case min
    /// The highest match.
    case max
    /// How many match.
    case count
    /// All matches, as a set.
    case all
    /// Keep the result as `$` (SEARCHRES).
    case save
    /// Only a stretch of the result (PARTIAL, CONTEXT=SEARCH).
    case partial(PartialRange)
    /// Tell of changes to the result from now on (CONTEXT=SEARCH).
    case update
    /// The same search will be asked for again soon (CONTEXT=SEARCH).
    case context
    /// How well each message matches (SEARCH=FUZZY).
    case relevancy
}

/// By what SORT orders (RFC 5256, RFC 5957).
public struct SortKey: Sendable, Hashable {
    /// What is compared.
    public enum Criterion: String, Sendable, Hashable, CaseIterable {
        /// When it arrived (INTERNALDATE).
        case arrival = "ARRIVAL"
        /// The mailbox of the first address in Cc.
        case cc = "CC"
        /// When it was sent, by its header.
        case date = "DATE"
        /// By the name that is shown for the sender (SORT=DISPLAY).
        case displayFrom = "DISPLAYFROM"
        /// By the name that is shown for the first recipient (SORT=DISPLAY).
        case displayTo = "DISPLAYTO"
        /// The mailbox of the first address in From.
        case from = "FROM"
        /// By how well it matches (SEARCH=FUZZY).
        case relevancy = "RELEVANCY"
        /// Its octets.
        case size = "SIZE"
        /// The subject without `Re:` and the like.
        case subject = "SUBJECT"
        /// The mailbox of the first address in To.
        case to = "TO"
    }

    /// What is compared.
    public var criterion: Criterion
    /// Whether the greatest comes first.
    public var isReversed: Bool

    /// Takes each property as it is.
    public init(_ criterion: Criterion, isReversed: Bool = false) {
        self.criterion = criterion
        self.isReversed = isReversed
    }
}

/// How THREAD joins messages (RFC 5256 section 3, and Cyrus' and Dovecot's REFS).
public enum ThreadAlgorithm: String, Sendable, Hashable, CaseIterable {
    /// Messages of one subject, by date.
    case orderedSubject = "ORDEREDSUBJECT"
    /// By Message-ID, In-Reply-To and References, and by subject where these are missing.
    case references = "REFERENCES"
    /// The same without the subjects, threads in the order of their newest message (draft-ietf-morg-inthread).
    case refs = "REFS"
}

/// Where MULTISEARCH looks (RFC 7377 section 2.2).
public enum SearchSource: Sendable, Hashable {
    /// The selected one.
    case selected
    /// The user's own.
    case personal
    /// Where mail may be delivered to.
    case inboxes
    /// Those that are subscribed to.
    case subscribed
    /// A mailbox and all below it.
    case subtree([String])
    /// A mailbox and those one level below it.
    case subtreeOne([String])
    /// These, by wire name.
    case mailboxes([String])
}

extension CommandEncoder {
    /// `RETURN (MIN COUNT)`.
    public mutating func searchReturn(_ options: [SearchReturn]) throws(EncodingError) {
        try raw("RETURN ")
        try list(options) { (encoder, option) throws(EncodingError) in
            switch option {
            case .min: try encoder.raw("MIN")
            case .max: try encoder.raw("MAX")
            case .count: try encoder.raw("COUNT")
            case .all: try encoder.raw("ALL")
            case .save: try encoder.raw("SAVE")
            case .update: try encoder.raw("UPDATE")
            case .context: try encoder.raw("CONTEXT")
            case .relevancy: try encoder.raw("RELEVANCY")
            case .partial(let range):
                try encoder.raw("PARTIAL ")
                try encoder.partial(range)
            }
        }
    }

    /// `(REVERSE DATE SUBJECT)`; at least one.
    public mutating func sortKeys(_ keys: [SortKey]) throws(EncodingError) {
        guard !keys.isEmpty else { throw .notAnAtom }
        try list(keys) { (encoder, key) throws(EncodingError) in
            try encoder.raw((key.isReversed ? "REVERSE " : "") + key.criterion.rawValue)
        }
    }

    /// `IN (personal subtree "Projects")`.
    public mutating func searchSources(_ sources: [SearchSource]) throws(EncodingError) {
        guard !sources.isEmpty else { throw .notAnAtom }
        try raw("IN ")
        try list(sources) { (encoder, source) throws(EncodingError) in try encoder.searchSource(source) }
    }

    private mutating func searchSource(_ source: SearchSource) throws(EncodingError) {
        switch source {
        case .selected: try raw("selected")
        case .personal: try raw("personal")
        case .inboxes: try raw("inboxes")
        case .subscribed: try raw("subscribed")
        case .subtree(let names): try mailboxes("subtree", names)
        case .subtreeOne(let names): try mailboxes("subtree-one", names)
        case .mailboxes(let names): try mailboxes("mailboxes", names)
        }
    }

    /// One name or a list of them (RFC 5465 section 8, `one-or-more-mailbox`).
    mutating func mailboxes(_ keyword: String, _ names: [String]) throws(EncodingError) {
        guard !names.isEmpty else { throw .notAnAtom }
        try raw(keyword + " ")
        if names.count == 1 {
            mailbox(names[0])
        } else {
            try list(names) { (encoder, name) throws(EncodingError) in encoder.mailbox(name) }
        }
    }
}
