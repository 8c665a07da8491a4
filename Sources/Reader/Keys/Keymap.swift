import Screen

/// A change of the keys, as the configuration gives it.
package struct KeyOverride: Hashable, Sendable {
    /// In the notation of `KeySequence`.
    package var keys: String
    /// The name of a command, or nil to take the keys away from what they did.
    package var command: String?
    /// Nil: wherever the command works.
    package var panes: Set<Pane>?

    package init(keys: String, command: String?, panes: Set<Pane>? = nil) {
        self.keys = keys
        self.command = command
        self.panes = panes
    }
}

/// Which keys mean which command in which pane.
package struct Keymap: Equatable, Sendable {
    /// What keys mean so far.
    package enum Meaning: Equatable, Sendable {
        case command(Command)
        /// More keys must follow; these can.
        case prefix([Continuation])
        case nothing
    }

    /// A key that can follow a prefix.
    package struct Continuation: Equatable, Sendable {
        package var keys: KeySequence
        package var command: Command
    }

    private var bindings: [Pane: [KeySequence: Command]] = [:]
    /// What was wrong with the overrides, one sentence each.
    package private(set) var problems: [String] = []

    package static let standard = Keymap()

    /// - Parameter overrides: applied in their order, later ones win. A faulty one is left out and noted in `problems`.
    package init(overrides: [KeyOverride] = []) {
        for entry in CommandTable.entries {
            for notation in entry.keys {
                guard let keys = KeySequence(notation) else { continue }
                for pane in entry.panes { bindings[pane, default: [:]][keys] = entry.command }
            }
        }
        for override in overrides { apply(override) }
    }

    private mutating func apply(_ override: KeyOverride) {
        guard let keys = KeySequence(override.keys) else {
            problems.append("“\(override.keys)” is not a key or a sequence of keys.")
            return
        }
        guard let name = override.command else {
            for pane in override.panes ?? Set(Pane.allCases) { bindings[pane]?[keys] = nil }
            return
        }
        guard let entry = CommandTable.entries.first(where: { $0.name == name }) else {
            problems.append("There is no command “\(name)” for the key \(override.keys).")
            return
        }
        for pane in override.panes ?? entry.panes { bind(keys, to: entry.command, in: pane) }
    }

    /// A sequence and its own beginning can't both mean something: the newer one wins.
    private mutating func bind(_ keys: KeySequence, to command: Command, in pane: Pane) {
        var table = bindings[pane] ?? [:]
        for other in table.keys where other.keys.starts(with: keys.keys) || keys.keys.starts(with: other.keys) {
            table[other] = nil
        }
        table[keys] = command
        bindings[pane] = table
    }

    /// What these keys mean in that pane.
    package func meaning(of keys: [Key], in pane: Pane) -> Meaning {
        let table = bindings[pane] ?? [:]
        if let command = table[KeySequence(keys)] { return .command(command) }
        let following = table.filter { $0.key.keys.count > keys.count && $0.key.keys.starts(with: keys) }
        if following.isEmpty { return .nothing }
        let order = CommandTable.entries.map(\.command)
        let sorted = following.sorted { left, right in
            let places = (order.firstIndex(of: left.value) ?? 0, order.firstIndex(of: right.value) ?? 0)
            return places.0 == places.1 ? left.key.description < right.key.description : places.0 < places.1
        }
        return .prefix(sorted.map { Continuation(keys: $0.key, command: $0.value) })
    }

    /// The keys of a command in a pane: those of the table first in the table's order, then others.
    package func keys(for command: Command, in pane: Pane) -> [KeySequence] {
        let bound = (bindings[pane] ?? [:]).filter { $0.value == command }.map(\.key)
        let defaults = (CommandTable.entry(of: command)?.keys ?? []).compactMap { KeySequence($0) }
        return defaults.filter(bound.contains)
            + bound.filter { !defaults.contains($0) }.sorted { $0.description < $1.description }
    }

    /// The keys of a command in a pane for a list: `j ↓`; empty where it has none.
    func label(for command: Command, in pane: Pane) -> String {
        keys(for: command, in: pane).map(\.description).joined(separator: " ")
    }
}
