import MailModel
import Screen

/// Shows a certificate that is not trusted, and asks whether it is to be. The answer is typed out, so that no key on its
/// way to something else gives it.
package struct TrustDialog: Equatable, Sendable {
    /// What has to be typed.
    static let answer = "yes"

    package var account: AccountID
    package var question: TrustQuestion
    var field = TextField()
}

extension AppState {
    mutating func take(_ key: Key, in dialog: TrustDialog) -> [Effect] {
        var dialog = dialog
        switch key {
        case .escape, .control("c"):
            popup = nil
            untrusted.insert(dialog.account)
            notices.show(Notice("Staying offline: the certificate of \(dialog.question.host) is not trusted"), at: now)
            return []
        case .enter:
            guard dialog.field.text.trimmed.lowercased() == TrustDialog.answer else { return [] }
            popup = nil
            untrusted.insert(dialog.account)
            return [.trustCertificate(dialog.account, dialog.question)]
        case .character, .control, .alt, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right,
            .home, .end, .pageUp, .pageDown, .function:
            _ = dialog.field.handle(key)
            popup = .trust(dialog)
            return []
        }
    }

    /// Forgets a decision once the account tries again, and a question that no longer stands.
    mutating func reviewTrust(after status: AccountStatus) {
        if status.link == .connecting { untrusted.remove(status.account) }
        if case .trust(let dialog) = popup, dialog.account == status.account, dialog.question != status.trustQuestion {
            popup = nil
        }
    }

    /// Asks about the first certificate that nothing was decided about, when nothing else takes the keys.
    mutating func askForTrust() {
        guard popup == nil, keys.keys.isEmpty else { return }
        for status in statuses where !untrusted.contains(status.account) {
            guard let question = status.trustQuestion else { continue }
            popup = .trust(TrustDialog(account: status.account, question: question))
            return
        }
    }
}
