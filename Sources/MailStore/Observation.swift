import Dispatch
import GRDB
import MailModel

extension MailStore {
    /// The folders to show, again after each change of one. The first value comes at once; only the newest is kept.
    package func observeFolders(of account: AccountID? = nil) -> AsyncStream<[Folder]> {
        observe([Table("folder"), Table("account")]) { try $0.folders(of: account) }
    }

    /// The window, again after each change of a row of its folder. Ends when nobody listens.
    package func observeWindow(_ request: WindowRequest) -> AsyncStream<MessageWindow> {
        // Every change of a row that a list shows counts up its folder's revision, so that one row is watched and
        // writes to other folders cost nothing.
        observe([Table("folder").filter(key: request.folder.row)]) { try $0.window(request) }
    }

    /// The message's fetched text, from the moment there is some.
    package func observeBody(_ id: MessageID) -> AsyncStream<StoredBody> {
        observe([Table("message").filter(key: id.row)]) { try $0.body(of: id) }
    }

    package func observeJournal() -> AsyncStream<JournalSummary> {
        observe([Table("localChange")]) { try $0.journalSummary() }
    }

    private static let deliveries = DispatchQueue(label: "store.observations")

    /// Delivers each value that differs from the one before and is not nil.
    func observe<Value: Sendable & Equatable>(
        _ regions: [any DatabaseRegionConvertible], _ fetch: @escaping @Sendable (StoreReader) throws -> Value?
    ) -> AsyncStream<Value> {
        foreign?.start()
        let observation = ValueObservation.tracking(regions: regions) { try fetch(StoreReader($0)) }.removeDuplicates()
        return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let cancellable = observation.start(
                in: database, scheduling: .async(onQueue: Self.deliveries),
                onError: { _ in
                    // The next read meets the same error and reports it; a stream can only end.
                    continuation.finish()
                },
                onChange: { value in
                    if let value { continuation.yield(value) }
                })
            continuation.onTermination = { _ in cancellable.cancel() }
        }
    }
}
