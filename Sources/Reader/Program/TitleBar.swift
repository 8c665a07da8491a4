import MailModel
import Screen

/// The first line: the account, how it stands with its server, and what is on its way.
struct TitleBar {
    let state: AppState
    let theme: Theme

    private struct Piece {
        var text: String
        var style: Style
        /// Pieces of a higher rank go first where there is no room.
        var rank: Int
    }

    func draw(on canvas: inout Canvas) {
        let columns = canvas.size.columns
        var used = 1 + canvas.put("Martlet", at: Point(column: 1, row: 0), style: theme.title)
        var pieces = self.pieces
        let account = state.folders.account ?? state.statuses.first?.account
        // What is wrong is said in full; what is only good to know leaves room for the account's name.
        let nameWidth = account.map { min(12, TextWidth.width(of: DisplayText.sanitised($0.name))) + 2 } ?? 0
        let room = columns - used - 2 - nameWidth
        while pieces.count > 1, width(of: pieces) + 2 > room {
            guard let last = pieces.indices.max(by: { pieces[$0].rank < pieces[$1].rank }) else { break }
            pieces.remove(at: last)
        }
        let start = max(used + 2, columns - width(of: pieces) - 1)
        if let account, start - used - 4 > 3 {
            used += canvas.put(
                account.name, at: Point(column: used + 2, row: 0), style: theme.text, width: start - used - 4)
        }
        var column = start
        for piece in pieces {
            column += 2 + canvas.put(piece.text, at: Point(column: column, row: 0), style: piece.style)
        }
    }

    private func width(of pieces: [Piece]) -> Int {
        pieces.reduce(0) { $0 + TextWidth.width(of: $1.text) } + 2 * max(0, pieces.count - 1)
    }

    private var pieces: [Piece] {
        guard let status = state.status else { return [] }
        var pieces = [link(status)]
        if let detail = LinkWords(status.link, now: state.now, localTime: state.localTime).detail {
            pieces.append(Piece(text: detail, style: theme.dim, rank: 2))
        }
        if case .live = status.link, status.silentSince == nil, let milliseconds = status.roundTripMilliseconds {
            pieces.append(Piece(text: "\(milliseconds) ms", style: theme.dim, rank: 2))
        }
        if status.bytesReceived > 0 {
            pieces.append(Piece(text: "⇣ \(Amounts.octets(status.bytesReceived))", style: theme.dim, rank: 3))
        }
        if status.turns > 0 {
            let words = status.turns == 1 ? "1 turn" : "\(Amounts.grouped(status.turns)) turns"
            pieces.append(Piece(text: words, style: theme.dim, rank: 4))
        }
        if status.isMetered { pieces.append(Piece(text: "metered", style: theme.dim, rank: 1)) }
        let pending = max(state.pendingChanges, status.pendingChanges)
        if pending > 0 {
            pieces.append(Piece(text: "\(Amounts.grouped(pending)) pending", style: theme.warning, rank: 1))
        }
        return pieces
    }

    private func link(_ status: AccountStatus) -> Piece {
        if case .live = status.link, let since = status.silentSince {
            let seconds = max(0, state.now - since)
            return Piece(text: "◌ no answer for \(seconds) s", style: theme.warning, rank: 0)
        }
        let words = LinkWords(status.link, now: state.now, localTime: state.localTime)
        return Piece(text: "\(words.mark) \(words.text)", style: words.isGood ? theme.live : theme.offline, rank: 0)
    }
}

/// How an account stands with its server, in a mark and a few words.
struct LinkWords: Equatable {
    var mark: Character
    var text: String
    var isGood: Bool
    /// What happens next, where that is known.
    var detail: String?

    init(_ link: AccountStatus.Link, now: Int64, localTime: LocalTime) {
        switch link {
        case .connecting: (mark, text, isGood) = ("◌", "connecting…", true)
        case .live: (mark, text, isGood) = ("●", "live", true)
        case .offline(let since, _, let retryAt):
            let time = RelativeDate.since(since, now: now, localTime: localTime)
            (mark, text, isGood) = ("○", "offline since \(time)", false)
            detail = retryAt.map { "retrying in \(Self.wait(until: $0, now: now))" }
        case .elsewhere: (mark, text, isGood) = ("◍", "another Martlet syncs", true)
        case .stopped: (mark, text, isGood) = ("✕", "not connected", false)
        }
    }

    private static func wait(until instant: Int64, now: Int64) -> String {
        let seconds = max(0, instant - now)
        return seconds < 100 ? "\(seconds) s" : "\(seconds / 60) min"
    }
}
