/// A name and what was sent for it; nil for NIL.
public struct NamedValue: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Nil for NIL.
    public var value: String?

    /// Takes each property as it is.
    public init(name: String, value: String?) {
        self.name = name
        self.value = value
    }
}
