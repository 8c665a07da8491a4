import IMAPWire
import MailModel

/// FETCH and UID FETCH (RFC 9051 section 6.4.5).
extension IMAPConnection {
    /// What is asked for about these messages, in the order in which the server tells it, each message once. Messages
    /// that are no more are missing from the result.
    package func fetch(_ set: MessageSet, _ items: [FetchItem]) async throws(IMAPError) -> [FetchedMessage] {
        try refuseIfCancelled()
        return try await ask(doubting: doubtful(items)) { () async throws(IMAPError) in
            try await self.withSpaceAsLiked(items) { request throws(IMAPError) in
                try await self.fetched(self.beginFetch(set, request))
            }
        }
    }

    /// The extensions by which these items are told, and without which they are left out.
    func doubtful(_ items: [FetchItem]) -> [ServerExtension] {
        items.compactMap { item in
            switch item {
            case .preview: .preview
            case .saveDate: .saveDate
            case .objectIDs: mayUse(.objectID) ? .objectID : .gmail
            case .gmailLabels: .gmail
            case .uid, .flags, .internalDate, .size, .bodyStructure, .modSeq, .peek, .headerFields, .binary,
                .binarySize:
                nil
            }
        }
    }

    /// Asks for these items, and once more where that is BAD and they name header fields: the space before the list of
    /// fields is what some servers do not understand (quirk 30). If it goes without, that was the reason.
    func withSpaceAsLiked(
        _ items: [FetchItem], _ ask: (FetchRequest) async throws(IMAPError) -> [FetchedMessage]
    ) async throws(IMAPError) -> [FetchedMessage] {
        let isUnspaced = profile.dislikesSpaceBeforeFields
        let request = try fetchRequest(items)
        do {
            return try await ask(request)
        } catch .bad where request.namesFields && !isUnspaced {
            let messages = try await ask(fetchRequest(items, fieldsAreSpaced: false))
            foundDislikeOfSpaceBeforeFields()
            return messages
        }
    }

    /// What changed among these messages since a mod-sequence (RFC 7162 sections 3.1.4.1 and 3.2.6); with QRESYNC also
    /// which of them vanished. The result's `vanished` is empty where the server could not tell.
    ///
    /// - Throws: `unsupported("CONDSTORE")` where the server keeps no mod-sequences; 0 is none (quirk 23).
    package func changes(
        in uids: UIDSet, since modSeq: ModSeq, _ items: [FetchItem] = [.flags]
    ) async throws(IMAPError) -> MailboxChanges {
        _ = try await knownCapabilities()
        try refuseIfCancelled()
        let skipped = skippedResponses
        return try await changes(from: beginChanges(in: uids, since: modSeq, items), skipped: skipped)
    }

    func beginChanges(
        in uids: UIDSet, since modSeq: ModSeq, _ items: [FetchItem] = [.flags]
    ) throws(IMAPError) -> [String] {
        guard modSeq.value > 0, !machine.mailbox.hasNoModSeq, uses(.condstore) else { throw .unsupported("CONDSTORE") }
        let vanished = machine.enabled.contains(ServerExtension.qresync.rawValue)
        var request = try fetchRequest(items)
        request.modifier = " (CHANGEDSINCE \(modSeq.value)\(vanished ? " VANISHED" : ""))"
        request.asksVanished = vanished
        return try beginFetch(.uids(uids), request)
    }

    /// - Parameter skipped: `skippedResponses` of when it was asked.
    func changes(from tags: [String], skipped: Int) async throws(IMAPError) -> MailboxChanges {
        var changes = MailboxChanges(try await answers(to: tags, "FETCH").flatMap(\.responses))
        changes.isWhole = skipped == skippedResponses
        return changes
    }

    /// Responses that could not be read, so far.
    var skippedResponses: Int { machine.oddities.unreadableResponses + machine.oddities.oversizedResponses }

    /// The items as this server takes them in this mailbox.
    func fetchRequest(_ items: [FetchItem], fieldsAreSpaced: Bool? = nil) throws(IMAPError) -> FetchRequest {
        try FetchRequest(
            machine.mailbox.hasNoModSeq ? items.filter { $0 != .modSeq } : items, for: usableNow,
            fieldsAreSpaced: fieldsAreSpaced ?? !profile.dislikesSpaceBeforeFields)
    }

