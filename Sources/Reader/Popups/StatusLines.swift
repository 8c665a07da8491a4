import MailModel

/// What `:status` says: how each account stands with its server, and what the store holds.
struct StatusLines {
    enum Line: Equatable {
        case heading(String)
        case fact(String, String)
        case blank
    }

    let state: AppState

    var lines: [Line] {
        var lines: [Line] = []
        for status in state.statuses { lines += account(status) + [.blank] }
        return lines + store
    }

    private func account(_ status: AccountStatus) -> [Line] {
        var lines: [Line] = [.heading(status.account.name), .fact("connection", link(status))]
        if let reason = reason(status.link) { lines.append(.fact("because", reason)) }
        if let milliseconds = status.roundTripMilliseconds { lines.append(.fact("round trip", "\(milliseconds) ms")) }
        lines.append(
            .fact(
                "traffic",
                "\(Amounts.octets(status.bytesReceived)) received, \(Amounts.octets(status.bytesSent)) sent, "
                    + "\(Amounts.grouped(status.turns)) turns"))
        if status.isMetered { lines.append(.fact("metered", "only what is asked for is fetched; :metered ends it")) }
        lines += rungs(status)
        lines += wrapped(status.extensions).enumerated().map { .fact($0.offset == 0 ? "extensions" : "", $0.element) }
        lines.append(.fact("waiting changes", Amounts.grouped(status.pendingChanges)))
        if let progress = status.progress {
            let amount = "\(Amounts.grouped(progress.done)) of \(Amounts.grouped(progress.total))"
            lines.append(.fact("fetching", "\(progress.title), \(amount)"))
        }
        return lines
    }

    /// By what the server can have folders kept in step, and by what each folder that was opened is.
    private func rungs(_ status: AccountStatus) -> [Line] {
        guard let rung = status.rung else { return [] }
        var lines: [Line] = [.fact("kept in step by", rung.words)]
        let opened = status.folderRungs.sorted { $0.key < $1.key }.prefix(Self.mostFolders)
        for (id, rung) in opened {
            guard let folder = state.folders.folder(id) else { continue }
            lines.append(.fact("  " + (folder.role == .inbox ? "Inbox" : folder.name), rung.words))
        }
        return lines
    }

    private static let mostFolders = 12
    private static let textWidth = 50

    /// Names in lines that fit the box.
    private func wrapped(_ names: [String]) -> [String] {
        var lines: [String] = []
        for name in names {
            if let last = lines.last, last.utf8.count + name.utf8.count + 2 <= Self.textWidth {
                lines[lines.count - 1] = last + ", " + name
            } else {
                lines.append(name)
            }
        }
        return lines
    }

    private func link(_ status: AccountStatus) -> String {
        let words = LinkWords(status.link, now: state.now, localTime: state.localTime)
        switch status.link {
        case .connecting, .live, .stopped, .elsewhere:
            guard let since = state.linkedSince[status.account] else { return words.text }
            return words.text + " since " + RelativeDate.since(since, now: state.now, localTime: state.localTime)
        case .offline: return [words.text, words.detail].compactMap(\.self).joined(separator: ", ")
        }
    }

    private func reason(_ link: AccountStatus.Link) -> String? {
        switch link {
        case .connecting, .live, .elsewhere: nil
        case .offline(_, let reason, _), .stopped(let reason): reason
        }
    }

    private var store: [Line] {
        guard let figures = state.figures else { return [.heading("Store"), .fact("", "loading…")] }
        let free = figures.freeOctets > 0 ? ", \(Amounts.octets(figures.freeOctets)) of it free" : ""
        return [
            .heading("Store"), .fact("size", Amounts.octets(figures.octets) + free),
            .fact("messages", "\(Amounts.grouped(figures.messages)) in \(Amounts.grouped(figures.folders)) folders"),
            .fact("texts at hand", Amounts.grouped(figures.texts)),
            .fact(
                "journal",
                "\(Amounts.grouped(figures.waitingChanges)) waiting, \(Amounts.grouped(figures.refusedChanges)) refused"
            ),
        ]
    }
}
