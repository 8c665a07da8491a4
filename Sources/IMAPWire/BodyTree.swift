/// The parts of one message, each before those below it.
final class BodyTree: Sendable {
    let source: [UInt8]
    let parts: [BodyPart]
    let parameters: [ParameterSlices]
    let languages: [WireSlice]
    let envelopes: [Envelope]

    init(_ builder: BodyTreeBuilder, source: [UInt8]) {
        self.source = source
        parts = builder.parts
        parameters = builder.parameters
        languages = builder.languages
        envelopes = builder.envelopes
    }

    func string(_ word: MediaWord) -> String? { word.string(in: source) }

    func parameters(_ run: BodyPart.Run) -> [BodyParameter] {
        parameters[run.range].map { parameter in
            BodyParameter(name: string(parameter.name) ?? "", value: WireText(source, parameter.value))
        }
    }

    /// The parts directly below.
    func children(of index: Int) -> [BodyStructure] {
        var children: [BodyStructure] = []
        var child = index + 1
        let end = parts[index].end
        if child < end { children.reserveCapacity(4) }
        while child < end {
            children.append(BodyStructure(tree: self, index: child))
            child = parts[child].end
        }
        return children
    }

    /// The numbers on the way from the root.
    func section(_ index: Int) -> String {
        var numbers: [String] = []
        var place: Int? = index
        while let current = place {
            let part = parts[current]
            if let explicit = WireText.optional(source, part.explicitSection) {
                if !explicit.isEmpty { numbers.append(explicit.string) }
                break
            }
            if part.number > 0 { numbers.append(String(part.number)) }
            place = part.parent < 0 ? nil : part.parent
        }
        return numbers.reversed().joined(separator: ".")
    }
}

/// A part as plain numbers: copying it counts no references.
struct BodyPart: Sendable {
    /// A run of elements of one of the tree's lists.
    struct Run: Sendable {
        var start: UInt32 = 0
        var end: UInt32 = 0

        var range: Range<Int> { Int(start)..<max(Int(start), Int(end)) }
    }

    static let noLines = UInt64.max

    var type: MediaWord
    var subtype: MediaWord
    var parameters: Run
    var encoding = MediaWord.none
    var octets: UInt64 = 0
    var lines = BodyPart.noLines
    var disposition = MediaWord.none
    var dispositionParameters = Run()
    var id = WireSlice.none
    var description = WireSlice.none
    var md5 = WireSlice.none
    var location = WireSlice.none
    var languages = Run()
    /// One or none.
    var envelope = Run()
    /// The part whose number comes before this part's own; below 0 for the root.
    var parent = -1
    /// Among its siblings, from 1; 0 for a part that has its parent's number.
    var number = 0
    /// A section that somebody gave; none for what a server sent.
    var explicitSection = WireSlice.none
    /// Behind the last part below it.
    var end = 0
}

/// A parameter as plain numbers.
struct ParameterSlices: Sendable {
    let name: MediaWord
    let value: WireSlice
}

/// Gathers the parts of a message.
struct BodyTreeBuilder {
    private(set) var parts: [BodyPart] = []
    var parameters: [ParameterSlices] = []
    var languages: [WireSlice] = []
    private(set) var envelopes: [Envelope] = []
    /// For what does not come from one response.
    var source = WireSource()

    /// More parts than any mail has; beyond, a structure is no longer understood.
    static let mostParts = 1 << 16

    var isFull: Bool { parts.count >= Self.mostParts }

    /// Room for a part that is filled in once the parts below it are known.
    mutating func open() -> Int {
        if parts.isEmpty {
            // A text in two forms and an attachment need no more.
            parts.reserveCapacity(6)
            parameters.reserveCapacity(8)
        }
        parts.append(BodyPart(type: .none, subtype: .none, parameters: .init()))
        return parts.count - 1
    }

    /// Fills in a part; all parts added since it was opened lie below it.
    mutating func close(_ index: Int, _ part: BodyPart) {
        parts[index] = part
        parts[index].end = parts.count
    }

    /// Gives a part the number of the one it lies in, if it is a multipart.
    mutating func unnumberMultipart(_ index: Int) {
        if parts[index].type.common == .multipart { parts[index].number = 0 }
    }

    mutating func add(_ envelope: Envelope?) -> BodyPart.Run {
        guard let envelope else { return .init() }
        envelopes.append(envelope)
        return Self.run(from: envelopes.count - 1, to: envelopes.count)
    }

    static func run(from start: Int, to end: Int) -> BodyPart.Run {
        BodyPart.Run(start: UInt32(clamping: start), end: UInt32(clamping: end))
    }
}

extension BodyTreeBuilder {
    mutating func add(word: String) -> MediaWord {
        let slice = source.add(word.utf8)
        return MediaWord(slice, in: source.bytes)
    }

    mutating func add(_ list: [BodyParameter]) -> BodyPart.Run {
        let start = parameters.count
        for parameter in list {
            parameters.append(
                ParameterSlices(name: add(word: parameter.name), value: source.add(parameter.value.bytes)))
        }
        return Self.run(from: start, to: parameters.count)
    }

    mutating func add(_ list: [WireText]) -> BodyPart.Run {
        let start = languages.count
        for language in list { languages.append(source.add(language.bytes)) }
        return Self.run(from: start, to: languages.count)
    }

    /// A part that somebody made, and all below it.
    ///
    /// - Returns: its place.
    mutating func add(
        section: String, type: String, subtype: String, parameters: [BodyParameter], id: WireText?,
        description: WireText?, encoding: String?, octets: UInt64, lines: UInt64?, md5: WireText?,
        disposition: BodyDisposition?, languages: [WireText], location: WireText?, children: [BodyStructure],
        envelope: Envelope?
    ) -> Int {
        let index = open()
        var part = BodyPart(type: add(word: type), subtype: add(word: subtype), parameters: add(parameters))
        part.explicitSection = source.add(section.utf8)
        part.encoding = encoding.map { add(word: $0) } ?? .none
        part.octets = octets
        part.lines = lines ?? BodyPart.noLines
        part.id = source.add(id)
        part.description = source.add(description)
        part.md5 = source.add(md5)
        part.location = source.add(location)
        part.languages = add(languages)
        part.envelope = add(envelope)
        part.disposition = disposition.map { add(word: $0.kind) } ?? .none
        part.dispositionParameters = add(disposition?.parameters ?? [])
        for child in children {
            _ = add(
                section: child.section, type: child.type, subtype: child.subtype, parameters: child.parameters,
                id: child.id, description: child.description, encoding: child.encoding, octets: child.octets,
                lines: child.lines, md5: child.md5, disposition: child.disposition, languages: child.languages,
                location: child.location, children: child.children, envelope: child.envelope)
        }
        close(index, part)
        return index
    }
}
