/// BODY and BODYSTRUCTURE (RFC 3501 section 7.4.2), with the oddities of servers that can be told apart.
extension FrameReader {
    /// The structure of a message; nil for NIL. What cannot be understood throws: the caller skips it.
    mutating func bodyStructure() throws(WireFailure) -> BodyStructure? {
        if takeNil() { return nil }
        var builder = BodyTreeBuilder()
        let root = try body(of: -1, depth: 0, &builder)
        return BodyStructure(tree: BodyTree(builder, source: bytes), index: root)
    }

    /// The body of the message at this place, or of the message itself below 0.
    ///
    /// A single part is part 1 of its message; a multipart has no number of its own. An empty multipart is written like a
    /// single part; there are no parts below it whose numbers would be wrong.
    private mutating func body(
        of message: Int, depth: Int, _ builder: inout BodyTreeBuilder
    ) throws(WireFailure) -> Int {
        let index = try part(parent: message, number: 1, depth: depth, &builder)
        builder.unnumberMultipart(index)
        return index
    }

    private mutating func part(
        parent: Int, number: Int, depth: Int, _ builder: inout BodyTreeBuilder
    ) throws(WireFailure) -> Int {
        guard depth < limits.maximumDepth else { throw WireFailure("a body structure is too deep") }
        skipSpaces()
        try expect(Octet.open, "a body part is missing")
        skipSpaces()
        guard !builder.isFull else { throw WireFailure("a body structure has too many parts") }
        let index = builder.open()
        var part = BodyPart(type: .none, subtype: .none, parameters: .init())
        part.parent = parent
        part.number = number
        if peek == Octet.open {
            try multipart(index, depth: depth, &part, &builder)
        } else {
            try singlePart(index, depth: depth, &part, &builder)
        }
        try skipToClose()
        builder.close(index, part)
        return index
    }

    private mutating func multipart(
        _ index: Int, depth: Int, _ part: inout BodyPart, _ builder: inout BodyTreeBuilder
    ) throws(WireFailure) {
        var count = 0
        while peek == Octet.open {
            try bound(count)
            count += 1
            _ = try self.part(parent: index, number: count, depth: depth + 1, &builder)
            skipSpaces()
        }
        let subtype = peek == Octet.close ? .none : try mediaWord()
        try endMultipart(subtype, &part, &builder)
    }

    /// What follows the subtype of a multipart.
    private mutating func endMultipart(
        _ subtype: MediaWord, _ part: inout BodyPart, _ builder: inout BodyTreeBuilder
    ) throws(WireFailure) {
        part.type = MediaWord(.multipart)
        part.subtype = subtype.isNone ? MediaWord(.mixed) : subtype
        part.parameters = hasMore ? try parameters(&builder) : .init()
        try disposition(&part, &builder)
        if hasMore { part.languages = try bodyLanguages(&builder) }
        part.location = hasMore && peek != Octet.open ? try nslice() : .none
    }

    private mutating func singlePart(
        _ index: Int, depth: Int, _ part: inout BodyPart, _ builder: inout BodyTreeBuilder
    ) throws(WireFailure) {
        let type = try mediaWord()
        skipSpaces()
        if !type.isNone, isSubtypeOfEmptyMultipart(type) { return try endMultipart(type, &part, &builder) }
        let subtype = hasMore && peek != Octet.open ? try mediaWord() : .none
        if type.isNone, isMultipartSubtype(subtype) { return try endMultipart(subtype, &part, &builder) }
        part.type = type.isNone ? MediaWord(.application) : type
        part.subtype = subtype.isNone ? MediaWord(type.common == .text ? .plain : .octetStream) : subtype
        part.parameters = hasMore ? try parameters(&builder) : .init()
        part.id = hasMore ? try nslice() : .none
        part.description = hasMore ? try nslice() : .none
        part.encoding = hasMore ? try mediaWord() : .none
        part.octets = hasMore ? try lenientNumber() ?? 0 : 0
        if isMessage(type, subtype) { try embeddedMessage(index, depth: depth, &part, &builder) }
        part.lines = try lineCount(type) ?? BodyPart.noLines
        part.md5 = hasMore && peek != Octet.open ? try nslice() : .none
        try disposition(&part, &builder)
        if hasMore { part.languages = try bodyLanguages(&builder) }
        part.location = hasMore && peek != Octet.open ? try nslice() : .none
    }

