/// How deep below the named entries GETMETADATA looks (RFC 5464 section 4.2.2).
public enum MetadataDepth: String, Sendable, Hashable, CaseIterable {
    /// The entry and nothing below it.
    case entryOnly = "0"
    /// The entry and those right below it.
    case oneLevel = "1"
    /// The entry and all below it.
    case everything = "infinity"
}

extension CommandEncoder {
    /// `(MAXSIZE 1024 DEPTH infinity) `, or nothing where nothing is asked for.
    public mutating func metadataOptions(
        largest: UInt32? = nil, depth: MetadataDepth = .entryOnly
    ) throws(EncodingError) {
        var options: [String] = []
        if let largest { options.append("MAXSIZE \(largest)") }
        if depth != .entryOnly { options.append("DEPTH \(depth.rawValue)") }
        guard !options.isEmpty else { return }
        try raw("(\(options.joined(separator: " "))) ")
    }

    /// `(/shared/comment /private/comment)`.
    public mutating func metadataEntries(_ names: [String]) throws(EncodingError) {
        guard !names.isEmpty else { throw .notAnAtom }
        try list(names) { (encoder, name) throws(EncodingError) in try encoder.metadataEntry(name) }
    }

    /// `(/private/comment "text" /shared/comment NIL)`; nil takes the entry away. Text with NUL goes as literal8.
    public mutating func metadataValues(_ values: [(name: String, value: [UInt8]?)]) throws(EncodingError) {
        guard !values.isEmpty else { throw .notAnAtom }
        try list(values) { (encoder, entry) throws(EncodingError) in
            try encoder.metadataEntry(entry.name)
            encoder.space()
            if let value = entry.value {
                if value.contains(0) { encoder.literal8(value) } else { encoder.string(value) }
            } else {
                try encoder.raw("NIL")
            }
        }
    }

    /// RFC 5464 section 3.2: begins with a slash, ends with none, no two together, no wildcards, no controls.
    private mutating func metadataEntry(_ name: String) throws(EncodingError) {
        let isEntry =
            name.utf8.first == UInt8(ascii: "/") && name.utf8.last != UInt8(ascii: "/") && !name.contains("//")
            && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "%") }
        guard isEntry else { throw .notAnAtom }
        astring(name)
    }
}
