/// FETCH (RFC 3501 section 7.4.2) and UIDFETCH (RFC 9586).
extension FrameReader {
    /// The items of a message. An item that cannot be read is skipped; the others stay.
    mutating func fetch(seq: UInt32) throws(WireFailure) -> FetchResponse {
        skipSpaces()
        try expect(Octet.open, "the items of a fetch are missing")
        var response = FetchResponse(seq: seq)
        // Domino wraps single items in parentheses of their own.
        var extraParentheses = 0
        while let byte = nextItemOctet() {
            if byte == Octet.open {
                extraParentheses += 1
                position += 1
            } else if byte == Octet.close {
                position += 1
                if extraParentheses == 0 { break }
                extraParentheses -= 1
            } else if !fetchItem(into: &response) {
                break
            }
        }
        return response
    }

    /// UIDFETCH: a UID stands where the sequence number would.
    mutating func uidFetch(uid: UInt32) throws(WireFailure) -> FetchResponse {
        var response = try fetch(seq: 0)
        response.uid = uid
        return response
    }

    private mutating func nextItemOctet() -> UInt8? {
        skipSpaces()
        return peek
    }

    /// Reads one item.
    ///
    /// - Returns: false if nothing after it can be made sense of.
    private mutating func fetchItem(into response: inout FetchResponse) -> Bool {
        let name = itemName()
        let item = FetchItem.table.value(in: bytes.span, from: name.lowerBound, to: name.upperBound)
        if item == nil, peek == Octet.openBracket { return fetchSection(uppercased(name), into: &response) }
        if item == .body, peek == Octet.openBracket { return fetchSection("BODY", into: &response) }
        skipSpaces()
        let start = position
        do throws(WireFailure) {
            guard let item else {
                noteSkipped(uppercased(name), in: &response)
                try skipValue()
                return true
            }
            try fetchValue(of: item, into: &response)
            return true
        } catch {
            if item == .body || item == .bodyStructure { response.bodyStructureIsUnknown = true }
            return skipBadValue(from: start)
        }
    }

    /// Names are for people who look for what is missing: the first few say enough.
    private func noteSkipped(_ name: String, in response: inout FetchResponse) {
        if response.skippedItems.count < limits.maximumDepth { response.skippedItems.append(name) }
    }

    /// An item's name ends at its section too.
    private mutating func itemName() -> Range<Int> {
        let start = position
        while position < end {
            switch bytes[position] {
            case Octet.space, Octet.open, Octet.close, Octet.openBracket, Octet.carriageReturn, Octet.lineFeed:
                return start..<position
            default: position += 1
            }
        }
        return start..<position
    }

    private mutating func skipBadValue(from start: Int) -> Bool {
        position = start
        // The caller is told by the result; why it failed does not matter to it.
        guard (try? skipValue()) != nil else {
            // The item has no value at all, and the list goes on or ends.
            position = start
            return peek == Octet.close
        }
        return true
    }

    private mutating func fetchValue(of item: FetchItem, into response: inout FetchResponse) throws(WireFailure) {
        switch item {
        case .uid: response.uid = try lenientNumber32()
        case .flags: response.flags = try flagList()
        case .modSeq: response.modSeq = try numberInParentheses()
        case .size: response.size = try lenientNumber()
        case .internalDate: response.internalDate = try dateTime()
        case .envelope: response.envelope = try envelope()
        case .body, .bodyStructure: try fetchStructure(into: &response)
        case .wholeMessage: try fetchContent("", into: &response)
        case .header: try fetchContent("HEADER", into: &response)
        case .text: try fetchContent("TEXT", into: &response)
        case .preview: response.preview = try previewText()
        case .saveDate: response.saveDate = try dateTime()
        case .emailID: response.emailID = try objectID()
        case .threadID: response.threadID = try objectID()
        case .gmailMessageID:
            response.emailID = try objectID()
            response.gmailMessageID = response.emailID.flatMap { UInt64($0) }
        case .gmailThreadID:
            response.threadID = try objectID()
            response.gmailThreadID = response.threadID.flatMap { UInt64($0) }
        case .labels: response.gmailLabels = try labelList()
        }
    }

    private mutating func fetchStructure(into response: inout FetchResponse) throws(WireFailure) {
        response.bodyStructure = try bodyStructure()
        response.bodyStructureIsUnknown = response.bodyStructure == nil
    }

    /// PREVIEW has its text bare (RFC 8970) or after the algorithm in parentheses (its drafts, SNIPPET).
    private mutating func previewText() throws(WireFailure) -> WireText? {
        guard take(Octet.open) else { return try nstring() }
        skipSpaces()
        _ = word()
        skipSpaces()
        let text = peek == Octet.close ? nil : try nstring()
        try skipToClose()
        return text
    }

    /// `(id)`, `id` or NIL.
    private mutating func objectID() throws(WireFailure) -> String? {
        guard take(Octet.open) else { return try nstringValue() }
        skipSpaces()
        if take(Octet.close) { return nil }
        let value = try nstringValue()
        try skipToClose()
        return value
    }

