import Foundation
import MailModel

extension MailStore {
    /// Takes the right to keep an account in step with its server, which one process has at a time: two would send the
    /// same changes twice.
    ///
    /// - Returns: nil while another has it. Keep the lock as long as you work, then release it.
    package func hold(_ account: AccountID) throws(StoreError) -> FileLock? {
        guard let directory else { return .ofNothing }
        return try FileLock.take(.exclusive, path: directory + "/account-\(Self.fileName(account.name)).lock")
    }

    /// Where the store lies; nil for one in memory.
    package var directory: String? {
        path == ":memory:" ? nil : (path as NSString).deletingLastPathComponent
    }

    /// The name in characters that mean nothing to a file system, short enough for one.
    private static func fileName(_ name: String) -> String {
        let safe = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)
        let written = name.utf8.map { safe.contains($0) ? String(UnicodeScalar($0)) : "%" + String($0, radix: 16) }
            .joined()
        return written.utf8.count <= 200 ? written : String(written.prefix(180)) + "-\(written.utf8.count)"
    }
}
