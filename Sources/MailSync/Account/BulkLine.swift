import IMAPClient
import MailModel

/// Where the account's connection for the background stands: the first synchronisation, text fetched ahead, other folders.
///
/// The user's work has a connection of its own, so it never waits for this. Where a server refuses a further connection
/// the background is done on the user's, a piece at a time.
struct BulkLine: Sendable {
    enum State: Sendable, Equatable {
        case closed
        case open
        /// The server would not have it, or it broke: not again before that instant (seconds since 1970).
        case refused(until: Int64)
    }

    /// What a window of the open folder brought, until the work on the other connection comes to store it.
    struct Arrival: Sendable {
        var folder: FolderID
        var validity: UIDValidity
        var windows: [ClosedRange<UInt32>]
        var found: [FolderFetch.Window]
    }

    /// Below so many missing messages a further connection is not worth its login.
    static let worthIt = 1_000
    /// Windows that may wait to be stored while more are under way.
    private static let mostArrivals = 3
    /// Seconds for which a server that wants no further connection is not asked again.
    static let day: Int64 = 86_400
    /// The same after it failed once.
    private static let pause: Int64 = 300

    var state = State.closed
    /// Messages of the open folder that are under way, or here and not yet stored.
    private(set) var outstanding = UIDSet()
    private(set) var arrivals: [Arrival] = []
    /// Folders that need not be looked at until the server says that something has changed there.
    var visited: Set<FolderID> = []
    /// Messages whose text was asked for by nobody, and need not be again.
    var triedTexts: Set<MessageID> = []
    /// How often in a row there was none to be had.
    private var failures = 0

    /// Whether there is a connection, or may be one.
    func isUsable(at now: Int64) -> Bool {
        switch state {
        case .closed, .open: true
        case .refused(let until): now >= until
        }
    }

    mutating func opened() {
        state = .open
        failures = 0
    }

    /// It could not be had, or broke. A server that refuses it every time allows no more connections.
    mutating func failed(at now: Int64) {
        failures += 1
        state = .refused(until: now + (failures > 1 ? Self.day : Self.pause))
        broke()
    }

    /// The user's connection is another one: what was under way will not come.
    mutating func reconnected() {
        forget()
        visited = []
        triedTexts = []
        if failures < 2 { state = .closed }
    }

    var hasRoom: Bool { arrivals.count < Self.mostArrivals }

    mutating func begin(_ windows: [ClosedRange<UInt32>]) {
        outstanding = outstanding.union(UIDSet(ranges: windows))
    }

    mutating func arrived(_ arrival: Arrival) { arrivals.append(arrival) }

    /// What has come and is to be stored, which is then no longer here; what belongs to one folder is joined.
    mutating func takeArrivals() -> [Arrival] {
        defer { arrivals = [] }
        var joined: [Arrival] = []
        for arrival in arrivals {
            outstanding = outstanding.subtracting(UIDSet(ranges: arrival.windows))
            if let last = joined.last, last.folder == arrival.folder, last.validity == arrival.validity {
                joined[joined.count - 1].windows += arrival.windows
                joined[joined.count - 1].found += arrival.found
            } else {
                joined.append(arrival)
            }
        }
        return joined
    }

    /// What is under way will not come any more, or is of no use.
    mutating func forget() {
        outstanding = UIDSet()
        arrivals = []
    }

    /// Nothing more will come of what is under way; what is here is still to be stored.
    mutating func broke() {
        let here = arrivals.flatMap(\.windows)
        outstanding = outstanding.intersection(UIDSet(ranges: here))
    }
}