    /// Servers send an empty multipart as if its subtype were a type: `("ALTERNATIVE")`, `("RELATED" NIL ...)`.
    private func isSubtypeOfEmptyMultipart(_ type: MediaWord) -> Bool {
        switch type.common {
        case .text, .application, .image, .message, .audio, .video, .model, .font, .haptics, .chemical: false
        default: peek == Octet.close || peek == Octet.open || isMultipartSubtype(type)
        }
    }

    private func isMultipartSubtype(_ word: MediaWord) -> Bool {
        switch word.common {
        case .alternative, .mixed, .related, .digest, .report, .signed, .encrypted, .parallel, .formData, .appleDouble,
            .byteRanges:
            true
        default: false
        }
    }

    private func isMessage(_ type: MediaWord, _ subtype: MediaWord) -> Bool {
        type.common == .message && (subtype.common == .rfc822 || subtype.common == .global)
    }

    /// Of text and embedded messages; some servers count the lines of every part.
    private mutating func lineCount(_ type: MediaWord) throws(WireFailure) -> UInt64? {
        guard hasMore, let next = peek, next != Octet.open else { return nil }
        let isNumber = type.common == .text || Octet.isDigit(next) || next == UInt8(ascii: "-")
        return isNumber ? try lenientNumber() : nil
    }

    /// The envelope and the structure of a message; nothing is read where the server describes it as if it were any file.
    private mutating func embeddedMessage(
        _ index: Int, depth: Int, _ part: inout BodyPart, _ builder: inout BodyTreeBuilder
    ) throws(WireFailure) {
        guard hasMore, let next = peek, !Octet.isDigit(next) else { return }
        let start = position
        let envelope = try envelope()
        part.envelope = builder.add(envelope)
        skipSpaces()
        guard peek == Octet.open, envelope != nil || looksLikeBody else {
            if envelope == nil { position = start }
            return
        }
        _ = try body(of: index, depth: depth + 1, &builder)
    }

    /// Whether the list that comes is a body: it begins with another list, or with two strings.
    private var looksLikeBody: Bool {
        var ahead = self
        guard ahead.take(Octet.open) else { return false }
        ahead.skipSpaces()
        if ahead.peek == Octet.open { return true }
        // A failure says only that no string comes, so this is no body.
        guard ahead.peek == Octet.quote, (try? ahead.quoted()) != nil else { return false }
        ahead.skipSpaces()
        return ahead.peek == Octet.quote
    }

    /// Exchange sends `"inline"` and `(NIL NIL)` as well as what the grammar has.
    private mutating func disposition(
        _ part: inout BodyPart, _ builder: inout BodyTreeBuilder
    ) throws(WireFailure) {
        guard hasMore else { return }
        guard take(Octet.open) else {
            part.disposition = try mediaWord()
            return
        }
        let kind = hasMore ? try mediaWord() : .none
        part.dispositionParameters = hasMore ? try parameters(&builder) : .init()
        try skipToClose()
        if kind.isNone, part.dispositionParameters.range.isEmpty { return }
        part.disposition = kind.isNone ? MediaWord(.attachment) : kind
    }

    private mutating func bodyLanguages(_ builder: inout BodyTreeBuilder) throws(WireFailure) -> BodyPart.Run {
        let start = builder.languages.count
        if take(Octet.open) {
            while hasMore {
                try bound(builder.languages.count)
                let language = try nslice()
                if !language.isNone { builder.languages.append(language) }
            }
            try skipToClose()
        } else {
            let language = try nslice()
            if !language.isNone { builder.languages.append(language) }
        }
        return BodyTreeBuilder.run(from: start, to: builder.languages.count)
    }

    private mutating func parameters(_ builder: inout BodyTreeBuilder) throws(WireFailure) -> BodyPart.Run {
        guard take(Octet.open) else {
            _ = try nslice()
            return .init()
        }
        let start = builder.parameters.count
        while hasMore {
            let name = try mediaWord()
            let value = hasMore ? try nslice() : .none
            guard !name.isNone else { continue }
            try bound(builder.parameters.count)
            builder.parameters.append(ParameterSlices(name: name, value: value))
        }
        try skipToClose()
        return BodyTreeBuilder.run(from: start, to: builder.parameters.count)
    }

    /// A word in any case; none for NIL and for an empty string.
    private mutating func mediaWord() throws(WireFailure) -> MediaWord {
        let slice = try nslice()
        return slice.range.isEmpty ? .none : MediaWord(slice, in: bytes)
    }

    /// Whether the list goes on, with the spaces before what comes skipped.
    private var hasMore: Bool {
        @inline(__always) mutating get {
            skipSpaces()
            return position < end && bytes[position] != Octet.close
        }
    }
}
