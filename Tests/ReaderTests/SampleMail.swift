import MailModel
import Reader

/// A believable mailbox: several scripts, long names, hostile subjects.
enum SampleMail {
    /// Monday 23 November 2026, 9:20 in UTC; the user is an hour east.
    static let now: Int64 = 1_795_425_600
    static let localTime = LocalTime(offsetMinutes: 60)
    static let personal = AccountID("personal")

    static func folder(
        _ row: Int64, _ name: String, _ role: FolderRole? = nil, total: Int = 0, unread: Int = 0,
        account: AccountID = personal, isSelectable: Bool = true, isSubscribed: Bool = true
    ) -> Folder {
        Folder(
            id: FolderID(row), account: account, name: name, wireName: name, delimiter: "/", role: role,
            isSubscribed: isSubscribed, isSelectable: isSelectable, total: total, unread: unread)
    }

    static let folders: [Folder] = [
        folder(1, "INBOX", .inbox, total: 100_000, unread: 12), folder(2, "Flagged", .flagged, total: 3),
        folder(3, "Drafts", .drafts, total: 1), folder(4, "Sent", .sent, total: 812),
        folder(5, "Archive", .archive, total: 20_411),
        folder(6, "Lists", nil, total: 0, unread: 0, isSelectable: false),
        folder(7, "Lists/swift-evolution", nil, total: 4210, unread: 27),
        folder(8, "Lists/mutt-users", nil, total: 902, unread: 14),
        folder(9, "Lists/a list with a remarkably long name", nil, total: 3),
        folder(10, "Reisen/Übernachtung", nil, total: 14), folder(11, "仕事", nil, total: 88, unread: 2),
        folder(12, "Junk", .junk, total: 31, unread: 31), folder(13, "Trash", .trash, total: 77),
    ]

    private struct Line {
        var minutesAgo: Int64
        var from: String
        var subject: String
        var system: Flags.System = .seen
        var hasAttachments = false
        var isPending = false
        var isUnreadable = false
    }

    private static let lines: [Line] = [
        Line(minutesAgo: 6, from: "Ada Lovelace", subject: "Re: the engine's carry mechanism", system: .flagged),
        Line(minutesAgo: 30, from: "Charles Babbage", subject: "Re: the engine's carry mechanism", system: []),
        Line(
            minutesAgo: 700, from: "春日 はるひ", subject: "来週の会議について（資料を添付いたします）", system: [],
            hasAttachments: true),
        Line(minutesAgo: 1100, from: "Grace Hopper", subject: "Nanoseconds, by the foot", system: [.seen, .answered]),
        Line(minutesAgo: 3900, from: "build@ci.example", subject: "[main] 412 passed, 0 failed"),
        Line(minutesAgo: 4000, from: "Newsletter", subject: "Ten things about typography 🎉 and one about kerning"),
        Line(
            minutesAgo: 4100, from: "Maximilian Freiherr von und zu Hohenstaufen-Lichtenberg",
            subject: "Einladung zur Prüfung der Übergabe für Größe und Maß der neuen Straßenbahnhaltestelle",
            system: [.seen, .flagged, .answered], hasAttachments: true),
        Line(minutesAgo: 4200, from: "evil\u{1B}[31m", subject: "\u{1B}]0;owned\u{07}You won\u{202E}gpj.exe\u{0}"),
        Line(minutesAgo: 5000, from: "دعاء", subject: "مرحبا \u{2067}بالعالم", system: []),
        Line(minutesAgo: 6000, from: "", subject: ""),
        Line(minutesAgo: 8000, from: "Alan Turing", subject: "On computable lunches", system: [.seen, .flagged]),
        Line(
            minutesAgo: 9000, from: "GitForge", subject: "[martlet/martlet] Pull request #12: wrap long lines",
            isPending: true),
        Line(minutesAgo: 9100, from: "???", subject: "", isUnreadable: true),
        Line(minutesAgo: 400_000, from: "Emmy Noether", subject: "Symmetry, again"),
    ]

