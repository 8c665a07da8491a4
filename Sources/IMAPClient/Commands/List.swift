import IMAPWire
import MailModel

/// LIST and LSUB (RFC 9051 section 6.3.9, RFC 5258, RFC 6154).
extension IMAPConnection {
    /// The folders of the account, each once, with their roles.
    ///
    /// One LIST where the server takes options with it. Where it answers BAD or nothing at all, a plain LIST with an
    /// LSUB beside it; what it understood is remembered for the connection (quirk 13).
    package func list() async throws(IMAPError) -> [ListedFolder] {
        let known = try await knownCapabilities()
        return try await folders(from: beginList(known), known: known)
    }

    /// LIST and SELECT in one turn.
    package func listAndSelect(
        _ wireName: String, readOnly: Bool = false
    ) async throws(IMAPError) -> ([ListedFolder], SelectedMailbox) {
        try refuseIfCancelled()
        // Where capabilities are on their way SELECT does not wait for them; LIST does.
        guard let known = machine.capabilities else {
            let selection = try beginSelect(wireName, readOnly: readOnly)
            let mailbox = await result { () async throws(IMAPError) in
                try await self.selected(selection, wireName: wireName, readOnly: readOnly)
            }
            return (try await list(), try mailbox.get())
        }
        let listing = try beginList(known)
        let selection = try beginSelect(wireName, readOnly: readOnly)
        let folders = await result { () async throws(IMAPError) in
            try await self.folders(from: listing, known: known)
        }
        let mailbox = await result { () async throws(IMAPError) in
            try await self.selected(selection, wireName: wireName, readOnly: readOnly)
        }
        return (try folders.get(), try mailbox.get())
    }

    private func result<Value>(
        _ body: () async throws(IMAPError) -> Value
    ) async -> Result<Value, IMAPError> {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }

    /// The commands of one rung, already sent.
    struct Listing {
        var tag: String
        var subscriptionTag: String?
    }

    private func beginList(_ known: Capabilities) throws(IMAPError) -> Listing {
        if listRung == 0, !known.contains("LIST-EXTENDED"), !known.contains("IMAP4REV2") { listRung = 1 }
        guard listRung == 0 else {
            let tag = try submit("LIST", interest: .list) { encoder throws(EncodingError) in
                try encoder.raw(" \"\" \"*\"")
            }
            let subscriptions = try submit("LSUB", interest: .lsub) { encoder throws(EncodingError) in
                try encoder.raw(" \"\" \"*\"")
            }
            return Listing(tag: tag, subscriptionTag: subscriptions)
        }
        let roles = known.contains("SPECIAL-USE") || known.contains("IMAP4REV2") ? " SPECIAL-USE" : ""
        let tag = try submit("LIST", interest: .list) { encoder throws(EncodingError) in
            // All is asked for by name: some servers leave out what is not (quirk 14).
            try encoder.raw(" \"\" \"*\" RETURN (SUBSCRIBED CHILDREN\(roles))")
        }
        return Listing(tag: tag)
    }

    private func folders(from listing: Listing, known: Capabilities) async throws(IMAPError) -> [ListedFolder] {
        let outcome = try await answer(to: listing.tag)
        guard let subscriptionTag = listing.subscriptionTag else {
            if outcome.status.condition == .ok, !outcome.responses.isEmpty {
                return FolderList.folders(outcome.responses, subscribed: nil)
            }
            listRung = 1
            return try await folders(from: beginList(known), known: known)
        }
        let subscriptions = try await answer(to: subscriptionTag)
        let found = try accepted(outcome, "LIST").responses
        // Without a list of subscriptions every folder counts as subscribed, so that none is hidden.
        let isKnown = subscriptions.status.condition == .ok
        return FolderList.folders(found, subscribed: isKnown ? FolderList.names(subscriptions.responses) : [])
    }
}
