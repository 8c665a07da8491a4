/// One response of a server, as a value.
public enum Response: Sendable, Equatable {
    /// The end of a command.
    case tagged(tag: String, StatusResponse)
    /// OK, NO, BAD, BYE and PREAUTH without a tag.
    case status(StatusResponse)
    /// `+ text`: the server waits for more; the text is base64 during authentication.
    case continuation(text: WireText)
    /// Names in upper case.
    case capability([String])
    /// LIST and XLIST.
    case list(ListResponse)
    /// LSUB.
    case lsub(ListResponse)
    /// STATUS.
    case mailboxStatus(MailboxStatus)
    /// SEARCH: sequence numbers or UIDs, as was asked for, and the highest mod-sequence among them.
    case search([UInt32], modSeq: UInt64?)
    /// ESEARCH.
    case esearch(ESearchResponse)
    /// SORT: the same in the order of the sorting.
    case sort([UInt32], modSeq: UInt64?)
    /// THREAD.
    case thread([ThreadEntry])
    /// FLAGS: those that messages of the mailbox can have.
    case flags([String])
    /// So many messages are in the mailbox.
    case exists(UInt32)
    /// So many are new to all clients.
    case recent(UInt32)
    /// The message with this sequence number is gone, and later ones move down.
    case expunge(UInt32)
    /// Ranges in the order as sent (RFC 7162 section 3.2.10).
    case vanished(earlier: Bool, [ClosedRange<UInt32>])
    /// FETCH and UIDFETCH.
    indirect case fetch(FetchResponse)
    /// Names in upper case.
    case enabled([String])
    /// ID; empty for NIL.
    case id([NamedValue])
    /// NAMESPACE.
    case namespace(NamespaceResponse)
    /// QUOTA.
    case quota(QuotaResponse)
    /// QUOTAROOT.
    case quotaRoot(QuotaRootResponse)
    /// ACL.
    case acl(AccessRightsResponse)
    /// MYRIGHTS.
    case myRights(AccessRightsResponse)
    /// LISTRIGHTS.
    case listRights(AccessRightsResponse)
    /// METADATA.
    case metadata(MetadataResponse)
    /// The languages that the server will speak, as tags (RFC 5255 section 3.3).
    case language([String])
    /// COMPARATOR.
    case comparator(ComparatorResponse)
    /// Well formed but not known here, such as those of extensions: to be ignored. The keyword is in upper case.
    case unknown(keyword: String, text: WireText)
    /// Not understood: to be counted and ignored. The reason holds nothing that the server sent.
    case invalid(reason: String)
}
