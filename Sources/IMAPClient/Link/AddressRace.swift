/// Which address of a host is tried when, decided without I/O and without a clock (RFC 8305 section 5).
///
/// The next begins a quarter of a second after the one before, or as soon as one fails, and the first that answers has won.
/// Each has its own time, so that many that never answer (quirk 12) do not use up that of the one which would. Every method
/// takes one thing that happened, and when, and returns what is to be done about it, in order.
struct AddressRace: Sendable {
    enum Action: Sendable, Equatable {
        /// Connect to the address at this place of the list.
        case begin(Int)
        /// Its time is over, or another has won.
        case giveUp(Int)
        case end(End)
    }

    enum End: Sendable, Equatable {
        case connected(Int)
        /// Each has failed, or never answered in its time.
        case failed
        /// The time for all of them is over.
        case timedOut
    }

    /// The Connection Attempt Delay that RFC 8305 section 5 recommends.
    static let delay: Duration = .milliseconds(250)

    private let perAddress: Duration
    private let deadline: Duration
    /// How many addresses there are; none while the name is looked up.
    private var count = 0
    private var isLookingUp = true
    private var next = 0
    private var nextBegins: Duration?
    private var underWay: [(index: Int, until: Duration)] = []
    private var isOver = false

    /// - Parameter perAddress: the time of each address; looking up the name and all of them together have three times that.
    init(perAddress: Duration, now: Duration) {
        self.perAddress = perAddress
        deadline = now + perAddress * 3
    }

    /// When `woke` has to be called at the latest; nil when it is over.
    var nextWake: Duration? {
        guard !isOver else { return nil }
        return (underWay.map(\.until) + [deadline, nextBegins ?? deadline]).min()
    }

    /// The name stands for so many addresses.
    mutating func found(_ count: Int, now: Duration) -> [Action] {
        guard !isOver, isLookingUp else { return [] }
        isLookingUp = false
        self.count = count
        return goOn(now)
    }

    mutating func failed(_ index: Int, now: Duration) -> [Action] {
        guard let place = underWay.firstIndex(where: { $0.index == index }) else { return [] }
        underWay.remove(at: place)
        return goOn(now)
    }

    mutating func connected(_ index: Int) -> [Action] {
        guard underWay.contains(where: { $0.index == index }) else { return [] }
        underWay.removeAll { $0.index == index }
        return end(.connected(index))
    }

    /// Time has passed.
    mutating func woke(now: Duration) -> [Action] {
        guard !isOver else { return [] }
        if deadline <= now { return end(.timedOut) }
        let late = underWay.filter { $0.until <= now }.map(\.index)
        underWay.removeAll { $0.until <= now }
        let isDue = !late.isEmpty || nextBegins.map { $0 <= now } ?? false
        return late.map { .giveUp($0) } + (isDue ? goOn(now) : [])
    }

    /// Begins with the next, or ends it where there is none and nothing is under way.
    private mutating func goOn(_ now: Duration) -> [Action] {
        guard next < count else {
            nextBegins = nil
            return underWay.isEmpty ? end(.failed) : []
        }
        underWay.append((next, now + perAddress))
        defer {
            next += 1
            nextBegins = next < count ? now + Self.delay : nil
        }
        return [.begin(next)]
    }

    private mutating func end(_ end: End) -> [Action] {
        isOver = true
        defer { underWay = [] }
        return underWay.map { .giveUp($0.index) } + [.end(end)]
    }
}
