import IMAPClient

/// What the server said of its own accord and the store does not have yet, in the order in which it was said.
struct NewsInbox: Sendable, Equatable {
    /// How far flags that the server told can be believed, after what was asked and done since the news were taken last.
    enum Trust: Sendable, Equatable {
        /// Nothing was asked: the news are the newest there is.
        case newest
        /// Flags were asked for: the answer may be newer than news without a modification sequence.
        case answered
        /// We changed flags: the news may be from before that, also those with a modification sequence, as that of our
        /// own change is not known.
        case changed
    }

    /// The mailbox that the news are about, by its name on the wire.
    private(set) var mailbox = ""
    private var waiting: [MailboxUpdate] = []
    private var heard = 0
    private var trust = Trust.newest

    mutating func hear(_ update: MailboxUpdate) {
        heard += 1
        if case .selected(let wireName) = update {
            mailbox = wireName
            // Those of the mailbox before are never applied to this one, which is compared as it is opened.
            waiting = []
            return
        }
        if FolderWatch.concerns(update) { return }
        waiting.append(update)
    }

    /// Whether so many updates have been heard: what came before an answer counts before what is done with the answer.
    func hasHeard(_ count: Int) -> Bool { heard >= count }

    /// Flags were asked for.
    mutating func noteAnswer() { if trust == .newest { trust = .answered } }

    /// Flags were changed by us.
    mutating func noteChange() { trust = .changed }

    /// The news of that mailbox, which are then no longer here. Due once all news before the last answer are heard.
    mutating func take(of wireName: String?) -> (updates: [MailboxUpdate], trust: Trust) {
        let taken = trust
        trust = .newest
        guard let wireName, wireName == mailbox else { return ([], taken) }
        defer { waiting = [] }
        return (waiting, taken)
    }
}
