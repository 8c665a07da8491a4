import Screen

/// The keys of a command that is not complete yet.
struct PendingKeys: Equatable, Sendable {
    /// The number typed before the command.
    var count: Int?
    var keys: [Key] = []
    /// Whether the pause after the prefix is over, so that the list of what can follow is shown.
    var showsContinuations = false

    /// A larger number is as good as none.
    static let largestCount = 10_000_000

    /// Takes a digit of a count. A zero only continues one.
    /// - Returns: false where the key is no digit of a count.
    mutating func takeDigit(_ key: Key) -> Bool {
        guard keys.isEmpty, case .character(let character) = key, character.isASCII,
            let digit = character.wholeNumberValue, digit > 0 || count != nil
        else { return false }
        count = min((count ?? 0) * 10 + digit, PendingKeys.largestCount)
        return true
    }
}
