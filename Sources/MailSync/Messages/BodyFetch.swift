import IMAPClient
import MailModel
import MailStore
import MessageContent

/// Fetches the text of messages of the selected folder into the store.
struct BodyFetch: Sendable {
    let connection: IMAPConnection
    let store: MailStore
    let longestText: Int

    /// Fetches several at once, in one turn where their structures are known.
    func fetch(_ messages: [MessageSummary]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for message in messages { group.addTask { try await fetch(message) } }
            try await group.waitForAll()
        }
    }

    /// Fetches those that there are. Nobody waits for any of them: one that is gone, or has no text to be had, is passed by.
    func fetchEach(_ messages: [MessageSummary]) async throws {
        do {
            return try await fetch(messages)
        } catch {
            guard Self.isAboutOne(error) else { throw error }
        }
        for message in messages where messages.count > 1 {
            do {
                try await fetch(message)
            } catch {
                guard Self.isAboutOne(error) else { throw error }
            }
        }
    }

    private static func isAboutOne(_ error: any Error) -> Bool {
        switch error as? SyncError {
        case .noSuchMessage, .refused: true
        case .noSuchFolder, .noSuchPart, .offline, .loginRefused, .notTrusted, .store, .cancelled, nil: false
        }
    }

    /// Fetches the text of one message.
    func fetch(_ message: MessageSummary) async throws {
        guard let uid = message.uid else { throw SyncError.refused(Self.isUnderWay) }
        var structure = try store.structure(of: message.id)
        var request = request(structure, of: message, wasAsked: false)
        if request == .structure {
            let answer = try await connection.fetch(.uids(UIDSet([uid])), [.uid, .bodyStructure])
            guard let found = answer.first else { throw SyncError.noSuchMessage }
            structure = found.structure
            request = self.request(structure, of: message, wasAsked: true)
        }
        switch request {
        case .structure, .nothing:
            try save(message, structure, [:])
        case .sections(let items):
            var parts = try await sections(items, of: uid)
            if !BodyPlan.isAnswered(items, by: parts, structure: structure, size: message.size) {
                let source = items.contains(BodyPlan.wholeMessage) ? [] : try await source(of: message, uid)
                // What is not there is never kept as if it were empty.
                guard !source.isEmpty else { throw SyncError.refused(Self.isWithheld) }
                parts = ["": source]
            }
            try save(message, structure, parts)
        }
    }

    private func sections(_ items: [FetchItem], of uid: UID) async throws -> [String: [UInt8]] {
        guard let found = try await connection.fetch(.uids(UIDSet([uid])), items).first else {
            throw SyncError.noSuchMessage
        }
        return found.sections
    }

    /// As much of the whole message as may be fetched for its text.
    private func source(of message: MessageSummary, _ uid: UID) async throws -> [UInt8] {
        let isSmall = message.size <= BodyPlan.smallMessage
        let item = isSmall ? BodyPlan.wholeMessage : .peek(section: "", partial: 0..<longestText)
        return try await sections([.uid, item], of: uid)[""] ?? []
    }

    private func request(_ structure: PartTree?, of message: MessageSummary, wasAsked: Bool) -> BodyPlan.Request {
        BodyPlan.request(
            structure: structure, size: message.size, wasAsked: wasAsked, longestText: longestText)
    }

    private func save(
        _ message: MessageSummary, _ structure: PartTree?, _ parts: [String: [UInt8]]
    ) throws(StoreError) {
        let readable = MessageReader.readable(
            headers: HeaderSummary(of: message), structure: structure, parts: parts)
        try store.saveBody(message.id, structure: structure, parts: parts, text: readable.plainText)
    }

    static let isWithheld = "The server did not send the text of this message."
    static let isUnderWay = "The message is on its way to another folder; it can be read as soon as it is there."
}
