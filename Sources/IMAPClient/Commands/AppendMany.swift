import IMAPWire
import MailModel

/// A message to be uploaded.
package struct OutgoingMessage: Sendable, Equatable {
    /// What it is made of.
    package enum Content: Sendable, Equatable {
        case bytes([UInt8])
        /// Put together by the server (CATENATE, RFC 4469).
        case parts([CatenatePart])
    }

    package var flags: Flags
    /// INTERNALDATE; nil for now.
    package var date: MailDate?
    package var content: Content

    package init(_ content: Content, flags: Flags = Flags(), date: MailDate? = nil) {
        self.content = content
        self.flags = flags
        self.date = date
    }

    package init(_ bytes: [UInt8], flags: Flags = Flags(), date: MailDate? = nil) {
        self.init(.bytes(bytes), flags: flags, date: date)
    }
}

/// APPEND of several messages (MULTIAPPEND, RFC 3502), of messages with NUL (BINARY, RFC 3516), and of messages that
/// the server puts together (CATENATE, RFC 4469).
extension IMAPConnection {
    /// Uploads messages, all or none where the server offers MULTIAPPEND; else one after the other.
    ///
    /// - Returns: where each went; nil where the server does not say (UIDPLUS).
    /// - Throws: `unsupported("CATENATE")` for parts and `unsupported("BINARY")` for a message with NUL.
    package func append(
        _ wireName: String, all messages: [OutgoingMessage]
    ) async throws(IMAPError) -> [AppendResult?] {
        guard !messages.isEmpty else { return [] }
        _ = try await knownCapabilities()
        return try await ask(doubting: messages.count > 1 ? [.multiAppend] : []) { () async throws(IMAPError) in
            try await placed(wireName, messages)
        }
    }

    private func placed(
        _ wireName: String, _ messages: [OutgoingMessage]
    ) async throws(IMAPError) -> [AppendResult?] {
        let known = usableNow
        var written: [AppendMessage] = []
        for message in messages { written.append(try message.written(for: known, acceptsUTF8: acceptsUTF8)) }
        for message in written { try refuseIfTooLarge(message.content.count, for: wireName, known) }
        try refuseIfCancelled()
        guard known.contains("MULTIAPPEND") || written.count == 1 else {
            var results: [AppendResult?] = []
            for message in written {
                results += try await append(wireName, together: [message], known)
            }
            return results
        }
        return try await append(wireName, together: written, known)
    }

    private func append(
        _ wireName: String, together messages: [AppendMessage], _ known: Capabilities
    ) async throws(IMAPError) -> [AppendResult?] {
        let outcome = try await run("APPEND") { encoder throws(EncodingError) in
            encoder.space()
            encoder.mailbox(wireName)
            // Without `{n+}` of any length the server is asked first, so that it can refuse before the upload.
            for message in messages {
                try encoder.appendMessage(message, synchronizing: !known.contains("LITERAL+"))
            }
        }
        return AppendResult.results(outcome.status.code, count: messages.count)
    }

    /// A message that is larger than is known to be taken is not sent at all (RFC 7889).
    func refuseIfTooLarge(_ octets: Int, for wireName: String, _ known: Capabilities) throws(IMAPError) {
        if let limit = appendLimits[wireName] ?? known.appendLimit, octets > limit {
            throw .no(command: "APPEND", code: "TOOBIG", text: "the server takes at most \(limit) octets")
        }
    }
}

extension OutgoingMessage {
    /// The message as the grammar has it, in the form that this server takes.
    func written(for known: Capabilities, acceptsUTF8: Bool) throws(IMAPError) -> AppendMessage {
        let content: AppendMessage.Content
        switch self.content {
        case .bytes(let bytes) where acceptsUTF8 && Self.hasHeaderBeyondASCII(bytes):
            content = .utf8(bytes)
        case .bytes(let bytes) where bytes.contains(0):
            try known.require("BINARY")
            content = .literal8(bytes)
        case .bytes(let bytes): content = .literal(bytes)
        case .parts(let parts):
            try known.require("CATENATE")
            content = .catenated(parts)
        }
        return AppendMessage(flags: flags.wireNames, date: date.map { WireDate($0) }, content: content)
    }
}

extension OutgoingMessage {
    private static func hasHeaderBeyondASCII(_ bytes: [UInt8]) -> Bool {
        var lineIsEmpty = true
        for byte in bytes {
            switch byte {
            case 0x0A:
                if lineIsEmpty { return false }
                lineIsEmpty = true
            case 0x0D: break
            case 0x80...: return true
            default: lineIsEmpty = false
            }
        }
        return false
    }
}

extension AppendResult {
    /// One result per message, from the one code that tells of all (RFC 4315 section 3).
    static func results(_ code: ResponseCode?, count: Int) -> [AppendResult?] {
        guard case .appendUID(let validity, let ranges) = code,
            ranges.reduce(0, { $0 + $1.count }) == count, !ranges.contains(where: { $0.lowerBound == 0 })
        else { return Array(repeating: nil, count: count) }
        return ranges.flatMap { range in
            range.map { AppendResult(uidValidity: UIDValidity(validity), uid: UID($0)) }
        }
    }
}