    /// Sends what asks for these messages, in as many commands as the length of a line needs.
    func beginFetch(_ set: MessageSet, _ request: FetchRequest) throws(IMAPError) -> [String] {
        guard request.isWellFormed else { throw .unencodable }
        switch set {
        case .sequence(let range):
            guard range.lowerBound > 0 else { throw .unencodable }
            try refuseNumbersBesideUIDOnly()
            let notation = "\(range.lowerBound):\(range.upperBound)"
            return [try begin("FETCH", notation, request, .sequence(range), .sequenceNumbers)]
        case .sequenceFrom(let first):
            try refuseNumbersBesideUIDOnly()
            let first = max(1, first)
            return [try begin("FETCH", "\(first):*", request, .sequence(first...UInt32.max), .sequenceNumbers)]
        case .uidsFrom(let first):
            let wanted = UIDSet(max(1, first.value)...UInt32.max)
            return [try begin("UID FETCH", "\(max(1, first.value)):*", request, .uids(wanted), .pipelined)]
        case .uids(let uids):
            var tags: [String] = []
            for part in UIDSetParts.parts(of: uids, longest: longestSet) {
                tags.append(try begin("UID FETCH", part.wireNotation, request, .uids(part), .pipelined))
            }
            return tags
        }
    }

    func fetched(_ tags: [String]) async throws(IMAPError) -> [FetchedMessage] {
        var gathering = FetchGathering()
        for outcome in try await answers(to: tags, "FETCH") {
            for case .fetch(let response) in outcome.responses { gathering.add(response) }
        }
        return gathering.messages
    }

    private func begin(
        _ name: String, _ set: String, _ request: FetchRequest, _ messages: FetchInterest.Messages,
        _ overlap: SessionCommand.Overlap
    ) throws(IMAPError) -> String {
        let interest = FetchInterest(
            messages: messages, asksFlags: request.asksFlags, asksContent: request.asksContent,
            asksVanished: request.asksVanished)
        return try submit(name, interest: .fetch(interest), overlap: overlap) { encoder throws(EncodingError) in
            try encoder.raw(" \(set) \(request.wire)\(request.modifier)")
        }
    }
}

/// The items of a FETCH as the wire has them.
struct FetchRequest {
    var wire: String
    /// What stands behind the items (RFC 4466 section 2.4), with the space before it.
    var modifier = ""
    var asksFlags = false
    var asksContent = false
    var asksVanished = false
    /// Whether it asks for header fields by name.
    private(set) var namesFields = false
    /// Whether every name in it is one that can stand there.
    private(set) var isWellFormed = true

    /// - Parameter fieldsAreSpaced: whether there is a space before the list of header fields, as the grammar has it.
    init(_ items: [FetchItem], for known: Capabilities, fieldsAreSpaced: Bool = true) throws(IMAPError) {
        var names = ["UID"]
        for item in items {
            switch item {
            case .uid: continue
            case .flags:
                asksFlags = true
                names.append("FLAGS")
                continue
            case .modSeq:
                if known.contains("CONDSTORE") || known.contains("QRESYNC") { names.append("MODSEQ") }
                continue
            case .internalDate: names.append("INTERNALDATE")
            case .size: names.append("RFC822.SIZE")
            case .bodyStructure: names.append("BODYSTRUCTURE")
            case .peek(let section, let partial):
                let range = partial.map { "<\($0.lowerBound).\($0.count)>" } ?? ""
                names.append("BODY.PEEK[\(section)]\(range)")
            case .headerFields(let fields):
                // Atoms without quotes: some servers take nothing else (quirk 30).
                isWellFormed = isWellFormed && !fields.isEmpty && fields.allSatisfy(Self.isFieldName)
                namesFields = true
                let space = fieldsAreSpaced ? " " : ""
                names.append("BODY.PEEK[HEADER.FIELDS\(space)(\(fields.joined(separator: " ")))]")
            case .binary, .binarySize, .preview, .saveDate, .objectIDs, .gmailLabels:
                let extensions = try item.extensionNames(for: known)
                names.append(contentsOf: extensions)
                // The answer to any other may be NIL, which tells no more than that there is one.
                if !item.alwaysHasValue { continue }
            }
            asksContent = true
        }
        wire = "(" + names.joined(separator: " ") + ")"
    }

    /// RFC 5322 section 3.6.8, less what an atom cannot hold.
    private static func isFieldName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"(){}%*\"\\]:".utf8.contains($0) }
    }
}