    private mutating func labelList() throws(WireFailure) -> [String]? {
        if takeNil() { return nil }
        return try stringList()
    }
}

// MARK: Sections

extension FrameReader {
    /// `BODY[section]<origin> content`, and BINARY's like it.
    private mutating func fetchSection(_ item: String, into response: inout FetchResponse) -> Bool {
        guard let name = sectionName() else { return false }
        let origin = sectionOrigin()
        skipSpaces()
        let start = position
        do throws(WireFailure) {
            switch item {
            case "BODY", "BODY.PEEK": try fetchContent(name, origin: origin, into: &response)
            case "BINARY", "BINARY.PEEK": try fetchContent(name, origin: origin, isBinary: true, into: &response)
            case "BINARY.SIZE":
                if let octets = try lenientNumber() {
                    try bound(response.binarySizes.count)
                    response.append(BinarySize(section: name, octets: octets))
                }
            default:
                noteSkipped(item, in: &response)
                try skipValue()
            }
            return true
        } catch {
            return skipBadValue(from: start)
        }
    }

    /// Upper case; quotes that header names do not need are left out. Nil if the bracket is never closed.
    private mutating func sectionName() -> String? {
        guard take(Octet.openBracket) else { return nil }
        let start = position
        while let byte = peek, byte != Octet.closeBracket, byte != Octet.quote, byte != Octet.openBrace {
            position += 1
        }
        if peek == Octet.closeBracket {
            defer { position += 1 }
            return uppercased(start..<position)
        }
        position = start
        return sectionNameWithStrings()
    }

    private mutating func sectionNameWithStrings() -> String? {
        var name = ""
        while let byte = peek {
            switch byte {
            case Octet.closeBracket:
                position += 1
                return name.uppercased()
            case Octet.quote, Octet.openBrace:
                // What is no string makes this no section, which the caller is told by nil.
                guard let text = try? nstring() else { return nil }
                name += text.string
            default:
                name.unicodeScalars.append(Unicode.Scalar(byte))
                position += 1
            }
        }
        return nil
    }

    /// `<n>`, or `<n.m>` as some servers echo the request.
    private mutating func sectionOrigin() -> UInt32? {
        guard take(UInt8(ascii: "<")) else { return nil }
        let origin = number32()
        while let byte = peek, byte != Octet.space, byte != Octet.close {
            position += 1
            if byte == UInt8(ascii: ">") { break }
        }
        return origin
    }

    private mutating func fetchContent(
        _ name: String, origin: UInt32? = nil, isBinary: Bool = false, into response: inout FetchResponse
    ) throws(WireFailure) {
        guard response.sections.count < limits.maximumListCount else { throw WireFailure("too many sections") }
        let content = try sectionContent()
        response.sections.append(BodySection(name: name, origin: origin, bytes: content, isBinary: isBinary))
    }

    /// NIL, a quoted string or a literal. Yandex sends nothing at all: then the next word is the next item.
    private mutating func sectionContent() throws(WireFailure) -> [UInt8]? {
        switch peek {
        case Octet.quote: return Array(WireText(bytes, try quoted()).bytes)
        case Octet.openBrace, UInt8(ascii: "~"):
            guard let range = try literal() else { throw WireFailure("a literal is malformed") }
            return Array(bytes[range.lowerBound..<afterShortLiteral(range.upperBound)])
        default:
            _ = takeNil()
            return nil
        }
    }

    /// Some servers count a literal one or two octets short: then what follows is neither a space nor the list's end.
    private mutating func afterShortLiteral(_ bound: Int) -> Int {
        for distance in 0...2 {
            guard let byte = peek(distance) else { break }
            if byte == Octet.space || byte == Octet.close {
                position = bound + distance
                return position
            }
        }
        return bound
    }
}

/// The items of a fetch that are known here, sections aside.
private enum FetchItem: Sendable {
    case uid, flags, modSeq, size, internalDate, envelope, body, bodyStructure
    case wholeMessage, header, text
    case preview, saveDate, emailID, threadID, gmailMessageID, gmailThreadID, labels

    static let table = WordTable<FetchItem>([
        ("UID", .uid), ("FLAGS", .flags), ("ENVELOPE", .envelope), ("BODY", .body), ("BODYSTRUCTURE", .bodyStructure),
        ("RFC822.SIZE", .size), ("INTERNALDATE", .internalDate), ("MODSEQ", .modSeq), ("RFC822", .wholeMessage),
        ("RFC822.HEADER", .header), ("RFC822.TEXT", .text), ("PREVIEW", .preview), ("SNIPPET", .preview),
        ("SAVEDATE", .saveDate), ("EMAILID", .emailID), ("X-GM-MSGID", .gmailMessageID), ("THREADID", .threadID),
        ("X-GM-THRID", .gmailThreadID), ("X-GM-LABELS", .labels),
    ])
}
