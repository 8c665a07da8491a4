/// What a server says it can do (RFC 9051 section 7.2.2). Names compare without case.
package struct Capabilities: Sendable, Equatable {
    /// Upper case.
    private let names: Set<String>

    package init(_ names: some Sequence<String>) {
        self.names = Set(names.map { $0.uppercased() })
    }

    package func contains(_ name: String) -> Bool { names.contains(name.uppercased()) }

    /// Whether `AUTH=` that mechanism is offered.
    package func offersAuthentication(_ mechanism: String) -> Bool { contains("AUTH=" + mechanism) }

    /// Upper case, in alphabetical order.
    package var sorted: [String] { names.sorted() }

    package var isEmpty: Bool { names.isEmpty }
}
