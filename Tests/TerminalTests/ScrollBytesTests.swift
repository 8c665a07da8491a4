import MailModel
import Reader
import Screen
import Testing

@testable import Terminal

/// What goes to the terminal while a key is held down in the list, by the encoder that writes it. Terminfo is read for the
/// process as a whole, so one at a time.
@Suite(.serialized) struct ScrollBytesTests {
    private static let account = AccountID("work")

    private static let folders = [
        "INBOX", "Flagged", "Drafts", "Sent", "Archive", "Lists/letters", "Lists/swallow-dev", "Receipts", "Junk",
        "Trash",
    ].enumerated().map { number, name in
        Folder(
            id: FolderID(Int64(number + 1)), account: account, name: name, wireName: name, delimiter: "/",
            role: number == 0 ? .inbox : nil, isSubscribed: true, isSelectable: true, total: 100_000,
            unread: number * 7 % 40)
    }

    private static func message(_ position: Int) -> MessageSummary {
        let subjects = [
            "Re: the order of the day, and what is left of it", "来週の会議について（資料を添付いたします）", "Größe und Maß 🎻",
            "[swallow-dev] a patch for the tide tables", "Your receipt",
            "Re: Re: who has the keys of the boathouse now?",
        ]
        let names = ["Ada Lovelace", "Maximilian Freiherr von Hohenzollern", "春日 はるひ", "build@ci.example", "Wren"]
        return MessageSummary(
            id: MessageID(Int64(1_000_000 - position)), folder: FolderID(1), uid: UID(UInt32(500_000 - position)),
            received: MailDate(seconds: 1_795_425_000 - Int64(position) * 7_000, offsetMinutes: 60), sent: nil,
            from: [EmailAddress(name: names[position % 5], address: "someone@example.org")], to: [], cc: [],
            replyTo: [],
            subject: subjects[position % 6] + " \(position)", messageID: "", inReplyTo: [], references: [],
            flags: Flags(system: position % 3 == 0 ? [] : position % 7 == 0 ? [.seen, .flagged] : [.seen]), size: 4_000,
            hasAttachments: position % 5 == 0, isPending: false, isUnreadable: false)
    }

    private static func text(_ message: MessageID) -> ReadableMessage {
        let lines = (1...60).map { number in
            ReadableMessage.Line(
                kind: .text,
                spans: [
                    ReadableMessage.Span("Line \(number) of what message \(message.row) has to say, and some more.")
                ])
        }
        return ReadableMessage(
            subject: "Message \(message.row)", from: [], to: [], cc: [], replyTo: [], date: nil, messageID: "",
            inReplyTo: [], references: [], lines: lines, links: [], attachments: [], structure: nil, defects: [])
    }

    /// A reader and the terminal it writes to.
    private struct Typist {
        var state: AppState
        var encoder: FrameEncoder
        var octets = 0
        var blankRows = 0
        /// Texts that are shown, or that might have to be fetched.
        var asked = 0

        mutating func send(_ event: Event) {
            for effect in state.update(event) {
                switch effect {
                case .observeWindow(let request): send(.window(window(request)))
                case .prefetch: asked += 1
                case .loadMessage(let id):
                    asked += 1
                    send(.message(id, .ready(ScrollBytesTests.text(id))))
                default: continue
                }
            }
        }

        private func window(_ request: WindowRequest) -> MessageWindow {
            var start = 0
            if case .around(let key, let before) = request.anchor {
                start = max(0, 1_000_000 - Int(key.id.row) - before)
            }
            return MessageWindow(
                request: request, rows: (start..<start + request.count).map(ScrollBytesTests.message), offset: start,
                total: 100_000, serverTotal: 100_000, unread: 12)
        }

        mutating func draw() {
            let frame = AppView.frame(of: state)
            let written = encoder.encode(frame)
            // As the display does: what could be seen half done is announced.
            octets += written.count + (written.count > 1_024 || encoder.hasScrolled ? 16 : 0)
            if frame.text.contains("loading…") { blankRows += 1 }
        }
    }

    private func typist(
        _ terminal: String, _ choice: Layout.Choice, size: Size
    ) throws -> Typist {
        let capabilities = try #require(TerminalCapabilities.described(as: terminal))
        var typist = Typist(
            state: AppState(size: size, settings: ReaderSettings(layout: Layout(choice: choice))),
            encoder: FrameEncoder(capabilities))
        typist.send(.tick(now: 1_795_425_600, localTime: .utc))
        typist.send(.accountStatus(AccountStatus(account: Self.account, link: .live, bytesReceived: 10_000)))
        typist.send(.folders(Self.folders))
        typist.send(.cursorRested)
        typist.draw()
        typist.octets = 0
        typist.asked = 0
        return typist
    }

    static let layouts: [Layout.Choice] = [.one, .two, .three, .automatic]

    @Test(arguments: layouts, ["xterm-256color", "tmux-256color"])
    func `200 rows down at 120x40 take few octets, no turn and no blank row`(
        choice: Layout.Choice, terminal: String
    ) throws {
        var typist = try typist(terminal, choice, size: Size(columns: 120, rows: 40))
        for _ in 0..<200 {
            typist.send(.input(.key(.character("j"))))
            typist.draw()
        }
        // That of the first step; all others are passed.
        #expect(typist.asked <= 2)
        typist.send(.cursorRested)
        typist.draw()
        // Half of the lines show the list where the text is below it, so its pages are turned twice as often.
        let isShort = choice == .two || choice == .automatic
        #expect(typist.octets < (isShort ? 80_000 : 60_000), "\(typist.octets) octets")
        #expect(typist.blankRows == 0)
    }
}
