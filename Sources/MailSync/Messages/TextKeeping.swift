import MailModel
import MailStore

/// All texts of a folder, to be read without the server: what `:keep` and `martlet sync --bodies` fetch.
///
/// The newest come first. What arrives meanwhile is found in another round, until one finds nothing.
struct TextKeeping: Sendable {
    let folder: Folder
    /// How many had no text as it began.
    let total: Int
    /// How many have one since.
    private(set) var fetched = 0
    /// What the fetched ones take.
    private(set) var octets: Int
    /// Whether they take all that texts may.
    var isFull: Bool { octets >= limit }
    /// How often the folder turned out to be numbered anew.
    var renumbered = 0

    private let limit: Int
    private var place: TextPlace?
    private var round = 0
    /// Those that the server did not give: nobody asks for them twice.
    private var failed: Set<MessageID> = []

    /// - Parameters:
    ///   - limit: the most octets that texts may take on this machine. Those that were not read for the longest time make
    ///     room, and never one that was fetched just now for another.
    ///   - octets: what was fetched before for other folders, at the same request.
    init(_ folder: Folder, limit: Int, octets: Int = 0, in store: MailStore) throws(StoreError) {
        self.folder = folder
        self.limit = limit
        self.octets = octets
        total = try store.textsMissingCount(in: folder.id)
    }

    /// What to fetch next; nil at the end.
    mutating func next(atMost count: Int, in store: MailStore) throws(StoreError) -> [MessageID]? {
        while !isFull {
            let found = try store.textsMissing(in: folder.id, behind: place, atMost: count)
            let wanted = found.map(\.message).filter { !failed.contains($0) }
            if !wanted.isEmpty { return wanted }
            if let last = found.last {
                place = last
            } else if round > 0 {
                (place, round) = (nil, 0)
            } else {
                return nil
            }
        }
        return nil
    }

    /// These were asked for: counts what came, and lets others go where it is too much.
    mutating func took(_ messages: [MessageID], in store: MailStore) throws(StoreError) {
        let here = try store.textOctets(of: messages)
        failed.formUnion(messages.filter { here[$0] == nil })
        round += here.count
        fetched += here.count
        octets += here.values.reduce(0, +)
        try store.limitTexts(to: limit)
    }

    /// How many are not here, whatever the reason.
    func missing(in store: MailStore) throws(StoreError) -> Int { try store.textsMissingCount(in: folder.id) }
}
