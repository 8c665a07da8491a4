import IMAPWire

/// NOTIFY (RFC 5465).
extension IMAPConnection {
    /// How much a server is asked to tell by NOTIFY; what it will not do is asked for less of, and then not at all.
    enum Notification: Sendable, Equatable, CaseIterable {
        /// Messages and flags of every mailbox, and which mailboxes there are.
        case everything
        /// Where messages come and go, which is the least that a server has to know (RFC 5465 section 5).
        case messages
        /// Of the open mailbox only, as without NOTIFY.
        case openMailbox
        case nothing

        /// What to fall back to.
        var next: Notification {
            switch self {
            case .everything: .messages
            case .messages, .openMailbox, .nothing: .nothing
            }
        }

        /// Expunges of the open mailbox are told when they would be without NOTIFY, so that numbers hold as long
        /// (RFC 5465 section 6.1.2).
        func groups(telling attributes: [FetchAttribute]) -> [NotifyGroup] {
            let counts: [NotifyGroup.Event] = [.messageNew([]), .messageExpunge]
            let open = NotifyGroup(
                .selectedDelayed, [.messageNew(attributes), .messageExpunge, .flagChange])
            return switch self {
            case .everything:
                [
                    open, NotifyGroup(.personal, counts + [.flagChange, .mailboxName, .subscriptionChange]),
                    // Those that others share: the user has chosen them.
                    NotifyGroup(.subscribed, counts + [.flagChange]),
                ]
            case .messages: [open, NotifyGroup(.personal, counts)]
            case .openMailbox: [open]
            case .nothing: []
            }
        }
    }

    /// Lets the server tell of what happens in mailboxes that are not open, through `updates`.
    ///
    /// - Parameter tellsStatus: whether the server first tells how those mailboxes stand.
    /// - Returns: how they stand, by wire name.
    /// - Throws: `unsupported("NOTIFY")`: what stands for it is IDLE in one mailbox and STATUS of the others.
    package func notify(
        _ groups: [NotifyGroup], tellsStatus: Bool = true
    ) async throws(IMAPError) -> [String: MailboxStatusValues] {
        try await usableCapabilities().require("NOTIFY")
        let outcome = try await run("NOTIFY", interest: .status) { encoder throws(EncodingError) in
            encoder.space()
            try encoder.notifySet(groups, tellsStatus: tellsStatus)
        }
        var values: [String: MailboxStatusValues] = [:]
        for case .mailboxStatus(let status) in outcome.responses {
            values[status.wireName] = MailboxStatusValues(status)
        }
        return values
    }

    /// Wants to be told of nothing any more, not even of the open mailbox.
    package func notifyNone() async throws(IMAPError) {
        try await usableCapabilities().require("NOTIFY")
        _ = try await run("NOTIFY") { encoder throws(EncodingError) in try encoder.raw(" NONE") }
    }

    // MARK: All mailboxes

    /// Whether the server has promised to tell of what happens in other mailboxes than the open one.
    package var isNotified: Bool { notification == .everything || notification == .messages }

    /// How all mailboxes stand, and from then on what happens in them, through `updates`, as far as the server tells: one
    /// turn for both. NOTIFY goes first, so that nothing falls between the two.
    ///
    /// - Parameter items: what is to be told of new messages in the open mailbox, beside that they are there.
    package func listing(notifying items: [FetchItem]) async throws(IMAPError) -> FolderListing {
        _ = try await knownCapabilities()
        guard notification == .nothing, uses(.notify) else { return try await listing() }
        let attributes = items.flatMap { $0.attributes(for: usableNow) }
        let tag = try beginNotify(.everything, attributes)
        let pending = try beginList(withStatus: true)
        await settleNotify(.everything, attributes, try await answer(to: tag))
        return try await listing(from: pending)
    }

    /// The server has stopped to tell, or tells not all: the open mailbox is to be told as it would be without NOTIFY, and
    /// the others will be asked for. That a server has once stopped means that it cannot do what was asked of it.
    ///
    /// - Throws: what the server said to that; it tells nothing at all then.
    package func notifyOpenMailboxOnly() async throws(IMAPError) {
        gaveUp(on: .notify)
        guard notification != .nothing else { return }
        notification = .openMailbox
        let tag = try beginNotify(.openMailbox, [])
        _ = try accepted(await answer(to: tag), "NOTIFY")
    }

    /// Something has happened that the server did not tell.
    ///
    /// - Returns: whether it happened too often to be chance.
    package func notifyMissed() -> Bool {
        suspects(.notify)
        return !mayUse(.notify)
    }

    private func beginNotify(
        _ wanted: Notification, _ attributes: [FetchAttribute]
    ) throws(IMAPError) -> String {
        try submit("NOTIFY") { encoder throws(EncodingError) in
            encoder.space()
            try encoder.notifySet(wanted.groups(telling: attributes), tellsStatus: false)
        }
    }

    /// Takes the answer to NOTIFY. One that is refused changes nothing about what is told (RFC 5465 section 3.1): NO is
    /// said of events that the server does not know or finds too dear, BAD of the command.
    private func settleNotify(
        _ wanted: Notification, _ attributes: [FetchAttribute], _ outcome: CommandOutcome
    ) async {
        switch outcome.status.condition {
        case .ok, .preauth: notification = wanted
        case .bye: break
        case .bad: gaveUp(on: .notify)
        case .no:
            guard wanted.next != .nothing, let tag = try? beginNotify(wanted.next, attributes),
                let second = try? await answer(to: tag)
            else {
                // Also where the connection has ended, which the next command says.
                gaveUp(on: .notify)
                return
            }
            await settleNotify(wanted.next, attributes, second)
        }
    }
}

extension FetchItem {
    /// What NOTIFY can tell of it with a new message, which may have no part but its header.
    fileprivate func attributes(for known: Capabilities) -> [FetchAttribute] {
        switch self {
        case .uid: [.uid]
        case .flags: [.flags]
        case .internalDate: [.internalDate]
        case .size: [.size]
        case .bodyStructure: [.bodyStructure]
        case .modSeq: known.offers(.condstore) ? [.modSeq] : []
        case .headerFields(let names): [.body(part: [], text: .fields(names), partial: nil)]
        case .preview(let isLazy): known.contains("PREVIEW") ? [.preview(isLazy: isLazy)] : []
        case .saveDate: known.contains("SAVEDATE") ? [.saveDate] : []
        case .objectIDs:
            known.contains("OBJECTID")
                ? [.emailID, .threadID] : known.contains("X-GM-EXT-1") ? [.gmailMessageID, .gmailThreadID] : []
        case .gmailLabels: known.contains("X-GM-EXT-1") ? [.gmailLabels] : []
        case .peek, .binary, .binarySize: []
        }
    }
}
