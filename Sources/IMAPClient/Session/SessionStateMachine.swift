import IMAPWire
import MailModel

/// What the conversation with a server does next, decided without I/O and without a clock (RFC 9051 section 3).
///
/// Every method takes one thing that happened and returns what is to be done about it, in order.
struct SessionStateMachine: Sendable {
    private enum Phase: Equatable {
        case awaitingGreeting, open, awaitingTLS, loggingOut, ended
    }

    /// The most data that nobody asked for while an answer is owed: a server that goes on for ever never answers.
    private static let mostUnasked = 64 << 20
    /// The most octets of a message that is told unasked: of a larger one only the flags are taken.
    private static let mostTold = 256 << 10

    private var phase = Phase.awaitingGreeting
    private var isProtected: Bool
    private let requiresTLS: Bool
    /// What the server can do, and what was agreed with it.
    private(set) var terms = SessionTerms()
    private var unaskedOctets = 0
    private(set) var oddities = Oddities()
    /// The text of the greeting, which often names the server.
    private(set) var greeting = ""
    /// The text of the server's BYE.
    private(set) var bye: String?
    private(set) var commands = CommandQueue()
    private var wantsIdleToEnd = false
    private var tagNumber = 0
    var mailbox = MailboxView()
    /// How often something happened in the mailbox that an IDLE told, and that was told at another time.
    private(set) var newsInIdle = 0
    private(set) var newsBesideIdle = 0
    /// How folders stood when they were last told of.
    var figures = FolderFigures()

    /// - Parameters:
    ///   - requiresTLS: whether nothing may be believed before TLS.
    ///   - isProtected: whether TLS is there from the start.
    init(requiresTLS: Bool, isProtected: Bool) {
        self.requiresTLS = requiresTLS
        self.isProtected = isProtected
    }

    /// Whether nothing can be said now: before the greeting, or between the answer to STARTTLS and TLS.
    var isBetweenLayers: Bool { phase == .awaitingGreeting || phase == .awaitingTLS }

    /// Which SELECT the next command would work on, by its tag; nil where there is none.
    var selection: String? { commands.selection(after: mailbox.selection) }

    mutating func nextTag() -> String {
        tagNumber += 1
        return "A\(tagNumber)"
    }

    var isAuthenticated: Bool { terms.isAuthenticated }
    var enabled: Set<String> { terms.enabled }
    var namesAreUTF8: Bool { terms.namesAreUTF8 }
    var hasSelected: Bool { terms.hasSelected }
    var capabilities: Capabilities? { terms.capabilities }

    // MARK: What we want

    /// Takes a command in; it is sent when those before it allow it.
    mutating func submit(_ command: SessionCommand) -> [Action] {
        guard phase != .ended else { return [.fail(tag: command.tag, .closed(byServer: bye))] }
        commands.waiting.append(command)
        var actions: [Action] = []
        advance(&actions)
        return actions
    }

    /// Ends an IDLE, now or as soon as the server has accepted it.
    mutating func endIdle() -> [Action] {
        guard commands.inFlight.contains(where: { $0.command.overlap == .idle && !$0.isDone }) else { return [] }
        wantsIdleToEnd = true
        var actions: [Action] = []
        advance(&actions)
        return actions
    }

    /// Nobody waits for this command any more. Not yet sent, it never will be; sent, its answer is awaited and dropped.
    mutating func abandon(_ tag: String) -> [Action] {
        commands.waiting.removeAll { $0.tag == tag }
        if let index = commands.inFlight.firstIndex(where: { $0.command.tag == tag }) {
            commands.inFlight[index].isAbandoned = true
            commands.inFlight[index].responses = []
            if commands.inFlight[index].command.overlap == .idle { return endIdle() }
        }
        var actions: [Action] = []
        advance(&actions)
        return actions
    }

    /// The answer to a challenge, in base64; nil gives the login up (RFC 9051 section 6.2.2).
    mutating func answerChallenge(of tag: String, with response: String?) -> [Action] {
        guard let index = commands.inFlight.firstIndex(where: { $0.command.tag == tag }),
            commands.inFlight[index].isChallenged
        else {
            return []
        }
        commands.inFlight[index].isChallenged = false
        let line = Array(((response ?? "*") + "\r\n").utf8)
        return [.send(line, transcript: response == nil ? "C: *" : "C: <redacted>")]
    }

    /// From here on the end of the connection is what we want.
    mutating func beginLogout() { if phase != .ended { phase = .loggingOut } }

    // MARK: What happened to the link

    /// TLS is up: what was said before it counts for nothing (RFC 9051 section 6.2.1).
    mutating func tlsEstablished() {
        isProtected = true
        if phase == .awaitingTLS {
            phase = .open
            terms.forgetCapabilities()
        }
    }

    /// The connection is over, for whatever reason.
    mutating func end(_ error: IMAPError) -> [Action] {
        guard phase != .ended else { return [] }
        phase = .ended
        let tags = commands.inFlight.map(\.command.tag) + commands.waiting.map(\.tag)
        commands.inFlight = []
        commands.waiting = []
        return tags.map { .fail(tag: $0, error) } + [.close(error)]
    }

