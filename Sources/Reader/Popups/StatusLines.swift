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
                "\(Amounts.octets(status.bytesReceived)) received, \(Amounts.octets(status.bytesSent)) sent"))
        lines.append(.fact("waiting changes", Amounts.grouped(status.pendingChanges)))
        if let progress = status.progress {
            let amount = "\(Amounts.grouped(progress.done)) of \(Amounts.grouped(progress.total))"
            lines.append(.fact("fetching", "\(progress.title), \(amount)"))
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
