import IMAPClient

/// What the server tells of folders that are not open (NOTIFY, RFC 5465), until the store has it, and whether it tells all
/// that happens.
struct FolderWatch: Sendable, Equatable {
    /// With a server that tells, the folders are still listed each so many times that they would be without.
    private static let rareListing = 6
    /// The most folders whose news are kept apart: with more the folders are listed again.
    private static let mostTold = 1_000

    /// Whether the server has promised to tell.
    private(set) var isOn = false
    /// Whether the folders were listed on this connection.
    private(set) var hasListed = false
    /// Whether it tells new messages of the open folder along with their number, so that they need not be fetched.
    private(set) var tellsMessages = false
    /// Whether it has told anything yet.
    private var hasTold = false
    /// News by wire name that the store does not have yet.
    private var told: [String: MailboxStatusValues] = [:]
    /// How folders stood when they were last told of, and how often we had changed anything then.
    private var stand: [String: MailboxStatusValues] = [:]
    private var changes = 0
    private var listings = 0
    /// Whether there are other folders than before.
    var foldersChanged = false
    /// Whether the server has said that it tells nothing any more.
    var hasStopped = false

    /// Whether an update is about other folders than the open one.
    static func concerns(_ update: MailboxUpdate) -> Bool {
        switch update {
        case .mailboxStatus, .mailboxListed, .notificationsStopped: true
        case .selected, .exists, .flags, .arrived, .expunged, .expungedUnknown, .uidValidityChanged, .alert,
            .metadataChanged, .searchChanged, .resyncNeeded:
            false
        }
    }

    mutating func hear(_ update: MailboxUpdate) {
        switch update {
        case .mailboxStatus(let wireName, let values):
            hasTold = true
            guard told[wireName] != nil || told.count < Self.mostTold else {
                foldersChanged = true
                return
            }
            told[wireName] = told[wireName]?.updated(by: values) ?? values
        case .mailboxListed(let folder, let exists, let oldWireName):
            hasTold = true
            // Dovecot names a folder that is known once more with its first mail; what else may have changed of it, as
            // whether it is subscribed to, the next listing tells.
            if exists, oldWireName == nil, stand[folder.wireName] != nil { return }
            foldersChanged = true
        case .notificationsStopped: hasStopped = true
        case .resyncNeeded(.overflow): foldersChanged = true
        case .selected, .exists, .flags, .arrived, .expunged, .expungedUnknown, .uidValidityChanged, .alert,
            .metadataChanged, .searchChanged, .resyncNeeded:
            break
        }
    }

    /// How a folder stands by what was told of it.
    struct News: Sendable, Equatable {
        var wireName: String
        var values: MailboxStatusValues
        /// A server need not tell how many are unread (RFC 5465 sections 5.1 and 5.2): whether it has to be asked.
        var lacksUnseen: Bool
    }

    /// What has been told since the last time, which is then no longer here.
    mutating func take() -> [News] {
        defer { told = [:] }
        return told.map { name, values in
            let all = stand[name]?.updated(by: values) ?? values
            if stand[name] != nil { stand[name] = all }
            return News(wireName: name, values: all, lacksUnseen: values.unseen == nil)
        }
    }

    /// A folder is open from here on: what happens there is told in another way.
    mutating func forget(_ wireName: String) {
        stand[wireName] = nil
        told[wireName] = nil
    }

    /// Whether the folders are to be listed now that it is time for it: less often where the server tells what happens.
    mutating func isListingDue() -> Bool {
        listings += 1
        return !isOn || !hasTold || listings % Self.rareListing == 0
    }

    /// The folders were listed.
    ///
    /// - Parameters:
    ///   - statuses: how they stand.
    ///   - isOn: whether the server has promised to tell what happens to them.
    ///   - changes: how often we have changed anything so far; of that a server need not tell.
    /// - Returns: whether something has happened since the last listing that the server should have told.
    mutating func listed(_ statuses: [String: MailboxStatusValues], isOn: Bool, changes: Int) -> Bool {
        let isComparable = self.isOn && isOn && changes == self.changes
        hasListed = true
        if isOn, !self.isOn { tellsMessages = true }
        self.isOn = isOn
        let hasMissed =
            isComparable
            && statuses.contains { name, values in
                stand[name].map { !(told[name].map($0.updated) ?? $0).counts(like: values) } ?? false
            }
        stand = statuses
        self.changes = changes
        return hasMissed
    }

    /// A message came without being told.
    mutating func missedMessage() { tellsMessages = false }

    /// The server is no longer asked to tell.
    mutating func stop() {
        isOn = false
        tellsMessages = false
        hasStopped = false
        stand = [:]
    }
}

extension MailboxStatusValues {
    /// These values, with what newer ones tell.
    func updated(by newer: MailboxStatusValues) -> MailboxStatusValues {
        var values = self
        values.messages = newer.messages ?? messages
        values.unseen = newer.unseen ?? unseen
        values.uidNext = newer.uidNext ?? uidNext
        values.uidValidity = newer.uidValidity ?? uidValidity
        values.highestModSeq = newer.highestModSeq ?? highestModSeq
        return values
    }

    /// Whether they count the same messages.
    func counts(like other: MailboxStatusValues) -> Bool {
        messages == other.messages && uidNext == other.uidNext && uidValidity == other.uidValidity
    }
}
