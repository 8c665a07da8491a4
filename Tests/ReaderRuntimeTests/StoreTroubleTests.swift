import MailModel
import MailStore
import MailSync
import Reader
import Testing

@testable import ReaderRuntime

@Suite struct StoreTroubleTests {
    @Test func `a full disk is said once on the screen, and its end too`() {
        var trouble = StoreTrouble()
        let full = AccountStatus.Link.offline(
            since: 1, reason: ErrorWords.words(for: StoreError.diskFull), retryAt: 6)
        let cut = AccountStatus.Link.offline(since: 1, reason: "The connection was lost.", retryAt: 6)
        let said = [AccountStatus.Link.live, cut, full, .connecting, full, .connecting, .live, .live, full].map {
            trouble.notice(for: $0)?.text.prefix(21)
        }
        #expect(
            said == [
                nil, nil, "The disk is full; mak", nil, nil, nil, "There is room on the ", nil, "The disk is full; mak",
            ])
    }
}
