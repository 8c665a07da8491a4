/// Which mailboxes LIST is to tell of (RFC 5258 section 3.1, RFC 6154 section 5.2).
public enum ListSelection: String, Sendable, Hashable, CaseIterable {
    /// Those that are subscribed to, also ones that do not exist.
    case subscribed = "SUBSCRIBED"
    /// Those on other servers too.
    case remote = "REMOTE"
    /// Also parents of those that match; needs another one beside it.
    case recursiveMatch = "RECURSIVEMATCH"
    /// Those that have a use (RFC 6154 section 5.2).
    case specialUse = "SPECIAL-USE"
}

/// What LIST is to tell of them (RFC 5258 section 3.2, RFC 5819, RFC 6154, RFC 8440, RFC 5464 and RFC 9590).
public enum ListReturn: Sendable, Hashable {
    /// Whether each is subscribed to.
    case subscribed
    /// Whether each has any below it.
    case children
    /// What each is for (RFC 6154).
    case specialUse
    /// LIST-MYRIGHTS.
    case myRights
    /// LIST-STATUS.
    case status([StatusItem])
    /// LIST-METADATA: these entries.
    case metadata([String])
}

extension CommandEncoder {
    /// The arguments of LIST: `(SUBSCRIBED) "" ("*" "INBOX") RETURN (CHILDREN)`.
    public mutating func listArguments(
        selecting selection: [ListSelection] = [], reference: String = "", patterns: [String],
        returning options: [ListReturn] = []
    ) throws(EncodingError) {
        guard !patterns.isEmpty else { throw .notAnAtom }
        if !selection.isEmpty {
            // RECURSIVEMATCH and REMOTE select nothing by themselves (RFC 5258 section 3.1).
            guard selection != [.recursiveMatch], Set(selection) != [.recursiveMatch, .remote] else {
                throw .notAnAtom
            }
            try list(selection) { (encoder, option) throws(EncodingError) in try encoder.raw(option.rawValue) }
            space()
        }
        string(WireName.bytes(reference))
        space()
        if patterns.count == 1, selection.isEmpty {
            string(WireName.bytes(patterns[0]))
        } else {
            try list(patterns) { (encoder, pattern) throws(EncodingError) in encoder.string(WireName.bytes(pattern)) }
        }
        guard !options.isEmpty else { return }
        try raw(" RETURN ")
        try list(options) { (encoder, option) throws(EncodingError) in try encoder.listReturn(option) }
    }

    private mutating func listReturn(_ option: ListReturn) throws(EncodingError) {
        switch option {
        case .subscribed: try raw("SUBSCRIBED")
        case .children: try raw("CHILDREN")
        case .specialUse: try raw("SPECIAL-USE")
        case .myRights: try raw("MYRIGHTS")
        case .status(let items):
            try raw("STATUS ")
            try statusItems(items)
        case .metadata(let entries):
            try raw("METADATA ")
            try metadataEntries(entries)
        }
    }
}
