import MailModel

/// What is known of a mailbox from the last time, so that only what changed since has to be told (RFC 7162 section 3.2.5).
package struct KnownMailbox: Sendable, Equatable {
    package var uidValidity: UIDValidity
    package var highestModSeq: ModSeq
    /// The messages that are kept; nil stands for all that there could be.
    package var uids: UIDSet?
    /// How many messages there were, for a guess at the numbers of the newest.
    package var exists: UInt32?
    /// A few numbers and the UIDs that they had, ascending: a server that has forgotten what vanished need not then name
    /// everything below the last that still fits (RFC 7162 section 3.2.5.2).
    package var matches: [(sequence: UInt32, uid: UID)]

    package init(
        uidValidity: UIDValidity, highestModSeq: ModSeq, uids: UIDSet? = nil, exists: UInt32? = nil,
        matches: [(sequence: UInt32, uid: UID)] = []
    ) {
        self.uidValidity = uidValidity
        self.highestModSeq = highestModSeq
        self.uids = uids
        self.exists = exists
        self.matches = matches
    }

    package static func == (left: KnownMailbox, right: KnownMailbox) -> Bool {
        left.uidValidity == right.uidValidity && left.highestModSeq == right.highestModSeq && left.uids == right.uids
            && left.exists == right.exists && left.matches.elementsEqual(right.matches, by: ==)
    }

    /// The longest set of known UIDs that is sent: past it the server answers for all, and what is not kept is ignored.
    private static let longestSet = 4_000
    /// Pairs of number and UID that are sent at most.
    private static let mostMatches = 32

    /// The parameter of SELECT; nil where nothing can be asked by it.
    var wire: String? {
        guard uidValidity.value != 0, highestModSeq.value != 0 else { return nil }
        var words = "\(uidValidity.value) \(highestModSeq.value)"
        if let set = uids, !set.isEmpty, set.wireNotation.utf8.count <= Self.longestSet {
            words += " \(set.wireNotation)"
        }
        let pairs = matches.suffix(Self.mostMatches)
        let ascends = zip(pairs, pairs.dropFirst()).allSatisfy { $0.sequence < $1.sequence && $0.uid < $1.uid }
        if !pairs.isEmpty, ascends {
            let numbers = pairs.map { "\($0.sequence)" }.joined(separator: ",")
            let uids = pairs.map { "\($0.uid.value)" }.joined(separator: ",")
            words += " (\(numbers) \(uids))"
        }
        return "(\(words))"
    }
}

/// What happened in a mailbox since a mod-sequence.
package struct MailboxChanges: Sendable, Equatable {
    /// These are gone. Some of them may never have been known here.
    package var vanished: UIDSet
    /// Flags of these changed, or they are new.
    package var changed: [FetchedMessage]
    /// Whether everything could be read that came while this was told: if not, something may be missing here.
    package var isWhole = true

    package init(vanished: UIDSet = UIDSet(), changed: [FetchedMessage] = []) {
        self.vanished = vanished
        self.changed = changed
    }
}