    /// A response over a limit was skipped.
    mutating func skippedOversized() -> [Action] {
        oddities.oversizedResponses += 1
        return mailbox.isSelected ? [.update(.resyncNeeded(.skippedResponse))] : []
    }

    // MARK: What the server said

    /// - Parameter octets: the length of the response on the wire.
    mutating func receive(_ response: Response, octets: Int = 0) -> [Action] {
        switch phase {
        case .ended: []
        case .awaitingGreeting: receiveGreeting(response)
        case .awaitingTLS: end(.bytesBeforeTLS)
        case .open, .loggingOut: receiveInSession(response, octets: octets)
        }
    }

    private mutating func receiveGreeting(_ response: Response) -> [Action] {
        guard case .status(let status) = response else {
            if case .tagged = response { return end(.protocolViolation("an answer before the greeting")) }
            oddities.unreadableResponses += 1
            return []
        }
        greeting = ServerText.sanitised(status.text)
        switch status.condition {
        case .ok:
            phase = .open
            terms.note(status)
            return [.greeted(isAuthenticated: false)]
        case .preauth:
            // Anybody on the way can say PREAUTH, and STARTTLS is no longer possible after it.
            if requiresTLS && !isProtected { return end(.preauthBeforeTLS) }
            phase = .open
            terms.isPreauthenticated()
            terms.note(status)
            return [.greeted(isAuthenticated: true)]
        case .bye, .no, .bad:
            bye = ServerText.sanitised(status.text)
            return end(.closed(byServer: bye))
        }
    }

    private mutating func receiveInSession(_ response: Response, octets: Int) -> [Action] {
        let wasIdling = commands.isIdling
        let actions = actions(upon: response, octets: octets)
        let news = actions.count { $0.isNewsOfMessages }
        if wasIdling { newsInIdle += news } else { newsBesideIdle += news }
        return actions
    }

    private mutating func actions(upon response: Response, octets: Int) -> [Action] {
        var actions: [Action] = []
        switch response {
        case .tagged(let tag, let status): receiveTagged(tag, status, &actions)
        case .continuation(let text): receiveContinuation(text, &actions)
        case .status(let status):
            receiveStatus(status, &actions)
            gather(response, octets: octets, &actions)
        case .invalid:
            oddities.unreadableResponses += 1
            // With a FETCH under way it is most likely an answer to it: the message is simply missing from the result.
            if mailbox.isSelected && !commands.owesAnswer { actions.append(.update(.resyncNeeded(.skippedResponse))) }
        case .capability(let names):
            terms.note(capabilities: names, duringLogin: commands.inFlight.first?.command.effect == .login)
            gather(response, octets: octets, &actions)
        case .enabled(let names):
            terms.enable(names)
            gather(response, octets: octets, &actions)
        case .fetch(let fetch): receiveFetch(fetch, octets: octets, &actions)
        case .vanished(earlier: true, _) where commands.owner(of: response) != nil:
            // The answer to a question, and given to who asked it.
            gather(response, octets: octets, &actions)
        default:
            figures.note(response)
            mailbox.apply(response, isSelecting: commands.isSelecting, &actions)
            if commands.owner(of: response) == nil, let news = MailboxUpdate(unasked: response) {
                actions.append(.update(news))
            }
            gather(response, octets: octets, &actions)
        }
        boundUnasked(response, octets: octets, &actions)
        return actions
    }

    /// A server that sends for ever what nobody asked for is given up, as silence would be.
    private mutating func boundUnasked(_ response: Response, octets: Int, _ actions: inout [Action]) {
        if case .tagged = response { unaskedOctets = 0 }
        guard commands.owesAnswer, commands.owner(of: response) == nil else { return }
        unaskedOctets += octets
        if unaskedOctets > Self.mostUnasked {
            actions.append(contentsOf: end(.protocolViolation("data without end and no answer")))
        }
    }

    private mutating func receiveStatus(_ status: StatusResponse, _ actions: inout [Action]) {
        terms.note(status)
        // Nothing is told from here on, not even of the open mailbox (RFC 5465 section 5.8).
        if status.code == .notificationOverflow { actions.append(.update(.notificationsStopped)) }
        switch status.condition {
        case .bye: if bye == nil { bye = ServerText.sanitised(status.text) }
        case .preauth, .ok, .no, .bad: mailbox.apply(status, isSelecting: commands.isSelecting, &actions)
        }
    }

    private mutating func receiveFetch(_ fetch: FetchResponse, octets: Int, _ actions: inout [Action]) {
        let placed = mailbox.place(fetch, &actions)
        let response = Response.fetch(placed)
        let owner = commands.owner(of: response)
        if let owner {
            if !commands.keep(response, for: owner, octets: octets) { endOfTooMuch(&actions) }
            switch commands.inFlight[safe: owner]?.command.interest {
            case .fetch(let wanted) where wanted.asksFlags: return
            case .resync: return
            default: break
            }
        }
        // Flags that nobody asked for while a SELECT is answered are about the mailbox that is being left.
        if commands.isSelecting { return }
        // More than flags, and unasked: a new message as NOTIFY tells it (RFC 5465 section 5.2).
        if owner == nil, placed.hasContent, mailbox.isSelected, placed.uid ?? 0 != 0, octets <= Self.mostTold {
            actions.append(.update(.arrived(FetchedMessage(placed))))
            return
        }
        mailbox.applyFlags(of: placed, isAsked: owner != nil, &oddities, &actions)
    }