    /// The row at a position of the inbox, 0 being the newest.
    static func message(_ position: Int) -> MessageSummary {
        let line =
            position < lines.count
            ? lines[position]
            : Line(
                minutesAgo: 400_000 + Int64(position) * 97, from: "Correspondent \(position % 17)",
                subject: "Letter number \(position)", system: position % 9 == 4 ? [] : .seen)
        let seconds = now - line.minutesAgo * 60
        let address = line.from.isEmpty ? [] : [EmailAddress(name: line.from, address: "someone@example.org")]
        return MessageSummary(
            id: MessageID(Int64(1_000_000 - position)), folder: FolderID(1), uid: UID(UInt32(500_000 - position)),
            received: MailDate(seconds: seconds), sent: nil, from: address,
            to: [EmailAddress(name: "", address: "me@example.org")], cc: [], replyTo: [], subject: line.subject,
            messageID: "", inReplyTo: [], references: [], flags: Flags(system: line.system), size: 4000,
            hasAttachments: line.hasAttachments, isPending: line.isPending, isUnreadable: line.isUnreadable)
    }

    /// What a store with so many messages answers.
    static func window(_ request: WindowRequest, total: Int = 100_000, newer: [MessageSummary] = []) -> MessageWindow {
        let all = total + newer.count
        let row = { (place: Int) in place < newer.count ? newer[place] : message(place - newer.count) }
        let start: Int
        switch request.anchor {
        case .newest: start = 0
        case .oldest: start = max(0, all - request.count)
        case .position(let place): start = min(max(0, place), max(0, all - 1))
        case .around(let key, let before):
            let place = newer.firstIndex { $0.id == key.id } ?? Int(1_000_000 - key.id.row) + newer.count
            start = max(0, place - before)
        }
        let end = min(all, start + request.count)
        return MessageWindow(
            request: request, rows: (start..<max(start, end)).map(row), offset: start, total: all, serverTotal: all,
            unread: 12)
    }

    /// What that store answers for a range.
    static func messages(in range: MessageRange) -> MessagesOfRange {
        let places = [range.start, range.end].map { Int(1_000_000 - $0.id.row) }
        let (first, last) = (min(places[0], places[1]), max(places[0], places[1]))
        let all = Array(first...last)
        let chosen = places[0] <= places[1] ? all.prefix(range.limit) : all.suffix(range.limit)
        let messages = chosen.map { (message($0).id, message($0).flags) }
        return MessagesOfRange(
            range: range, messages: Dictionary(messages, uniquingKeysWith: { first, _ in first }), total: all.count)
    }

    static func text(_ text: String, _ kind: ReadableMessage.Line.Kind = .text) -> ReadableMessage.Line {
        ReadableMessage.Line(kind: kind, spans: [ReadableMessage.Span(text)])
    }

    /// The message at the top of the inbox, opened.
    static var letter: ReadableMessage {
        let quotation = (1...14).map {
            text("> On the subject of carries, line \($0) of what Charles wrote.", .quote(depth: 1))
        }
        var lines = [text("Sunday, Charles wrote:")] + quotation
        lines += [
            text(""),
            ReadableMessage.Line(
                kind: .text,
                spans: [
                    ReadableMessage.Span("The anticipating carriage works for "),
                    ReadableMessage.Span("all forty columns", emphasis: .strong),
                    ReadableMessage.Span(
                        " at once; I have drawn up the order of the operations, and it saves nine turns of the handle in ten. See "
                    ),
                    ReadableMessage.Span("the plate [1]", link: 1), ReadableMessage.Span("."),
                ]),
            text(""), text("> Will it jam?", .quote(depth: 1)), text(">> It did on Friday.", .quote(depth: 2)),
            text(""),
            text("No. 来週の会議で説明します。"), text(""), text("-- ", .signature), text("Ada", .signature),
        ]
        return ReadableMessage(
            subject: "Re: the engine's carry mechanism",
            from: [EmailAddress(name: "Ada Lovelace", address: "ada@example.org")],
            to: [
                EmailAddress(name: "", address: "me@example.org"),
                EmailAddress(name: "Ch. Babbage", address: "charles@example.org"),
            ], cc: [EmailAddress(name: "Analytical Engine", address: "engine@lists.example.org")], replyTo: [],
            date: MailDate(seconds: now - 360), messageID: "1@example.org", inReplyTo: [], references: [], lines: lines,
            links: [ReadableMessage.Link(number: 1, text: "the plate", target: "https://example.org/carry")],
            attachments: [
                ReadableMessage.Attachment(
                    section: "2", filename: "carriage.pdf", type: "application/pdf", size: 412_000, isSizeExact: true,
                    disposition: "attachment"),
                ReadableMessage.Attachment(
                    section: "3", filename: "../../drawing\u{202E}gnp.png", type: "image/png", size: 88_000,
                    isSizeExact: false, disposition: "attachment"),
            ], structure: nil, defects: [])
    }
}
