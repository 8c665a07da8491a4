/// What a server says it can do (RFC 9051 section 7.2.2). Names compare without case.
package struct Capabilities: Sendable, Equatable {
    /// Upper case.
    private let names: Set<String>
    /// Not to be used, even as a part of something larger.
    private(set) var withheld: Set<String> = []

    package init(_ names: some Sequence<String>) {
        self.names = Set(names.map { $0.uppercased() })
    }

    /// The same without these.
    func without(_ withheld: [String]) -> Capabilities {
        var rest = Capabilities(names.subtracting(withheld))
        rest.withheld = self.withheld.union(withheld)
        return rest
    }

    package func contains(_ name: String) -> Bool { names.contains(name.uppercased()) }

    /// Whether `AUTH=` that mechanism is offered.
    package func offersAuthentication(_ mechanism: String) -> Bool { contains("AUTH=" + mechanism) }

    /// Upper case, in alphabetical order.
    package var sorted: [String] { names.sorted() }

    package var isEmpty: Bool { names.isEmpty }
}
