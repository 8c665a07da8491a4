import DemoServer
import MailModel
import MailStore

/// What became of every message by the word of those who did it, to be held against the server at the end.
struct Ledger {
    /// Messages that are there unless somebody removed them, by Message-ID in angle brackets.
    private var letters: Set<String> = []
    private var gone: Set<String> = []
    /// Messages that may be there more than once.
    private var multiplied: Set<String> = []
    /// Messages that another client changed: the user's word is not the last one about them.
    private var foreign: Set<String> = []
    private var flags: [String: [Flags.System.RawValue: Bool]] = [:]
    private var places: [String: String] = [:]
    private var entries: [(id: LocalChangeID, letters: Set<String>)] = []

    init(_ snapshot: ServerSnapshot) {
        for folder in snapshot.folders.values { for message in folder.messages { letters.insert(message.messageID) } }
    }

    private static func letters(_ rows: [MessageSummary]) -> [String] { rows.map { "<\($0.messageID)>" } }

    mutating func arrived(_ letter: String) { letters.insert(letter) }

    mutating func removed(_ letters: [String]) { gone.formUnion(letters) }

    mutating func mayBeTwice(_ letter: String) { multiplied.insert(letter) }

    mutating func touched(_ letter: String) { foreign.insert(letter) }

    mutating func copied(_ rows: [MessageSummary]) { multiplied.formUnion(Self.letters(rows)) }

    mutating func recorded(_ ids: [LocalChangeID], _ rows: [MessageSummary]) {
        for id in ids { entries.append((id, Set(Self.letters(rows)))) }
    }

    mutating func flagged(_ rows: [MessageSummary], _ flag: Flags.System, _ isSet: Bool) {
        for letter in Self.letters(rows) { flags[letter, default: [:]][flag.rawValue] = isSet }
    }

    mutating func moved(_ rows: [MessageSummary], to name: String) {
        for letter in Self.letters(rows) { places[letter] = name }
    }

    // MARK: The end

    /// In what the server is not as it has to be, in words.
    func verdict(on snapshot: ServerSnapshot, _ store: MailStore) throws -> [String] {
        var reasons: [String] = []
        var refused: Set<String> = []
        for (id, letters) in entries {
            guard let entry = try store.change(id) else {
                reasons.append("entry \(id.row) of \(letters) is lost")
                continue
            }
            switch entry.state {
            case .done: continue
            case .refused:
                refused.formUnion(letters)
                if entry.error?.isEmpty ?? true { reasons.append("entry \(id.row) was refused without a reason") }
            // What the user wants instead was noted when he took it back.
            case .undone: continue
            case .pending, .sent: reasons.append("entry \(id.row) is still open")
            }
            // Part of it may have been refused: the reason is kept then.
            if entry.error != nil { refused.formUnion(letters) }
        }
        var found: [String: [(folder: String, flags: Set<String>)]] = [:]
        for (name, folder) in snapshot.folders {
            for message in folder.messages { found[message.messageID, default: []].append((name, Set(message.flags))) }
        }
        for (letter, copies) in found where copies.count > 1 && !multiplied.contains(letter) {
            reasons.append("\(letter) is there \(copies.count) times")
        }
        for letter in letters where found[letter] == nil && !gone.contains(letter) {
            reasons.append("\(letter) is lost")
        }
        for (letter, copies) in found where copies.count == 1 && !multiplied.contains(letter) {
            guard !foreign.contains(letter), !refused.contains(letter), let only = copies.first else { continue }
            reasons += complaints(about: letter, in: only.folder, only.flags)
        }
        return reasons
    }

    /// In what the user's last word about a message was not done.
    private func complaints(about letter: String, in folder: String, _ found: Set<String>) -> [String] {
        var reasons: [String] = []
        if let place = places[letter], place != folder { reasons.append("\(letter) is in \(folder), not in \(place)") }
        for (bits, isSet) in flags[letter] ?? [:] {
            let names = Flags(system: Flags.System(rawValue: bits)).wireNames
            if found.isSuperset(of: names) != isSet { reasons.append("\(letter) has \(found), not \(names): \(isSet)") }
        }
        return reasons
    }
}
