/// What extensions put behind a name (`tagged-ext-val`, RFC 4466 section 6): a word, a string, a number or a set as text,
/// or a list of such.
public indirect enum ExtendedValue: Sendable, Hashable {
    /// A word, string, number or set as sent; nil for NIL.
    case text(String?)
    /// A list, however deep the server nests it within the limit.
    case list([ExtendedValue])

    /// The text of a value that is no list, or of a list that holds just one text.
    public var text: String? {
        switch self {
        case .text(let text): text
        case .list(let values): values.count == 1 ? values.first?.text : nil
        }
    }

    /// All texts in it, in order, nesting and NIL left out.
    public var texts: [String] {
        switch self {
        case .text(let text): text.map { [$0] } ?? []
        case .list(let values): values.flatMap(\.texts)
        }
    }
}

/// A name and what an extension says under it.
public struct ExtendedItem: Sendable, Hashable {
    /// Upper case.
    public var name: String
    /// Nil where the name stands alone.
    public var value: ExtendedValue?

    /// Takes each property as it is.
    public init(name: String, value: ExtendedValue?) {
        self.name = name
        self.value = value
    }
}
