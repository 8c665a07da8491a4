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
        var body = try part(section: isMultipart ? message : Self.section(message, 1), depth: depth)
        // An empty multipart is written like a single part, and has no parts whose numbers would now be wrong.
        if body.isMultipart, !isMultipart { body.section = message }
        return body
    }

    private var nextIsList: Bool {
        mutating get {
            skipSpaces()
            return peek == Octet.open
        }
    }

    private static func section(_ parent: String, _ number: Int) -> String {
        parent.isEmpty ? String(number) : parent + "." + String(number)
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
        var multipart = BodyStructure(section: section, type: "multipart", subtype: subtype, children: children)
        if hasMore { multipart.parameters = try parameters() }
        try extensions(of: &multipart)
        return multipart
    }

    private mutating func singlePart(section: String, depth: Int) throws(WireFailure) -> BodyStructure {
        let type = try mediaWord()
        skipSpaces()
        if let type, isSubtypeOfEmptyMultipart(type) { return try endMultipart(section: section, subtype: type) }
        let subtype = hasMore && peek != Octet.open ? try mediaWord() : nil
        if type == nil, let subtype, Self.multipartSubtypes.contains(subtype) {
            return try endMultipart(section: section, subtype: subtype)
        }
        var part = BodyStructure(
            section: section, type: type ?? "application",
            subtype: subtype ?? (type == "text" ? "plain" : "octet-stream"))
        if hasMore { part.parameters = try parameters() }
        if hasMore { part.id = try nstring() }
        if hasMore { part.description = try nstring() }
        if hasMore { part.encoding = try mediaWord() }
        if hasMore { part.octets = try lenientNumber() ?? 0 }
        try particulars(of: &part, depth: depth)
        if hasMore, peek != Octet.open { part.md5 = try nstring() }
        try extensions(of: &part)
        return part
    }

    /// Servers send an empty multipart as if its subtype were a type: `("ALTERNATIVE")`, `("RELATED" NIL ...)`.
    private func isSubtypeOfEmptyMultipart(_ type: String) -> Bool {
        if peek == Octet.close || peek == Octet.open { return !Self.mediaTypes.contains(type) }
        return Self.multipartSubtypes.contains(type)
    }

    private static let mediaTypes: Set<String> = [
        "text", "image", "audio", "video", "application", "message", "model", "font", "haptics", "example", "chemical",
    ]

    private static let multipartSubtypes: Set<String> = [
        "alternative", "mixed", "related", "digest", "report", "signed", "encrypted", "parallel", "form-data",
        "appledouble", "byteranges",
    ]

    /// What only text and embedded messages have: lines; the envelope and the structure of the message.
    private mutating func particulars(of part: inout BodyStructure, depth: Int) throws(WireFailure) {
        guard hasMore else { return }
        if part.type == "message", part.subtype == "rfc822" || part.subtype == "global" {
            try embeddedMessage(in: &part, depth: depth)
        } else if part.type == "text" || Octet.isDigit(peek ?? 0) || peek == UInt8(ascii: "-") {
            // Some servers count the lines of every part.
            if peek != Octet.open { part.lines = try lenientNumber() }
        }
    }

    private mutating func embeddedMessage(in part: inout BodyStructure, depth: Int) throws(WireFailure) {
        let start = position
        part.envelope = try envelope()
        skipSpaces()
        guard peek == Octet.open, part.envelope != nil || looksLikeBody else {
            // Some servers describe an embedded message as if it were a file.
            if part.envelope == nil { position = start }
            skipSpaces()
            if Octet.isDigit(peek ?? 0) { part.lines = try lenientNumber() }
            return
        }
        part.children = [try body(of: part.section, depth: depth + 1)]
        if hasMore, peek != Octet.open { part.lines = try lenientNumber() }
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

    /// Disposition, language, location, and whatever else comes before the closing parenthesis.
    private mutating func extensions(of part: inout BodyStructure) throws(WireFailure) {
        if hasMore { part.disposition = try disposition() }
        if hasMore { part.languages = try languages() }
        if hasMore, peek != Octet.open { part.location = try nstring() }
        try skipToClose()
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

    private mutating func languages() throws(WireFailure) -> [WireText] {
        guard take(Octet.open) else { return try nstring().map { [$0] } ?? [] }
        var languages: [WireText] = []
        while hasMore {
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
            if let name { parameters.append(BodyParameter(name: name, value: value ?? WireText(bytes, 0..<0))) }
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
        mutating get {
            skipSpaces()
            return position < end && bytes[position] != Octet.close
        }
    }
}
