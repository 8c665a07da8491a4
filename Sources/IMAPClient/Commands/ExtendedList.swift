import IMAPWire
import MailModel

/// What a LIST with options told of one mailbox.
package struct ListedMailbox: Sendable, Equatable {
    package var folder: ListedFolder
    /// Lower case, with their backslash.
    package var attributes: Set<String>
    /// Why a parent is listed though it does not match itself (CHILDINFO, RFC 5258 section 3.5), such as `SUBSCRIBED`.
    package var childInfo: [String] = []
    package var status: MailboxStatusValues?
    /// What we may do with it, a letter each.
    package var rights: String?
    /// By entry name in lower case.
    package var metadata: [String: String] = [:]
}

/// Which mailboxes are to be listed and what is to be told of them.
package struct ListRequest: Sendable, Equatable {
    package var selection: [ListSelection] = []
    package var patterns = ["*"]
    /// Empty for none.
    package var status: [StatusItem] = []
    package var rights = false
    /// Empty for none.
    package var metadata: [String] = []

    package init() {}
}

/// LIST with selection and return options: LIST-EXTENDED (RFC 5258), LIST-STATUS (RFC 5819), SPECIAL-USE (RFC 6154),
/// LIST-MYRIGHTS (RFC 8440) and LIST-METADATA (RFC 9590).
extension IMAPConnection {
    /// Mailboxes with what is wanted of each, in one turn as far as the server can; the rest is asked for one by one.
    ///
    /// - Throws: `unsupported("LIST-EXTENDED")`, for which `list()` stands, and `unsupported("SPECIAL-USE")` where only
    ///   mailboxes with a use are asked for.
    package func list(_ request: ListRequest) async throws(IMAPError) -> [ListedMailbox] {
        let known = try await usableCapabilities()
        try known.require("LIST-EXTENDED")
        if request.selection.contains(.specialUse) { try known.require("SPECIAL-USE") }
        let items = request.status.filter { known.offers($0) }
        let options = Self.options(request, items: items, known)
        let outcome = try await run("LIST", interest: .listing) { encoder throws(EncodingError) in
            encoder.space()
            try encoder.listArguments(
                selecting: request.selection, patterns: request.patterns, returning: options)
        }
        var mailboxes = ListedMailbox.mailboxes(outcome.responses, subscribedOnly: request.selection == [.subscribed])
        try await complete(&mailboxes, request, items: items, known)
        return mailboxes
    }

    private static func options(
        _ request: ListRequest, items: [StatusItem], _ known: Capabilities
    ) -> [ListReturn] {
        var options: [ListReturn] = [.subscribed, .children]
        if known.offers("SPECIAL-USE") { options.append(.specialUse) }
        if request.rights, known.contains("LIST-MYRIGHTS") { options.append(.myRights) }
        if !items.isEmpty, known.offers("LIST-STATUS") { options.append(.status(items)) }
        if !request.metadata.isEmpty, known.contains("LIST-METADATA") { options.append(.metadata(request.metadata)) }
        return options
    }

    /// Asks for what could not be asked for along with LIST. A mailbox that refuses is left without.
    private func complete(
        _ mailboxes: inout [ListedMailbox], _ request: ListRequest, items: [StatusItem], _ known: Capabilities
    ) async throws(IMAPError) {
        for index in mailboxes.indices where mailboxes[index].folder.isSelectable {
            let name = mailboxes[index].folder.wireName
            if !items.isEmpty, !known.offers("LIST-STATUS") {
                mailboxes[index].status = try await unlessRefused { () async throws(IMAPError) in
                    try await self.status(of: name, items)
                }
            }
            if request.rights, !known.contains("LIST-MYRIGHTS"), known.contains("ACL") {
                mailboxes[index].rights =
                    try await unlessRefused { () async throws(IMAPError) in try await self.myRights(on: name) } ?? nil
            }
            if !request.metadata.isEmpty, !known.contains("LIST-METADATA"), known.contains("METADATA") {
                mailboxes[index].metadata =
                    try await unlessRefused { () async throws(IMAPError) in
                        try await self.metadata(of: name, request.metadata)
                    } ?? [:]
            }
        }
    }

    private func unlessRefused<Value>(
        _ body: () async throws(IMAPError) -> Value
    ) async throws(IMAPError) -> Value? {
        do {
            return try await body()
        } catch .no, .bad {
            return nil
        } catch {
            throw error
        }
    }
}

extension ListedMailbox {
    /// - Parameter subscribedOnly: whether being listed means to be subscribed to; some servers do not repeat it.
    fileprivate static func mailboxes(_ responses: [Response], subscribedOnly: Bool) -> [ListedMailbox] {
        var mailboxes: [ListedMailbox] = []
        var positions: [String: Int] = [:]
        for folder in FolderList.folders(responses, subscribed: nil) {
            positions[folder.wireName] = mailboxes.count
            var listed = folder
            if subscribedOnly { listed.isSubscribed = true }
            mailboxes.append(ListedMailbox(folder: listed, attributes: []))
        }
        for response in responses {
            switch response {
            case .list(let list):
                guard let index = positions[list.wireName] else { continue }
                mailboxes[index].attributes.formUnion(list.attributes)
                mailboxes[index].childInfo += list.childInfo
            case .mailboxStatus(let status):
                guard let index = positions[status.wireName] else { continue }
                mailboxes[index].status = MailboxStatusValues(status)
            case .myRights(let rights):
                guard let index = positions[rights.wireName] else { continue }
                mailboxes[index].rights = rights.entries.first?.rights
            case .metadata(let metadata):
                guard let index = positions[metadata.wireName] else { continue }
                for entry in metadata.entries {
                    if let text = entry.text { mailboxes[index].metadata[entry.name.lowercased()] = text }
                }
            default: break
            }
        }
        return mailboxes
    }
}
