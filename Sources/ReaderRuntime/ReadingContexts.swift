import MailModel
import MailStore
import MessageContent

/// For each account, whose word counts about its mail, and who the user is there.
package struct ReadingContexts: Sendable, Equatable {
    private var contexts: [AccountID: ReadingContext] = [:]

    package init(_ accounts: [Configuration.Account] = []) {
        // A stranger who goes by the user's own name is told apart too.
        let own = accounts.map { EmailAddress(name: $0.name, address: $0.address) }
        for account in accounts {
            contexts[account.id] = ReadingContext(
                server: ReceivingServer(configured: account.authenticationServer, host: account.imap.host),
                contacts: own)
        }
    }

    package subscript(_ account: AccountID?) -> ReadingContext {
        account.flatMap { contexts[$0] } ?? ReadingContext()
    }

    /// The context in which a message of the folder is read.
    ///
    /// Nobody vouches for what the user writes himself: what such a message says of it is another server's word.
    package func context(of folder: Folder?) -> ReadingContext {
        var context = self[folder?.account]
        switch folder?.role {
        case .sent, .drafts: context.server = nil
        case .inbox, .flagged, .archive, .all, .important, .junk, .trash, nil: break
        }
        return context
    }
}
