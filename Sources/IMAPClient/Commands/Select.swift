import IMAPWire
import MailModel

/// SELECT, EXAMINE and UNSELECT (RFC 9051 sections 6.3.2, 6.3.3 and 6.4.2).
extension IMAPConnection {
    /// Opens a mailbox; from here on `updates` are about it.
    ///
    /// - Parameter known: what is known of it from before. Where the server has QRESYNC the result's `changes` are then
    ///   what vanished and changed since; they are in no update.
    package func select(
        _ wireName: String, readOnly: Bool = false, known: KnownMailbox? = nil
    ) async throws(IMAPError) -> SelectedMailbox {
        try refuseIfCancelled()
        // What QRESYNC saves is worth the turn in which the server says whether it has it.
        if known != nil { _ = try await knownCapabilities() }
        return try await selected(beginSelect(wireName, readOnly: readOnly, known: known))
    }

    /// Leaves the mailbox, and removes nothing from it as CLOSE would.
    package func unselect() async throws(IMAPError) {
        _ = try await knownCapabilities()
        if uses(.unselect) {
            _ = try await run("UNSELECT", effect: .unselect)
        } else {
            // A mailbox that does not exist: the selection ends with the NO (RFC 3501 section 6.3.1).
            let tag = try submit("EXAMINE", interest: .select, effect: .unselect) { encoder in
                encoder.space()
                encoder.mailbox("Martlet does not have this folder")
            }
            _ = try await answer(to: tag)
        }
    }

    /// A SELECT or EXAMINE that is on its way.
    struct Selection {
        var tag: String
        var wireName: String
        var readOnly: Bool
        /// What was asked along with it.
        var parameter: Parameter?
        /// `skippedResponses` of when it was sent.
        var skipped = 0

        var command: String { readOnly ? "EXAMINE" : "SELECT" }
    }

    /// A parameter of SELECT (RFC 4466 section 2.1).
    enum Parameter {
        case condstore
        case qresync(KnownMailbox, wire: String)

        var wire: String {
            switch self {
            case .condstore: " (CONDSTORE)"
            case .qresync(_, let wire): " (QRESYNC \(wire))"
            }
        }

        var needs: ServerExtension {
            switch self {
            case .condstore: .condstore
            case .qresync: .qresync
            }
        }
    }

    func beginSelect(
        _ wireName: String, readOnly: Bool, known: KnownMailbox? = nil
    ) throws(IMAPError) -> Selection {
        try enableOnce()
        if let known, let wire = known.wire, isResyncEnabled, uses(.qresync) {
            return try beginSelect(wireName, readOnly: readOnly, parameter: .qresync(known, wire: wire))
        }
        return try beginSelect(wireName, readOnly: readOnly, parameter: uses(.condstore) ? .condstore : nil)
    }

    private func beginSelect(
        _ wireName: String, readOnly: Bool, parameter: Parameter?
    ) throws(IMAPError) -> Selection {
        var selection = Selection(
            tag: "", wireName: wireName, readOnly: readOnly, parameter: parameter, skipped: skippedResponses)
        let asksChanges = if case .qresync = parameter { true } else { false }
        selection.tag = try submit(
            selection.command, interest: asksChanges ? .resync : .select, effect: .select(wireName: wireName)
        ) { encoder throws(EncodingError) in
            encoder.space()
            encoder.mailbox(wireName)
            if let parameter { try encoder.raw(parameter.wire) }
        }
        return selection
    }

    /// Enabled, or asked to be: then the answer is on its way before that to the SELECT.
    private var isResyncEnabled: Bool {
        machine.enabled.contains(ServerExtension.qresync.rawValue) || (hasAskedToEnable && !machine.hasSelected)
    }

    func selected(_ selection: Selection) async throws(IMAPError) -> SelectedMailbox {
        let outcome = try await answer(to: selection.tag)
        if outcome.status.condition == .bad, let parameter = selection.parameter {
            // Offered, and perhaps not understood: if it goes without, that was the reason.
            let mailbox = try await selected(
                beginSelect(selection.wireName, readOnly: selection.readOnly, parameter: nil))
            gaveUp(on: parameter.needs)
            return mailbox
        }
        _ = try accepted(outcome, selection.command)
        var mailbox = SelectedMailbox(wireName: selection.wireName, isReadOnly: selection.readOnly)
        for response in outcome.responses { mailbox.learn(response) }
        mailbox.learn(.status(outcome.status))
        if case .qresync(let known, _) = selection.parameter, mailbox.uidValidity == known.uidValidity,
            mailbox.highestModSeq != nil
        {
            mailbox.changes = MailboxChanges(outcome.responses)
            mailbox.changes?.isWhole = selection.skipped == skippedResponses
        }
        if let next = mailbox.uidNext {
            machine.figures.note(mailbox.wireName, messages: mailbox.exists, uidNext: next.value)
        }
        return mailbox
    }
}

extension MailboxChanges {
    /// What VANISHED (EARLIER) and FETCH responses say.
    init(_ responses: [Response]) {
        var ranges: [ClosedRange<UInt32>] = []
        var gathering = FetchGathering()
        for response in responses {
            switch response {
            case .vanished(earlier: true, let gone): ranges.append(contentsOf: gone)
            case .fetch(let fetch): gathering.add(fetch)
            default: break
            }
        }
        self.init(vanished: UIDSet(ranges: ranges), changed: gathering.messages)
    }
}

extension SelectedMailbox {
    /// Takes in one response to SELECT. Zeros stand for values that the server does not have (quirk 18).
    fileprivate mutating func learn(_ response: Response) {
        switch response {
        case .exists(let count): exists = count
        case .status(let status):
            switch status.code {
            case .uidValidity(let value): uidValidity = UIDValidity(value)
            case .uidNext(let value): uidNext = value == 0 ? nil : UID(value)
            case .highestModSeq(let value): highestModSeq = value == 0 ? nil : ModSeq(value)
            case .noModSeq: highestModSeq = nil
            case .permanentFlags(let names):
                permanentFlags = Flags(wire: names)
                allowsNewKeywords = names.contains("\\*")
            case .readOnly: isReadOnly = true
            case .uidNotSticky: uidsAreNotSticky = true
            default: break
            }
        default: break
        }
    }
}
