import Foundation
import GRDB

extension StoreError {
    /// The only place that turns errors of the database into the store's own.
    ///
    /// Messages and arguments of the database are dropped: they may quote mail.
    init(_ error: any Error, path: String) {
        if let known = error as? StoreError {
            self = known
            return
        }
        guard let error = error as? DatabaseError else {
            self = .failed(error is CocoaError ? "the file system refused" : "unexpected error")
            return
        }
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT: self = .damaged(path: path)
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: self = .notWritable(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        default: self = .failed("SQLite result code \(error.extendedResultCode.rawValue)")
        }
    }
}
