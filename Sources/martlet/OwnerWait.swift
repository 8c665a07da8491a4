import MailModel
import MailStore
import MailSync

/// Waits for another Martlet, which keeps the account in step, to send changes from the journal.
struct OwnerWait {
    let store: MailStore
    let account: AccountID

    private static let longest = Duration.seconds(60)

    /// Waits until the changes are settled.
    ///
    /// - Returns: the right to keep the account in step, where the other one has ended before; nil where it did its work,
    ///   or did not within a minute.
    func settle(_ ids: [LocalChangeID]) async throws -> FileLock? {
        let deadline = ContinuousClock.now + Self.longest
        while ContinuousClock.now < deadline {
            let isOpen = try ids.contains { try store.change($0)?.state.isOpen ?? false }
            guard isOpen else { return nil }
            if let hold = try store.hold(account) { return hold }
            // The time between two looks at the journal, which the other one writes.
            try await Task.sleep(for: .milliseconds(100))
        }
        return nil
    }
}

extension LocalChange.State {
    /// Whether the server has yet to confirm or refuse it.
    var isOpen: Bool {
        switch self {
        case .pending, .sent: true
        case .done, .refused, .undone: false
        }
    }
}
