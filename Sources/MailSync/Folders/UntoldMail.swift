import MailModel
import MailStore

/// Messages whose number is known, and which the server tells without being asked (NOTIFY, RFC 5465 section 5.2). They are
/// stored once all of them are told, as only then there is none between them that is not.
struct UntoldMail: Sendable {
    /// Up to so many are taken as the server tells them; more are fetched.
    private static let most = 200

    /// Whether the server does that.
    var isTold = false
    /// How many have come in all, told or not.
    private var count = 0
    private var told: [NewMessage] = []

    /// Whether nothing is waited for.
    var isEmpty: Bool { count == 0 }

    func has(_ uid: UID) -> Bool { told.contains { $0.uid == uid } }

    /// So many more have come.
    ///
    /// - Returns: whether they are waited for.
    mutating func expect(_ more: Int) -> Bool {
        guard isTold, more > 0, count + more <= Self.most else { return false }
        count += more
        return true
    }

    /// One is told.
    ///
    /// - Returns: all of them, with the last.
    mutating func take(_ message: NewMessage) -> [NewMessage]? {
        told.append(message)
        guard told.count == count else { return nil }
        defer { forget() }
        return told
    }

    mutating func forget() { (count, told) = (0, []) }
}
