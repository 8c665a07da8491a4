/// Which messages a command is about: `sequence-set` (RFC 9051 section 9), with `$` of RFC 5182.
public enum SetArgument: Sendable, Equatable {
    /// These numbers, in this order; 0 cannot be sent.
    case numbers([ClosedRange<UInt32>])
    /// From this number to the highest there is.
    case from(UInt32)
    /// What the last search saved (RFC 5182, IMAP4rev2).
    case saved
}

/// A stretch of a result (RFC 9394): positions from its first, or from its last.
public enum PartialRange: Sendable, Hashable {
    /// `1:100`: the hundred lowest.
    case first(ClosedRange<UInt32>)
    /// `-1:-100`: the hundred highest.
    case last(ClosedRange<UInt32>)
}

extension CommandEncoder {
    /// A set of messages; an empty one, or one with 0 in it, is refused.
    public mutating func set(_ set: SetArgument) throws(EncodingError) {
        switch set {
        case .numbers(let ranges):
            guard !ranges.isEmpty, !ranges.contains(where: { $0.lowerBound == 0 }) else { throw .notAnAtom }
            let parts = ranges.map {
                $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound):\($0.upperBound)"
            }
            try raw(parts.joined(separator: ","))
        case .from(let number):
            guard number > 0 else { throw .notAnAtom }
            try raw("\(number):*")
        case .saved: try raw("$")
        }
    }

    /// A stretch of a result; positions begin at 1.
    public mutating func partial(_ range: PartialRange) throws(EncodingError) {
        switch range {
        case .first(let bounds):
            guard bounds.lowerBound > 0 else { throw .notAnAtom }
            try raw("\(bounds.lowerBound):\(bounds.upperBound)")
        case .last(let bounds):
            guard bounds.lowerBound > 0 else { throw .notAnAtom }
            try raw("-\(bounds.lowerBound):-\(bounds.upperBound)")
        }
    }

    /// `(a b c)`, each written by the closure.
    public mutating func list<Element>(
        _ elements: some Collection<Element>,
        _ write: (inout CommandEncoder, Element) throws(EncodingError) -> Void
    ) throws(EncodingError) {
        try raw("(")
        try spaced(elements, write)
        try raw(")")
    }

    /// `a b c`, each written by the closure.
    public mutating func spaced<Element>(
        _ elements: some Collection<Element>,
        _ write: (inout CommandEncoder, Element) throws(EncodingError) -> Void
    ) throws(EncodingError) {
        var isFirst = true
        for element in elements {
            if !isFirst { space() }
            isFirst = false
            try write(&self, element)
        }
    }

    /// A flag with or without its backslash.
    public mutating func flag(_ name: String) throws(EncodingError) {
        let bare = name.hasPrefix("\\") ? name.dropFirst() : name[...]
        // A backslash anywhere else would make it another flag.
        guard !bare.isEmpty, !bare.contains("\\") else { throw .notAnAtom }
        try atom(name)
    }
}
