import MailModel
import Screen

extension AppState {
    mutating func perform(_ work: ProgramWork) -> [Effect] {
        switch work {
        case .syncNow: return syncNow()
        case .palette:
            popup = .finder(palette())
            return []
        case .help:
            popup = .help(focus, top: 0)
            return []
        case .messages:
            popup = .notices(top: 0)
            return []
        case .journal: return openJournal()
        case .status:
            popup = .status(top: 0)
            return [.loadFigures]
        case .metered: return switchMetered()
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .cancel:
            waitingToSave = []
            return cancel()
        case .quit: return [.quit]
        }
    }

    private mutating func cancel() -> [Effect] {
        if saving != nil { return [.cancelSaving] }
        guard canCancel else { return [.quit] }
        notices.show(Notice("No more texts are fetched; what is here stays"), at: now)
        return [.stopKeeping(nil)]
    }

    /// Whether an account has lost its server.
    var isCut: Bool {
        statuses.contains { status in
            switch status.link {
            case .offline, .stopped: true
            case .connecting, .live, .elsewhere: false
            }
        }
    }

    private mutating func syncNow() -> [Effect] {
        if settings.isOffline {
            notices.show(Notice("Offline, as asked for; start without --offline to connect"), at: now)
            return []
        }
        notices.show(Notice(isCut ? "Connecting again…" : "Looking for news…"), at: now)
        return [isCut ? .reconnect : .syncNow]
    }

    private mutating func switchMetered() -> [Effect] {
        let isMetered = !statuses.allSatisfy(\.isMetered)
        notices.show(
            Notice(
                isMetered ? "Only what is asked for is fetched from now on" : "What may be wanted next is fetched again"
            ),
            at: now)
        return [.setMetered(isMetered)]
    }

    private func palette() -> Finder {
        let items = CommandTable.entries.map { entry in
            Finder.Item(
                choice: .command(entry.command), title: TextWidth.padded(entry.name, to: 18) + entry.title,
                detail: keymap.label(for: entry.command, in: focus), whyNot: whyNot(entry.command))
        }
        return Finder(purpose: .command(in: focus), items: items)
    }
}
