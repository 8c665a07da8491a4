import MailModel
import Screen

/// What waits, what was done and what was refused: the journal, newest first, with one entry selected.
package struct JournalScreen: Equatable, Sendable {
    /// Nil until the store has told.
    var lines: [JournalLine]?
    var selected = 0

    /// How many entries are shown.
    package static let limit = 500

    var current: JournalLine? {
        guard let lines, lines.indices.contains(selected) else { return nil }
        return lines[selected]
    }

    /// Takes the entries anew; the selection stays on its entry.
    mutating func receive(_ new: [JournalLine]) {
        let id = current?.id
        lines = new
        selected = id.flatMap { id in new.firstIndex { $0.id == id } } ?? min(selected, max(0, new.count - 1))
    }
}

extension AppState {
    mutating func openJournal() -> [Effect] {
        popup = .journal(JournalScreen())
        return [.loadJournal]
    }

    mutating func take(_ key: Key, in journal: JournalScreen) -> [Effect] {
        var journal = journal
        let last = max(0, (journal.lines?.count ?? 0) - 1)
        var effects: [Effect] = []
        switch key {
        case .down, .character("j"), .tab: journal.selected = min(last, journal.selected + 1)
        case .up, .character("k"), .backTab: journal.selected = max(0, journal.selected - 1)
        case .pageDown, .control("d"): journal.selected = min(last, journal.selected + 10)
        case .pageUp, .control("u"): journal.selected = max(0, journal.selected - 10)
        case .home, .character("g"): journal.selected = 0
        case .end, .character("G"): journal.selected = last
        case .character("r"): effects = retry(journal.current)
        case .character("x"), .delete: effects = cancel(journal.current)
        case .escape, .character("q"), .character("h"), .left, .enter, .control("c"):
            popup = nil
            return []
        case .character, .control, .alt, .backspace, .insert, .right, .function: break
        }
        popup = .journal(journal)
        return effects
    }

    private mutating func retry(_ line: JournalLine?) -> [Effect] {
        guard let line else { return [] }
        switch line.change.state {
        case .refused: return [.retryChange(line.id)]
        case .pending, .sent:
            notices.show(Notice("Trying now: \(line.words.lowercasedFirst)"), at: now)
            return [isCut ? .reconnect : .syncNow]
        case .done, .undone:
            notices.show(Notice("That is settled: there is nothing to try again"), at: now)
            return []
        }
    }

    private mutating func cancel(_ line: JournalLine?) -> [Effect] {
        guard let line else { return [] }
        switch line.change.state {
        case .pending, .sent: return [.cancelChange(line.id)]
        case .done, .refused, .undone:
            notices.show(Notice("That is settled: there is nothing to cancel"), at: now)
            return []
        }
    }
}

extension String {
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