    private mutating func receiveTagged(_ tag: String, _ status: StatusResponse, _ actions: inout [Action]) {
        if status.condition == .bye, bye == nil { bye = ServerText.sanitised(status.text) }
        guard let index = commands.inFlight.firstIndex(where: { $0.command.tag.uppercased() == tag.uppercased() })
        else {
            oddities.unknownTags += 1
            return
        }
        let entry = commands.inFlight.remove(at: index)
        if entry.command.overlap == .idle { wantsIdleToEnd = false }
        mailbox.apply(status, isSelecting: false, &actions)
        apply(entry.command.effect, isOK: status.condition == .ok, &actions)
        if case .enable(let words) = entry.command.effect, status.condition == .ok, entry.responses.isEmpty {
            // Some servers enable and do not say so (quirk 8).
            terms.enable(words)
        }
        terms.note(status)
        if !entry.isAbandoned {
            actions.append(
                .complete(tag: entry.command.tag, CommandOutcome(status: status, responses: entry.responses)))
        }
        if status.saysUnconnected {
            actions.append(contentsOf: end(.closed(byServer: ServerText.sanitised(status.text))))
        }
        advance(&actions)
    }

    private mutating func apply(_ effect: SessionCommand.Effect, isOK: Bool, _ actions: inout [Action]) {
        switch effect {
        case .none, .enable: break
        case .compress: if isOK { actions.append(.startCompression) }
        case .login:
            if isOK { terms.loggedIn() }
        case .startTLS:
            guard isOK else { return }
            phase = .awaitingTLS
            terms.forgetCapabilities()
            actions.append(.startTLS)
        case .capability: terms.askedForCapabilities()
        case .select: if !isOK { mailbox.deselect() }
        case .unselect: mailbox.deselect()
        case .unauthenticate:
            guard isOK else { return }
            terms = SessionTerms()
            mailbox.deselect()
        case .logout:
            actions.append(contentsOf: end(.closed(byServer: nil)))
        }
    }

    private mutating func receiveContinuation(_ text: WireText, _ actions: inout [Action]) {
        guard let index = commands.inFlight.indices.last else {
            oddities.strayContinuations += 1
            return
        }
        if commands.inFlight[index].awaitsContinuation {
            let command = commands.inFlight[index].command
            let chunk = commands.inFlight[index].nextChunk
            commands.inFlight[index].nextChunk += 1
            actions.append(.send(command.chunks[chunk], transcript: command.transcript[chunk]))
        } else if commands.inFlight[index].command.overlap == .idle, !commands.inFlight[index].isIdling {
            commands.inFlight[index].isIdling = true
        } else if commands.inFlight[index].command.name == "AUTHENTICATE", !commands.inFlight[index].isChallenged {
            commands.inFlight[index].isChallenged = true
            actions.append(.challenge(tag: commands.inFlight[index].command.tag, text: text.string))
        } else {
            oddities.strayContinuations += 1
        }
        advance(&actions)
    }

    // MARK: Sending

    /// Sends what may be sent now.
    private mutating func advance(_ actions: inout [Action]) {
        guard phase == .open || phase == .loggingOut else { return }
        if let last = commands.inFlight.indices.last, commands.inFlight[last].isIdling, !commands.inFlight[last].isDone,
            wantsIdleToEnd || !commands.waiting.isEmpty
        {
            commands.inFlight[last].isDone = true
            actions.append(.send(Array("DONE\r\n".utf8), transcript: "C: DONE"))
        }
        while let next = commands.waiting.first, commands.mayStart(next), let bytes = next.chunks.first {
            commands.waiting.removeFirst()
            commands.inFlight.append(CommandQueue.InFlight(command: next))
            if next.effect == .login { terms.loginBegins() }
            if case .select = next.effect { terms.selects() }
            actions.append(.send(bytes, transcript: next.transcript.first ?? ""))
        }
        if let first = commands.inFlight.first, case .select(let wireName) = first.command.effect {
            mailbox.beginSelecting(wireName, tag: first.command.tag, &actions)
        }
    }

    // MARK: Data for commands

    private mutating func gather(_ response: Response, octets: Int, _ actions: inout [Action]) {
        if !commands.gather(response, octets: octets) { endOfTooMuch(&actions) }
    }

    private mutating func endOfTooMuch(_ actions: inout [Action]) {
        actions.append(contentsOf: end(.protocolViolation("too much data in one answer")))
    }
}

extension StatusResponse {
    /// Exchange keeps a session open whose mailbox it cannot reach, and refuses everything in it (quirk 1).
    var saysUnconnected: Bool {
        switch condition {
        case .ok, .preauth, .bye: false
        case .no, .bad: ServerText.saysUnconnected(text)
        }
    }
}
