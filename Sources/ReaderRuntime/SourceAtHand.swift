import MailModel
import Synchronization

/// The whole of the message that was opened last and has something sealed in it, as it came: each picture and each file in it
/// needs all of it, and the server is not asked for that again. In memory alone, and still sealed.
package final class SourceAtHand: Sendable {
    private let held = Mutex<(message: MessageID, bytes: [UInt8])?>(nil)

    /// Larger ones are not opened on the screen.
    static let largest = MessageLoader.largestSealed

    package init() {}

    func source(of message: MessageID) -> [UInt8]? {
        held.withLock { $0?.message == message ? $0?.bytes : nil }
    }

    func hold(_ bytes: [UInt8], of message: MessageID) {
        guard bytes.count <= Self.largest else { return }
        held.withLock { $0 = (message, bytes) }
    }
}
