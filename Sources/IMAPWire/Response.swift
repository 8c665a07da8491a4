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
    case lsub(ListResponse)
    /// STATUS.
    case mailboxStatus(MailboxStatus)
    case search([UInt32], modSeq: UInt64?)
    case esearch(ESearchResponse)
    case sort([UInt32], modSeq: UInt64?)
    case thread([ThreadEntry])
    case flags([String])
    case exists(UInt32)
    case recent(UInt32)
    case expunge(UInt32)
    /// Ranges in the order as sent (RFC 7162 section 3.2.10).
    case vanished(earlier: Bool, [ClosedRange<UInt32>])
    /// FETCH and UIDFETCH.
    indirect case fetch(FetchResponse)
    /// Names in upper case.
    case enabled([String])
    case id([NamedValue])
    case namespace(NamespaceResponse)
    case quota(QuotaResponse)
    case quotaRoot(QuotaRootResponse)
    case acl(AccessRightsResponse)
    case myRights(AccessRightsResponse)
    case listRights(AccessRightsResponse)
    case metadata(MetadataResponse)
    /// The languages that the server will speak, as tags (RFC 5255 section 3.3).
    case language([String])
    case comparator(ComparatorResponse)
    /// Well formed but not known here, such as those of extensions: to be ignored. The keyword is in upper case.
    case unknown(keyword: String, text: WireText)
    /// Not understood: to be counted and ignored. The reason holds nothing that the server sent.
    case invalid(reason: String)
}
