/// BODY and BODYSTRUCTURE (RFC 3501 section 7.4.2), with the oddities of servers that can be told apart.
extension FrameReader {
    /// The structure of a message; nil for NIL. What cannot be understood throws: the caller skips it.
    mutating func bodyStructure() throws(WireFailure) -> BodyStructure? {
        if takeNil() { return nil }
        return try body(of: "", depth: 0)
    }

    /// The body of the message with this number (the root's is empty).
    ///
    /// A single part is part 1 of its message; a multipart has no number of its own.
    private mutating func body(of message: String, depth: Int) throws(WireFailure) -> BodyStructure {
        skipSpaces()
        var ahead = self
        let isMultipart = ahead.take(Octet.open) && ahead.nextIsList
        if isMultipart { return try part(section: message, depth: depth) }
        let single = try part(section: Self.section(message, 1), depth: depth)
        guard single.isMultipart else { return single }
        // An empty multipart is written like a single part; there are no parts below it whose numbers would now be wrong.
        var empty = single
        empty.section = message
        return empty
    }

    private var nextIsList: Bool {
        mutating get {
            skipSpaces()
            return peek == Octet.open
        }
    }

    private static let digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]

    private static func section(_ parent: String, _ number: Int) -> String {
        let own = number < digits.count ? digits[number] : String(number)
        return parent.isEmpty ? own : parent + "." + own
    }

    private mutating func part(section: String, depth: Int) throws(WireFailure) -> BodyStructure {
        guard depth < limits.maximumDepth else { throw WireFailure("a body structure is too deep") }
        skipSpaces()
        try expect(Octet.open, "a body part is missing")
        skipSpaces()
        if peek == Octet.open { return try multipart(section: section, depth: depth) }
        return try singlePart(section: section, depth: depth)
    }

    private mutating func multipart(section: String, depth: Int) throws(WireFailure) -> BodyStructure {
        var children: [BodyStructure] = []
        while peek == Octet.open {
            try bound(children.count)
            children.append(try part(section: Self.section(section, children.count + 1), depth: depth + 1))
            skipSpaces()
        }
        let subtype = peek == Octet.close ? nil : try mediaWord()
        return try endMultipart(section: section, subtype: subtype ?? "mixed", children: children)
    }

    /// What follows the subtype of a multipart.
    private mutating func endMultipart(
        section: String, subtype: String, children: [BodyStructure] = []
    ) throws(WireFailure) -> BodyStructure {
        let parameters = hasMore ? try parameters() : []
        let disposition = hasMore ? try disposition() : nil
        let languages = hasMore ? try bodyLanguages() : []
        let location = hasMore && peek != Octet.open ? try nstring() : nil
        try skipToClose()
        return BodyStructure(
            section: section, type: "multipart", subtype: subtype, parameters: parameters, disposition: disposition,
            languages: languages, location: location, children: children)
    }

    /// The part is built in one expression: filled in piece by piece, it would be copied when it is returned.
    private mutating func singlePart(section: String, depth: Int) throws(WireFailure) -> BodyStructure {
        let type = try mediaWord()
        skipSpaces()
        if let type, isSubtypeOfEmptyMultipart(type) { return try endMultipart(section: section, subtype: type) }
        let subtype = hasMore && peek != Octet.open ? try mediaWord() : nil
        if type == nil, let subtype, Self.multipartSubtypes.contains(subtype) {
            return try endMultipart(section: section, subtype: subtype)
        }
        let parameters = hasMore ? try parameters() : []
        let id = hasMore ? try nstring() : nil
        let description = hasMore ? try nstring() : nil
        let encoding = hasMore ? try mediaWord() : nil
        let octets = hasMore ? try lenientNumber() : nil
        let message = isMessage(type, subtype) ? try embeddedMessage(section: section, depth: depth) : nil
        let lines = try lineCount(type)
        let md5 = hasMore && peek != Octet.open ? try nstring() : nil
        let disposition = hasMore ? try disposition() : nil
        let languages = hasMore ? try bodyLanguages() : []
        let location = hasMore && peek != Octet.open ? try nstring() : nil
        try skipToClose()
        return BodyStructure(
            section: section, type: type ?? "application",
            subtype: subtype ?? (type == "text" ? "plain" : "octet-stream"), parameters: parameters, id: id,
            description: description, encoding: encoding, octets: octets ?? 0, lines: lines, md5: md5,
            disposition: disposition, languages: languages, location: location, children: message?.children ?? [],
            envelope: message?.envelope)
    }

    /// Servers send an empty multipart as if its subtype were a type: `("ALTERNATIVE")`, `("RELATED" NIL ...)`.
    private func isSubtypeOfEmptyMultipart(_ type: String) -> Bool {
        switch type {
        case "text", "application", "image", "message", "audio", "video", "model", "font", "haptics", "chemical":
            false
        default: peek == Octet.close || peek == Octet.open || Self.multipartSubtypes.contains(type)
        }
    }

    private static let multipartSubtypes: Set<String> = [
        "alternative", "mixed", "related", "digest", "report", "signed", "encrypted", "parallel", "form-data",
        "appledouble", "byteranges",
    ]

    private func isMessage(_ type: String?, _ subtype: String?) -> Bool {
        type == "message" && (subtype == "rfc822" || subtype == "global")
    }

    /// Of text and embedded messages; some servers count the lines of every part.
    private mutating func lineCount(_ type: String?) throws(WireFailure) -> UInt64? {
        guard hasMore, let next = peek, next != Octet.open else { return nil }
        return type == "text" || Octet.isDigit(next) || next == UInt8(ascii: "-") ? try lenientNumber() : nil
    }

    /// The envelope and the structure of a message; nil, with nothing read, where the server describes it as if it
    /// were any file.
    private mutating func embeddedMessage(
        section: String, depth: Int
    ) throws(WireFailure) -> (envelope: Envelope?, children: [BodyStructure])? {
        guard hasMore, let next = peek, !Octet.isDigit(next) else { return nil }
        let start = position
        let envelope = try envelope()
        skipSpaces()
        guard peek == Octet.open, envelope != nil || looksLikeBody else {
            if envelope == nil { position = start }
            return (envelope, [])
        }
        return (envelope, [try body(of: section, depth: depth + 1)])
    }

    /// Whether the list that comes is a body: it begins with another list, or with two strings.
    private var looksLikeBody: Bool {
        var ahead = self
        guard ahead.take(Octet.open) else { return false }
        if ahead.nextIsList { return true }
        // A failure says only that no string comes, so this is no body.
        guard ahead.peek == Octet.quote, (try? ahead.quoted()) != nil else { return false }
        ahead.skipSpaces()
        return ahead.peek == Octet.quote
    }

    /// Exchange sends `"inline"` and `(NIL NIL)` as well as what the grammar has.
    private mutating func disposition() throws(WireFailure) -> BodyDisposition? {
        guard take(Octet.open) else { return try mediaWord().map { BodyDisposition(kind: $0) } }
        let kind = hasMore ? try mediaWord() : nil
        let values = hasMore ? try parameters() : []
        try skipToClose()
        if kind == nil, values.isEmpty { return nil }
        return BodyDisposition(kind: kind ?? "attachment", parameters: values)
    }

    private mutating func bodyLanguages() throws(WireFailure) -> [WireText] {
        guard take(Octet.open) else { return try nstring().map { [$0] } ?? [] }
        var languages: [WireText] = []
        while hasMore {
            try bound(languages.count)
            if let language = try nstring() { languages.append(language) }
        }
        try skipToClose()
        return languages
    }

    private mutating func parameters() throws(WireFailure) -> [BodyParameter] {
        guard take(Octet.open) else {
            _ = try nstring()
            return []
        }
        var parameters: [BodyParameter] = []
        while hasMore {
            let name = try mediaWord()
            let value = hasMore ? try nstring() : nil
            guard let name else { continue }
            try bound(parameters.count)
            let parameter = BodyParameter(name: name, value: value ?? WireText(bytes, 0..<0))
            // Most lists have one: a list made of it at once is cheaper than one that grows.
            if parameters.isEmpty { parameters = [parameter] } else { parameters.append(parameter) }
        }
        try skipToClose()
        return parameters
    }

    /// A string in lower case; nil for NIL and for an empty one.
    private mutating func mediaWord() throws(WireFailure) -> String? {
        guard let text = try nstring(), !text.isEmpty else { return nil }
        return text.lowercasedString
    }

    /// Whether the list goes on, with the spaces before what comes skipped.
    private var hasMore: Bool {
        @inline(__always) mutating get {
            skipSpaces()
            return position < end && bytes[position] != Octet.close
        }
    }
}
