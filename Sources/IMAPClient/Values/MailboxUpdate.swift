import MailModel

/// Something the server said of its own accord, in the order it was said.
package enum MailboxUpdate: Sendable, Equatable {
    /// From here on the updates are about this mailbox.
    case selected(wireName: String)
    /// The number of messages now.
    case exists(UInt32)
    case flags(UID, Flags, ModSeq?)
    /// A message as the server tells it without being asked (NOTIFY, RFC 5465 section 5.2): most often a new one.
    case arrived(FetchedMessage)
    /// These messages are gone.
    case expunged(UIDSet)
    /// A message is gone whose UID was never learnt; only the count is known to be lower.
    case expungedUnknown
    /// The server's UIDs mean something else now.
    case uidValidityChanged(UIDValidity)
    /// A text that the server wants shown to the user (RFC 9051 section 7.1, ALERT), sanitised.
    case alert(String)
    /// How a mailbox stands, selected or not (NOTIFY, RFC 5465).
    case mailboxStatus(wireName: String, MailboxStatusValues)
    /// A mailbox was made, renamed, taken away, subscribed to or left (NOTIFY, RFC 5465). `oldWireName` is where it
    /// was before.
    case mailboxListed(ListedFolder, exists: Bool, oldWireName: String?)
    /// The server tells nothing any more of its own accord, not even of the open mailbox (RFC 5465 section 5.8).
    case notificationsStopped
    /// Entries of a mailbox's metadata have changed, of the server's where the name is empty (RFC 5464).
    case metadataChanged(wireName: String, entries: [String])
    /// The result of a search that is kept up to date has changed (CONTEXT=SEARCH, RFC 5267).
    case searchChanged(SearchContext, added: UIDSet, removed: UIDSet)
    /// What is known of this mailbox may no longer be true: compare it with the server.
    case resyncNeeded(ResyncReason)
}

/// Why a mailbox has to be compared with the server again.
package enum ResyncReason: Sendable, Equatable {
    /// A FETCH without UID for a number whose UID is not known.
    case unplaceable
    /// The numbers of messages contradict what was said before.
    case contradiction
    /// A response could not be read and was skipped; it may have mattered.
    case skippedResponse
    /// Updates came faster than they were taken.
    case overflow
}
