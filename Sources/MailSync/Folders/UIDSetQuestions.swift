import MailModel

extension UIDSet {
    func isDisjoint(with other: UIDSet) -> Bool { subtracting(other) == self }

    /// The UIDs that are in both.
    func intersection(_ other: UIDSet) -> UIDSet { subtracting(subtracting(other)) }

    /// Whether there are any in it from that one on; where it is not known which, there may be.
    func intersects(from first: UID?) -> Bool {
        guard let first else { return true }
        return last.map { $0 >= first } ?? false
    }
}
