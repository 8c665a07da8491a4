import IMAPWire
import MailModel

extension MailboxUpdate {
    /// What a response tells that no command under way has asked for, beyond the open mailbox; nil where it is nothing.
    init?(unasked response: Response) {
        switch response {
        case .mailboxStatus(let status):
            self = .mailboxStatus(wireName: status.wireName, MailboxStatusValues(status))
        case .list(let list):
            guard let folder = FolderList.folders([response], subscribed: nil).first else { return nil }
            self = .mailboxListed(
                folder, exists: !list.attributes.contains("\\nonexistent"), oldWireName: list.oldWireName)
        case .metadata(let metadata):
            self = .metadataChanged(wireName: metadata.wireName, entries: metadata.entries.map(\.name))
        case .esearch(let found):
            guard let tag = found.tag, let change = SearchChange(found) else { return nil }
            self = .searchChanged(SearchContext(tag: tag), added: change.added, removed: change.removed)
        default: return nil
        }
    }
}

/// ADDTO and REMOVEFROM (RFC 5267 section 4.3), whose positions do not matter for a set of UIDs.
struct SearchChange {
    var added = UIDSet()
    var removed = UIDSet()

    init?(_ found: ESearchResponse) {
        guard found.isUID, !found.changes.isEmpty else { return nil }
        for change in found.changes {
            let uids = UIDSet(ranges: change.numbers)
            switch change.kind {
            case .addTo:
                added = added.union(uids)
                removed = removed.subtracting(uids)
            case .removeFrom:
                removed = removed.union(uids)
                added = added.subtracting(uids)
            }
        }
    }
}
