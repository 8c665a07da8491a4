import IMAPWire
import MailModel

/// What is asked for in the flight of a SELECT, before anything of its answer is known.
///
/// Messages can only be named by UID there: one who has sent anything but FETCH, STORE and SEARCH has to wait for its
/// answer before it sends numbers of messages (RFC 9051 section 5.5).
package enum FirstFetch: Sendable, Equatable {
    /// So many of the newest messages. In one flight with PARTIAL (RFC 9394), or where this connection has heard how the
    /// mailbox stands; else a turn later by their numbers.
    case newest(Int, [FetchItem])
    /// The messages of so many UIDs from this one on, as are new in a mailbox that is known.
    case from(UID, atMost: UInt32, [FetchItem])

    var items: [FetchItem] {
        switch self {
        case .newest(_, let items), .from(_, _, let items): items
        }
    }
}

/// A mailbox that is open, with the messages that were asked for along with it.
package struct OpenedMailbox: Sendable, Equatable {
    package var mailbox: SelectedMailbox
    /// All that was asked for, and perhaps a few more; in the order of the server. Nil where that cannot be said: then
    /// they are asked for as if nothing had been.
    package var messages: [FetchedMessage]?
}

/// The way into an account: its folders and one of them open.
package struct OpenedAccount: Sendable, Equatable {
    package var folders: [ListedFolder]
    /// Whether the server can tell more of the folders than it was asked for, as what it can do was not known yet:
    /// `list()` asks for it, when the first screen is there.
    package var foldersAreProvisional: Bool
    package var opened: OpenedMailbox
}

extension IMAPConnection {
    /// Opens a mailbox and fetches the first of its messages, in one flight where that is possible.
    ///
    /// - Parameter known: as for `select`.
    package func select(
        _ wireName: String, readOnly: Bool = false, known: KnownMailbox? = nil, first: FirstFetch
    ) async throws(IMAPError) -> OpenedMailbox {
        try refuseIfCancelled()
        if known != nil { _ = try await knownCapabilities() }
        let opening = try beginOpening(wireName, readOnly: readOnly, known: known, first)
        return try await opened(opening)
    }

    /// Lists the folders, opens one of them and fetches the first of its messages, all in one flight where that is
    /// possible: what a connection that has just logged in has to do.
    package func listAndSelect(
        _ wireName: String, readOnly: Bool = false, known: KnownMailbox? = nil, first: FirstFetch?
    ) async throws(IMAPError) -> OpenedAccount {
        try refuseIfCancelled()
        if known != nil { _ = try await knownCapabilities() }
        try enableOnce()
        // Where capabilities are still on their way a plain LIST is what any server understands.
        let isBlind = machine.capabilities == nil
        let pending = try beginList(withStatus: false)
        let opening = try beginOpening(wireName, readOnly: readOnly, known: known, first)
        let folders = await result { () async throws(IMAPError) in try await self.listing(from: pending).folders }
        let opened = await result { () async throws(IMAPError) in try await self.opened(opening) }
        return OpenedAccount(
            folders: try folders.get(), foldersAreProvisional: isBlind && canTellMoreOfFolders,
            opened: try opened.get())
    }

    // MARK: One flight

    /// A SELECT on its way, and what was sent behind it.
    struct Opening {
        var selection: Selection
        var first: FirstFetch?
        /// The commands behind the SELECT; none where nothing could be asked yet.
        var tags: [String]
        var isPartial = false
        /// Whether header fields were asked for without the space before their list.
        var isUnspaced = false
        /// What was known to be broken when it was asked.
        var broken: Set<String> = []
    }

    private func beginOpening(
        _ wireName: String, readOnly: Bool, known: KnownMailbox?, _ first: FirstFetch?
    ) throws(IMAPError) -> Opening {
        guard let first else {
            return Opening(selection: try beginSelect(wireName, readOnly: readOnly, known: known), tags: [])
        }
        var request = try fetchRequest(first.items)
        var opening = Opening(
            selection: try beginSelect(wireName, readOnly: readOnly, known: known), first: first, tags: [],
            isUnspaced: profile.dislikesSpaceBeforeFields, broken: profile.broken)
        switch first {
        case .newest(let count, _):
            if uses(.partial) {
                opening.isPartial = true
                // RFC 9394 section 3.4: the last ones, by a window on all.
                request.modifier = " (PARTIAL -1:-\(max(1, count)))"
                opening.tags = try beginFetch(.uidsFrom(UID(1)), request)
            } else if let uid = machine.figures.uid(ofNewest: count, in: wireName) {
                opening.tags = try beginFetch(.uidsFrom(UID(uid)), request)
            }
        case .from(let uid, let most, _):
            opening.tags = try beginFetch(.uids(UIDSet(Self.range(from: uid, atMost: most))), request)
        }
        return opening
    }

