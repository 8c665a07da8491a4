import MailModel
import Screen

/// Where the pieces of a row stand, for a width.
struct RowColumns: Equatable {
    /// Below this, dates and flags are shortened.
    static let roomyWidth = 64

    let from: Int
    let fromWidth: Int
    let flags: Int
    let flagWidth: Int
    let subject: Int
    let subjectWidth: Int
    let date: Int
    let dateWidth: Int
    let isRoomy: Bool

    init(width: Int) {
        isRoomy = width >= RowColumns.roomyWidth
        from = 3
        fromWidth = min(max(width / 4, 9), 24)
        flags = from + fromWidth + 1
        flagWidth = isRoomy ? 4 : width >= 34 ? 2 : 1
        subject = flags + flagWidth + 1
        dateWidth = isRoomy ? 10 : width >= 36 ? 7 : 0
        date = width - dateWidth - 1
        subjectWidth = max(0, date - subject - (dateWidth > 0 ? 1 : 0))
    }
}

/// One message of the list: mark, unread, from, flags, subject, date.
struct MessageRowView {
    let row: MessageSummary
    let columns: RowColumns
    let theme: Theme
    let state: AppState
    /// In Sent and Drafts the sender is always the same person.
    let showsRecipients: Bool
    /// How deep the message lies in its conversation.
    var depth = 0

    private var isUnread: Bool { !row.flags.isSeen }

    func draw(line: Int, isCursor: Bool, hasFocus: Bool, isSelected: Bool, on canvas: inout Canvas) {
        let style = isUnread ? theme.unread : theme.text
        if isUnread { canvas.put("●", at: Point(column: 1, row: line), style: theme.unreadMark) }
        canvas.put(people, at: Point(column: columns.from, row: line), style: style, width: columns.fromWidth)
        drawFlags(line: line, on: &canvas)
        drawSubject(style: style, line: line, on: &canvas)
        drawDate(line: line, on: &canvas)
        let whole = Rect(column: 0, row: line, columns: canvas.size.columns, rows: 1)
        if isCursor { RowLook.apply(hasFocus ? theme.cursor : theme.restingCursor, to: whole, on: &canvas) }
        let markStyle = isCursor && hasFocus ? theme.cursor.adding(.bold) : theme.mark
        if isSelected {
            canvas.put("✓", at: Point(column: 0, row: line), style: markStyle)
        } else if isCursor {
            canvas.put("▌", at: Point(column: 0, row: line), style: markStyle)
        }
    }

    private var people: String {
        let addresses = showsRecipients && !row.to.isEmpty ? row.to : row.from
        guard let first = addresses.first else { return showsRecipients ? "(no recipient)" : "(no sender)" }
        let shown = DisplayText.sanitised(first.shortName, first.name.isEmpty ? .address : [])
        let name = state.settings.isMine(first) && showsRecipients ? "me" : shown
        return addresses.count > 1 ? "\(name) +\(addresses.count - 1)" : name
    }

    /// Deeper ones are no further in: their subjects have to have room.
    private static let deepest = 6

    private func drawSubject(style: Style, line: Int, on canvas: inout Canvas) {
        let tree = depth == 0 ? "" : String(repeating: "  ", count: min(depth, Self.deepest) - 1) + "└ "
        let indent = min(
            canvas.put(
                tree, at: Point(column: columns.subject, row: line), style: theme.dim,
                width: columns.subjectWidth / 2, ellipsis: false), columns.subjectWidth / 2)
        let place = Point(column: columns.subject + indent, row: line)
        let width = columns.subjectWidth - indent
        if row.isUnreadable {
            canvas.put("(its header can't be read)", at: place, style: theme.warning, width: width)
        } else if row.subject.allSatisfy(\.isWhitespace) {
            canvas.put("(no subject)", at: place, style: theme.dim, width: width)
        } else {
            canvas.put(row.subject, at: place, style: style, width: width)
        }
    }

    private struct FlagMark {
        var text: String
        var style: Style
        var isSet: Bool
    }

    private func drawFlags(line: Int, on canvas: inout Canvas) {
        let marks = [
            FlagMark(text: "…", style: theme.warning, isSet: row.isPending),
            FlagMark(text: "★", style: theme.star, isSet: row.flags.isFlagged),
            FlagMark(text: "↩", style: theme.dim, isSet: row.flags.isAnswered),
            FlagMark(text: "⎘", style: theme.attachment, isSet: row.hasAttachments),
        ]
        // With room each has a column of its own; without, those that are set share what there is.
        let shown = columns.isRoomy ? marks : Array(marks.filter(\.isSet).prefix(columns.flagWidth))
        for (slot, mark) in shown.enumerated() where mark.isSet {
            canvas.put(mark.text, at: Point(column: columns.flags + slot, row: line), style: mark.style, width: 1)
        }
    }

    private func drawDate(line: Int, on canvas: inout Canvas) {
        guard columns.dateWidth > 0 else { return }
        let text =
            columns.isRoomy
            ? RelativeDate.short(row.received, now: state.now, localTime: state.localTime)
            : RelativeDate.shortest(row.received, now: state.now, localTime: state.localTime)
        canvas.putTrailing(
            text, at: Point(column: columns.date, row: line), style: isUnread ? theme.unread : theme.dim,
            width: columns.dateWidth)
    }
}
