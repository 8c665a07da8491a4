/// How SETACL changes the rights of one identifier (RFC 4314 section 3.1).
public enum RightsChange: Sendable, Hashable {
    /// These and no others.
    case replace(String)
    /// Gives these rights besides those that there are.
    case add(String)
    /// Takes these rights away.
    case remove(String)
}

/// What is bounded under a quota root (RFC 9208 section 5).
public struct QuotaLimit: Sendable, Hashable {
    /// `STORAGE` in units of 1024 octets, `MESSAGE`, `MAILBOX`, or another that the server knows.
    public var resource: String
    /// How much may be used.
    public var limit: UInt64

    /// Takes each property as it is.
    public init(resource: String, limit: UInt64) {
        self.resource = resource
        self.limit = limit
    }
}

/// The use that a mailbox is made for (RFC 6154 section 2, RFC 8457).
public enum SpecialUse: String, Sendable, Hashable, CaseIterable {
    /// All messages of the account, once more.
    case all = "\\All"
    /// Messages that are kept and out of the way.
    case archive = "\\Archive"
    /// Messages that are being written.
    case drafts = "\\Drafts"
    /// All flagged messages, once more.
    case flagged = "\\Flagged"
    /// All messages that the server takes for important (RFC 8457).
    case important = "\\Important"
    /// Messages that nobody wanted.
    case junk = "\\Junk"
    /// Copies of messages that were sent.
    case sent = "\\Sent"
    /// Messages that were deleted.
    case trash = "\\Trash"
}

extension CommandEncoder {
    /// `lrs`, `+k` or `-w`: lower-case letters and digits only (RFC 4314 section 4, `rights`).
    public mutating func rightsChange(_ change: RightsChange) throws(EncodingError) {
        switch change {
        case .replace(let rights): try self.rights(rights, sign: "")
        case .add(let rights): try self.rights(rights, sign: "+")
        case .remove(let rights): try self.rights(rights, sign: "-")
        }
    }

    private mutating func rights(_ rights: String, sign: String) throws(EncodingError) {
        let isRights = rights.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: false
            }
        }
        guard isRights else { throw .notAnAtom }
        if sign.isEmpty, rights.isEmpty { try raw("\"\"") } else { try raw(sign + rights) }
    }

    /// `(STORAGE 512)`; an empty list takes all limits away.
    public mutating func quotaLimits(_ limits: [QuotaLimit]) throws(EncodingError) {
        try list(limits) { (encoder, limit) throws(EncodingError) in
            guard !limit.resource.contains("\\") else { throw .notAnAtom }
            try encoder.atom(limit.resource)
            try encoder.raw(" \(limit.limit)")
        }
    }

    /// ` (USE (\Archive))`, or nothing for none (RFC 6154 section 3).
    public mutating func specialUses(_ uses: [SpecialUse]) throws(EncodingError) {
        guard !uses.isEmpty else { return }
        try raw(" (USE (\(uses.map(\.rawValue).joined(separator: " "))))")
    }
}