    private static func range(from uid: UID, atMost count: UInt32) -> ClosedRange<UInt32> {
        let lower = max(1, uid.value)
        let (upper, overflows) = lower.addingReportingOverflow(max(1, count) - 1)
        return lower...(overflows ? UInt32.max : upper)
    }

    private func opened(_ opening: Opening) async throws(IMAPError) -> OpenedMailbox {
        let selected = await result { () async throws(IMAPError) in try await self.selected(opening.selection) }
        // Also where the mailbox could not be opened its answer has to come, and is then refused as well.
        let found = await result { () async throws(IMAPError) in try await self.fetched(opening.tags) }
        let mailbox = try selected.get()
        guard let first = opening.first else { return OpenedMailbox(mailbox: mailbox) }
        if case .failure(let error) = found, !error.isRefusedCommand { throw error }
        let messages = try? found.get()
        switch first {
        case .from(let uid, let most, _):
            let last = Self.range(from: uid, atMost: most).upperBound
            let isWhole = mailbox.uidNext.map { $0.value <= last || $0.value - last == 1 } ?? false
            return OpenedMailbox(mailbox: mailbox, messages: isWhole ? messages : nil)
        case .newest(let count, let items):
            let whole = try await completed(messages ?? [], to: count, items, in: mailbox)
            if messages == nil, whole != nil, mailbox.exists > 0, isOfPartial(opening) { gaveUp(on: .partial) }
            return OpenedMailbox(mailbox: mailbox, messages: whole)
        }
    }

    /// Fetches by number what is missing of the newest messages; nil where the server refuses.
    private func completed(
        _ messages: [FetchedMessage], to count: Int, _ items: [FetchItem], in mailbox: SelectedMailbox
    ) async throws(IMAPError) -> [FetchedMessage]? {
        let wanted = min(mailbox.exists, UInt32(clamping: max(1, count)))
        guard messages.count < Int(wanted) else { return messages }
        let lower = mailbox.exists - wanted + 1
        // Without numbers (UIDONLY) nothing can be said of where they are.
        let lowest = messages.lazy.map(\.sequence).min() ?? mailbox.exists.addingReportingOverflow(1).partialValue
        guard lowest > lower else { return nil }
        do {
            return try await fetch(.sequence(lower...(lowest - 1)), items) + messages
        } catch {
            if error.isRefusedCommand { return nil }
            throw error
        }
    }

    /// Whether a refusal in the flight that goes by numbers can only be of PARTIAL: nothing else differed.
    private func isOfPartial(_ opening: Opening) -> Bool {
        opening.isPartial && !isRetried(opening.selection) && opening.isUnspaced == profile.dislikesSpaceBeforeFields
            && opening.broken == profile.broken
    }

    /// Whether the SELECT was refused with its parameter, and what was sent behind it with it.
    private func isRetried(_ selection: Selection) -> Bool {
        selection.parameter.map { !mayUse($0.needs) } ?? false
    }
}

extension IMAPError {
    /// Whether this is the server's answer to one command, and says nothing of the next.
    fileprivate var isRefusedCommand: Bool {
        switch self {
        case .no, .bad, .unsupported, .unencodable: true
        case .connectionRefused, .hostNotFound, .connectionFailed, .timedOut, .closed, .startTLSRefused,
            .preauthBeforeTLS, .plaintextRefused, .bytesBeforeTLS, .trustFileUnreadable, .tlsFailed, .certificate,
            .loginRefused, .sasl, .clientCertificateUnreadable, .loginMethodUnavailable, .protocolViolation, .cancelled,
            .passwordCommandFailed, .tokenCommandFailed:
            false
        }
    }
}
