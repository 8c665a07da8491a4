/// One message of APPEND or REPLACE (RFC 9051 section 6.3.12, RFC 3502, RFC 8508).
public struct AppendMessage: Sendable, Equatable {
    /// How the octets go over the wire.
    public enum Content: Sendable, Equatable {
        /// A message without NUL.
        case literal([UInt8])
        /// May hold NUL (BINARY, RFC 3516 section 4.4).
        case literal8([UInt8])
        /// Has headers in UTF-8 (UTF8=ACCEPT, RFC 6855 section 4).
        case utf8([UInt8])
        /// Put together by the server (CATENATE, RFC 4469).
        case catenated([CatenatePart])

        /// The octets that we send; those that the server takes from elsewhere are not counted.
        public var count: Int {
            switch self {
            case .literal(let bytes), .literal8(let bytes), .utf8(let bytes): bytes.count
            case .catenated(let parts):
                parts.reduce(0) { sum, part in
                    switch part {
                    case .text(let bytes): sum + bytes.count
                    case .url: sum
                    }
                }
            }
        }
    }

    /// System flags with their backslash.
    public var flags: [String]
    /// INTERNALDATE; nil for now.
    public var date: WireDate?
    /// What it says.
    public var content: Content

    /// Takes each property as it is.
    public init(flags: [String] = [], date: WireDate? = nil, content: Content) {
        self.flags = flags
        self.date = date
        self.content = content
    }
}

/// One part of a message that the server puts together (RFC 4469 section 3).
public enum CatenatePart: Sendable, Equatable {
    /// Octets that we send.
    case text([UInt8])
    /// An IMAP URL (RFC 5092), such as `/INBOX;UIDVALIDITY=7/;UID=3/;SECTION=1`.
    case url(String)
}

extension CommandEncoder {
    /// One message with a space before it: ` (\Seen) "date" {n}…`.
    ///
    /// - Parameter synchronizing: ask the server before each literal, so that it can refuse before the upload.
    public mutating func appendMessage(_ message: AppendMessage, synchronizing: Bool = false) throws(EncodingError) {
        space()
        if !message.flags.isEmpty {
            try list(message.flags) { (encoder, name) throws(EncodingError) in try encoder.flag(name) }
            space()
        }
        if let date = message.date {
            try raw("\"\(date.wireText)\" ")
        }
        switch message.content {
        case .literal(let bytes): literal(bytes, synchronizing: synchronizing)
        case .literal8(let bytes): literal8(bytes, synchronizing: synchronizing)
        case .utf8(let bytes):
            try raw("UTF8 (")
            literal8(bytes, synchronizing: synchronizing)
            try raw(")")
        case .catenated(let parts):
            guard !parts.isEmpty else { throw .notAnAtom }
            try raw("CATENATE ")
            try list(parts) { (encoder, part) throws(EncodingError) in
                try encoder.catenatePart(part, synchronizing: synchronizing)
            }
        }
    }

    private mutating func catenatePart(_ part: CatenatePart, synchronizing: Bool) throws(EncodingError) {
        switch part {
        case .text(let bytes):
            try raw("TEXT ")
            literal(bytes, synchronizing: synchronizing)
        case .url(let url):
            guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .notAnAtom }
            try raw("URL ")
            astring(url)
        }
    }
}
