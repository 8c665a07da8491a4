import MailModel

/// The highest modification sequences that a server told of its own accord: of news since its last answer, and of those
/// from before it.
struct HeardModSeqs: Sendable {
    private var sinceAnswer: ModSeq?
    private var beforeAnswer: ModSeq?

    mutating func hear(_ modSeq: ModSeq?) { sinceAnswer = [sinceAnswer, modSeq].compactMap { $0 }.max() }

    /// A command was answered.
    mutating func answered() {
        beforeAnswer = [sinceAnswer, beforeAnswer].compactMap { $0 }.max()
        sinceAnswer = nil
    }

    /// The highest that was told before an answer; it is then no longer here.
    mutating func takeAnswered() -> ModSeq? {
        defer { beforeAnswer = nil }
        return beforeAnswer
    }
}
