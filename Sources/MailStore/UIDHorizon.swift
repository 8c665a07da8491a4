import MailModel

/// Where the UIDs began that a folder would give, when something was about to be sent to it: what has a lower one was there
/// before, however alike it is.
package struct UIDHorizon: Sendable, Equatable {
    /// UIDNEXT of that time (RFC 9051 section 2.3.1.1).
    package var uidNext: UID
    /// What that UID is of.
    package var uidValidity: UIDValidity

    /// - Parameters: as the server told them; nil where it did not.
    package init?(uidNext: UID?, uidValidity: UIDValidity?) {
        guard let uidNext, let uidValidity, uidNext.value > 0, uidValidity.value > 0 else { return nil }
        self.uidNext = uidNext
        self.uidValidity = uidValidity
    }

    /// The UIDs that were given before.
    package var earlier: UIDSet { uidNext.value > 1 ? UIDSet(1...(uidNext.value - 1)) : UIDSet() }
}

extension MailStore {
    /// What was known of an entry's target when it was last sent; nil where nothing was asked.
    package func horizon(of change: LocalChangeID) throws(StoreError) -> UIDHorizon? {
        let sql = "SELECT horizon, horizonValidity FROM localChange WHERE id = ?"
        return try read { reader in
            try reader.first(sql, [change.row]) { row in
                UIDHorizon(
                    uidNext: (row[0] as Int64?).map { UID(UInt32(clamping: $0)) },
                    uidValidity: (row[1] as Int64?).map { UIDValidity(UInt32(clamping: $0)) })
            } ?? nil
        }
    }
}
