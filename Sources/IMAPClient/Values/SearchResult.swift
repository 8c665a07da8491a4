import MailModel

/// What a search with wishes about its result told (RFC 4731); only what was asked for is there.
package struct SearchResult: Sendable, Equatable {
    package var min: UID?
    package var max: UID?
    package var count: Int?
    package var all: UIDSet?
    /// The matches of the stretch that was asked for.
    package var partial: UIDSet?
    /// All matches, or those of the stretch, in the order of the sort.
    package var ordered: [UID]?
    package var highestModSeq: ModSeq?
    /// From 1 to 100 for each match, best first or in the order of the result (RFC 6203 section 4).
    package var relevancies: [Int]?
    /// Where the server keeps the result up to date.
    package var context: SearchContext?

    package init() {}
}

/// A search whose result the server keeps up to date, by the tag it was sent with (RFC 5267 section 4.3).
package struct SearchContext: Sendable, Hashable {
    let tag: String
}

/// What a search over several mailboxes found in one of them (RFC 7377 section 2.1).
package struct MailboxMatches: Sendable, Equatable {
    package var wireName: String
    package var uidValidity: UIDValidity?
    package var uids: UIDSet
}

/// A message of a thread (RFC 5256): messages in order, each with how deep it lies.
package struct ThreadedMessage: Sendable, Hashable {
    /// Nil for a parent that is not in the mailbox.
    package var uid: UID?
    /// 0 where a thread begins; the parent is the nearest entry before this one that lies one less deep.
    package var depth: Int
}
