/// The flags of a message: the system flags of RFC 9051 section 2.3.2 as bits, and keywords by name.
package struct Flags: Hashable, Sendable {
    /// The system flags, as bits that the store keeps as they are: never renumber them.
    package struct System: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let seen = System(rawValue: 1)
        package static let answered = System(rawValue: 2)
        package static let flagged = System(rawValue: 4)
        package static let deleted = System(rawValue: 8)
        package static let draft = System(rawValue: 16)
    }

    package var system: System
    /// Keywords such as `$Forwarded`, sorted, spelt as the server spells them.
    package var keywords: [String]

    package init(system: System = [], keywords: [String] = []) {
        self.system = system
        self.keywords = keywords.sorted()
    }

    /// Reads flags as they stand on the wire; `\Recent` and unknown flags with a backslash are left out.
    package init(wire names: [String]) {
        var system: System = []
        var keywords: [String] = []
        for name in names {
            if let known = Flags.systemFlag(named: name) {
                system.insert(known)
            } else if !name.hasPrefix("\\") {
                keywords.append(name)
            }
        }
        self.init(system: system, keywords: keywords)
    }

    package var isSeen: Bool { system.contains(.seen) }
    package var isFlagged: Bool { system.contains(.flagged) }
    package var isAnswered: Bool { system.contains(.answered) }
    package var isDeleted: Bool { system.contains(.deleted) }
    package var isDraft: Bool { system.contains(.draft) }

    /// The flags as the wire writes them: `\Seen`, `\Flagged`, `$Forwarded`.
    package var wireNames: [String] { Flags.names(of: system) + keywords }

    /// The system flag of that name, in any case, with or without the backslash.
    package static func systemFlag(named name: String) -> System? {
        switch (name.hasPrefix("\\") ? name.dropFirst() : name[...]).lowercased() {
        case "seen": .seen
        case "answered": .answered
        case "flagged": .flagged
        case "deleted": .deleted
        case "draft": .draft
        default: nil
        }
    }

    private static func names(of system: System) -> [String] {
        let all: [(System, String)] = [
            (.answered, "\\Answered"), (.deleted, "\\Deleted"), (.draft, "\\Draft"), (.flagged, "\\Flagged"),
            (.seen, "\\Seen"),
        ]
        return all.compactMap { system.contains($0.0) ? $0.1 : nil }
    }
}

/// One flag, as a change names it.
package enum Flag: Hashable, Sendable {
    case system(Flags.System)
    case keyword(String)

    /// Reads a flag as a person types it: a system flag in any case with or without backslash, else a keyword.
    package init(named name: String) {
        if let known = Flags.systemFlag(named: name) {
            self = .system(known)
        } else {
            self = .keyword(name)
        }
    }
}

extension Flags {
    /// The flags with one set or taken off.
    package func setting(_ flag: Flag, to isSet: Bool) -> Flags {
        var changed = self
        switch flag {
        case .system(let bit):
            if isSet { changed.system.insert(bit) } else { changed.system.remove(bit) }
        case .keyword(let name):
            changed.keywords.removeAll { $0.lowercased() == name.lowercased() }
            if isSet { changed.keywords = (changed.keywords + [name]).sorted() }
        }
        return changed
    }
}
