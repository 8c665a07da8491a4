import IMAPWire

/// The commands of a session that have no answer yet: those that were sent, and those that wait for their turn.
struct CommandQueue: Sendable {
    struct InFlight: Sendable {
        let command: SessionCommand
        /// The next chunk to be sent.
        var nextChunk = 1
        /// Whether the server has said `+` to an IDLE, and whether it was ended.
        var isIdling = false
        var isDone = false
        /// Nobody waits for it any more; its data is dropped.
        var isAbandoned = false
        /// The server has asked something for the login, and waits for the answer.
        var isChallenged = false
        var responses: [Response] = []
        var octets = 0

        var awaitsContinuation: Bool { nextChunk < command.chunks.count }
    }

    /// Commands sent and not answered: more wait here, as some servers take only so many (quirk: BAD after 50).
    private static let mostInFlight = 40
    /// The most data that is gathered for one command.
    private static let mostOctets = 512 << 20
    var waiting: [SessionCommand] = []
    /// The oldest first.
    var inFlight: [InFlight] = []

    /// Whether something has been asked that the server has yet to answer.
    var owesAnswer: Bool { inFlight.contains { !($0.isIdling && !$0.isDone) } }

    /// The name of the oldest command without an answer.
    var oldestUnanswered: String? { inFlight.first { !($0.isIdling && !$0.isDone) }?.command.name }

    /// Whether an IDLE is accepted and not yet ended.
    var isIdling: Bool { inFlight.contains { $0.isIdling && !$0.isDone } }

    /// Which SELECT the next command would work on, by its tag; nil where there is none.
    ///
    /// - Parameter now: the one that is answered.
    func selection(after now: String?) -> String? {
        for command in waiting.reversed() + inFlight.reversed().map(\.command) {
            switch command.effect {
            case .select: return command.tag
            case .unselect, .unauthenticate, .logout: return nil
            case .none, .login, .startTLS, .capability, .compress, .enable: continue
            }
        }
        return now
    }

    /// Whether the command may be sent behind those that were.
    func mayStart(_ next: SessionCommand) -> Bool {
        guard inFlight.count < Self.mostInFlight else { return false }
        if let last = inFlight.last {
            if last.awaitsContinuation || last.command.overlap == .exclusive { return false }
            if last.command.overlap == .idle && !last.isDone { return false }
        }
        switch next.overlap {
        case .pipelined: return true
        case .exclusive, .idle: return inFlight.isEmpty
        case .sequenceNumbers:
            // Those before a SELECT under way are about another mailbox.
            let selection = inFlight.lastIndex { if case .select = $0.command.effect { true } else { false } }
            let since = selection.map { inFlight[($0 + 1)...] } ?? inFlight[...]
            return !since.contains { $0.command.letsServerExpunge }
        }
    }

    /// Whether data now is about a mailbox being selected: only once the SELECT is the oldest command without answer.
    var isSelecting: Bool {
        if case .select = inFlight.first?.command.effect { true } else { false }
    }

    /// The oldest command that asked for this.
    func owner(of response: Response) -> Int? {
        for (index, entry) in inFlight.enumerated() {
            // Data of a mailbox that is yet to be selected cannot come before those before it are answered.
            if entry.command.interest == .resync, !isSelecting { continue }
            if entry.command.interest.wants(response, tag: entry.command.tag) { return index }
            // Nor can that of commands which wait for the selection: what looks like it is of the mailbox before.
            if case .select = entry.command.effect, response.isOfMessages { return nil }
        }
        return nil
    }

    /// Gives data to the command that asked for it.
    ///
    /// - Parameter octets: its length on the wire.
    /// - Returns: whether it is within the bound on what is gathered for one command.
    mutating func gather(_ response: Response, octets: Int) -> Bool {
        guard let owner = owner(of: response) else { return true }
        let interest = inFlight[owner].command.interest
        if interest == .select || interest == .resync, !isSelecting { return true }
        return keep(response, for: owner, octets: octets)
    }

    /// As `gather`, for the command at an index of `inFlight`.
    mutating func keep(_ response: Response, for owner: Int, octets: Int) -> Bool {
        guard inFlight.indices.contains(owner), !inFlight[owner].isAbandoned else { return true }
        inFlight[owner].octets += octets + 64
        guard inFlight[owner].octets <= Self.mostOctets else { return false }
        inFlight[owner].responses.append(response)
        return true
    }
}

extension Response {
    /// Whether this is about messages of the selected mailbox.
    fileprivate var isOfMessages: Bool {
        switch self {
        case .fetch, .search, .esearch, .sort, .thread, .vanished: true
        default: false
        }
    }
}
