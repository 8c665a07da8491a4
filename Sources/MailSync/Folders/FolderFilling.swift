import IMAPClient

extension FolderFetch {
    /// The server will not tell the headers here.
    struct Unwilling: Error {}

    /// Flights under way together: the server answers the next while what came of the last is read and stored.
    private static let flights = 2

    /// Fetches a folder's headers window after window.
    ///
    /// - Parameters:
    ///   - next: the windows of the next flight, and the plan that they are of; nil where there are none now. Asked again
    ///     whenever something has come.
    ///   - take: has what came of a flight. Flights that were asked for one after the other may end the other way round.
    func fill(
        isolation: isolated (any Actor)? = #isolation,
        next: () throws -> (plan: SyncPlan, windows: [ClosedRange<UInt32>])?,
        take: (_ windows: [ClosedRange<UInt32>], _ found: [Window]) throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (windows: [ClosedRange<UInt32>], found: [Window]).self) { group in
            // What the closure does not mention it is not isolated to (SE-0420).
            _ = isolation
            var underWay = 0
            while true {
                while underWay < Self.flights, let (plan, windows) = try next() {
                    underWay += 1
                    group.addTask {
                        guard case .windows(let found)? = try await gather([.fill(windows)], of: plan).first?.gathered
                        else { throw Unwilling() }
                        return (windows, found)
                    }
                }
                guard let (windows, found) = try await group.next() else { return }
                underWay -= 1
                try take(windows, found)
            }
        }
    }
}
