import MailModel
import MailStore
import MailSync

extension CommandFailure {
    /// - Parameter account: named where several could be meant.
    init(_ error: SyncError, account: AccountID) {
        self.init(Code(rawValue: error.exitCode) ?? .refused, "\(account): \(ErrorWords.words(for: error))")
    }

    init(_ error: StoreError) {
        self.init(.refused, ErrorWords.words(for: error))
    }
}
