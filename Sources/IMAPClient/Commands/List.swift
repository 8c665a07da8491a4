import IMAPWire
import MailModel

/// LIST, LSUB and XLIST (RFC 9051 section 6.3.9, RFC 5258, RFC 5819, RFC 6154).
extension IMAPConnection {
    /// The folders of the account, each once, with their roles.
    ///
    /// One LIST where the server takes options with it. Where it answers BAD or nothing at all, one with fewer, and at
    /// last a plain LIST with an LSUB beside it; what it understood is remembered (quirk 13).
    package func list() async throws(IMAPError) -> [ListedFolder] {
        try await listing(withStatus: false).folders
    }

    /// The folders of the account and, where the server tells them with LIST, the counts of each.
    package func listing(withStatus: Bool = true) async throws(IMAPError) -> FolderListing {
        _ = try await knownCapabilities()
        return try await listing(from: beginList(withStatus: withStatus))
    }

    /// LIST and SELECT in one turn. Where the server turns out to tell more of folders, they are listed once more.
    package func listAndSelect(
        _ wireName: String, readOnly: Bool = false, known: KnownMailbox? = nil
    ) async throws(IMAPError) -> ([ListedFolder], SelectedMailbox) {
        let account = try await listAndSelect(wireName, readOnly: readOnly, known: known, first: nil)
        return (account.foldersAreProvisional ? try await list() : account.folders, account.opened.mailbox)
    }

    /// Whether LIST can be asked for more than a plain one tells.
    var canTellMoreOfFolders: Bool { firstRung(withStatus: false) != .plain || mayUse(.xlist) }

    func result<Value>(
        _ body: () async throws(IMAPError) -> Value
    ) async -> Result<Value, IMAPError> {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}

/// The commands of one rung, already sent.
package struct PendingListing: Sendable {
    var rung: ListRung
    var tag: String
    var subscriptionTag: String?
}

extension IMAPConnection {
    /// The highest rung that is offered and not known to be broken.
    private func firstRung(withStatus: Bool) -> ListRung {
        guard mayUse(.listExtended) else { return .plain }
        if withStatus, mayUse(.listStatus) { return .withStatus }
        return mayUse(.specialUse) ? .withRoles : .withSubscriptions
    }

    func beginList(withStatus: Bool) throws(IMAPError) -> PendingListing {
        try beginList(firstRung(withStatus: withStatus))
    }

    private func beginList(_ rung: ListRung) throws(IMAPError) -> PendingListing {
        switch rung {
        case .withStatus, .withRoles, .withSubscriptions:
            var options = ["SUBSCRIBED", "CHILDREN"]
            _ = uses(.listExtended)
            // All is asked for by name: some servers leave out what is not (quirk 14).
            if rung != .withSubscriptions, uses(.specialUse) { options.append("SPECIAL-USE") }
            if rung == .withStatus, uses(.listStatus) { options.append("STATUS (\(statusItems))") }
            return PendingListing(
                rung: rung,
                tag: try submitList(
                    "LIST", rung == .withStatus ? .listWithStatus : .list,
                    " RETURN (\(options.joined(separator: " ")))"))
        case .plain:
            // XLIST tells roles where nothing else does.
            let tellsRoles = !mayUse(.specialUse) && uses(.xlist)
            let tag = try submitList(tellsRoles ? "XLIST" : "LIST", .list)
            // Never LSUB where only IMAP4rev2 is spoken, which does not have it (quirk 14).
            let hasSubscriptions = machine.capabilities.map { $0.contains("IMAP4REV1") || !$0.contains("IMAP4REV2") }
            return PendingListing(
                rung: rung, tag: tag, subscriptionTag: hasSubscriptions ?? true ? try submitList("LSUB", .lsub) : nil)
        }
    }

    private func submitList(
        _ name: String, _ interest: Interest, _ options: String = ""
    ) throws(IMAPError) -> String {
        try submit(name, interest: interest) { encoder throws(EncodingError) in
            try encoder.raw(" \"\" \"*\"\(options)")
        }
    }

    /// The folders that a listing under way brings, lower rungs tried where it fails.
    package func listing(from pending: PendingListing) async throws(IMAPError) -> FolderListing {
        let outcome = try await answer(to: pending.tag)
        switch pending.rung {
        case .withStatus, .withRoles, .withSubscriptions:
            if outcome.status.condition == .ok, let found = understood(outcome, pending.rung) { return found }
            // NO is said of folders, not of words: only BAD and silence speak against the form.
            if outcome.status.condition == .no { _ = try accepted(outcome, "LIST") }
            if let needed = pending.rung.needs { gaveUp(on: needed) }
            return try await listing(from: beginList(pending.rung.next ?? .plain))
        case .plain: return try await plainListing(outcome, pending)
        }
    }

    /// What a LIST with options told; nil where it told nothing, as no account is without INBOX.
    private func understood(_ outcome: CommandOutcome, _ rung: ListRung) -> FolderListing? {
        let folders = FolderList.folders(outcome.responses, subscribed: nil)
        guard !folders.isEmpty else { return nil }
        var statuses: [String: MailboxStatusValues] = [:]
        for case .mailboxStatus(let status) in outcome.responses {
            statuses[status.wireName] = MailboxStatusValues(status)
        }
        // The folders came and no count with them: counts are not asked for this way again.
        if rung == .withStatus, statuses.isEmpty { gaveUp(on: .listStatus) }
        return FolderListing(folders: folders, statuses: statuses)
    }

    private func plainListing(
        _ outcome: CommandOutcome, _ pending: PendingListing
    ) async throws(IMAPError) -> FolderListing {
        var subscribed: Set<String> = []
        if let tag = pending.subscriptionTag {
            let subscriptions = try await answer(to: tag)
            // Without a list of subscriptions every folder counts as subscribed, so that none is hidden.
            if subscriptions.status.condition == .ok { subscribed = FolderList.names(subscriptions.responses) }
        }
        let found = try accepted(outcome, "LIST").responses
        return FolderListing(folders: FolderList.folders(found, subscribed: subscribed))
    }
}
