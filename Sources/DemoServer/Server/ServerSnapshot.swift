/// The server's own state at one moment, for tests to compare with.
package struct ServerSnapshot: Sendable, Equatable {
    /// A message, without its text.
    package struct Message: Sendable, Equatable {
        /// Its UID.
        package let uid: UInt32
        /// Sorted.
        package let flags: [String]
        /// RFC822.SIZE.
        package let size: Int
        /// Seconds since 1970.
        package let received: Int64
        /// The Message-ID, with its angle brackets; empty when it has none.
        package let messageID: String
    }

    /// A folder.
    package struct Folder: Sendable, Equatable {
        /// Its UIDVALIDITY.
        package let uidValidity: UInt32
        /// The UID the next message will get.
        package let uidNext: UInt32
        /// The highest modification sequence so far.
        package let highestModSeq: UInt64
        /// In the order of their UIDs.
        package let messages: [Message]

        /// The UIDs, ascending.
        package var uids: [UInt32] { messages.map(\.uid) }

        /// The message with a UID.
        package func message(_ uid: UInt32) -> Message? {
            messages.first { $0.uid == uid }
        }
    }

    /// By name as on the wire.
    package let folders: [String: Folder]
    /// Names of subscribed folders.
    package let subscribed: Set<String>

    init(_ state: AccountState) {
        folders = state.folders.mapValues { folder in
            Folder(
                uidValidity: folder.uidValidity, uidNext: folder.uidNext,
                highestModSeq: folder.highestModSeq, messages: folder.messages.map(Self.message))
        }
        subscribed = state.subscribed
    }

    private static func message(_ message: StoredMessage) -> Message {
        let identifier = message.source.structure.value("message-id") ?? []
        return Message(
            uid: message.uid, flags: message.flags, size: message.source.bytes.count, received: message.received,
            messageID: String(decoding: identifier, as: UTF8.self))
    }
}
