import MailModel
import Reader
import Screen

/// Drives the program as its runtime would: types keys, answers what the store and the accounts would answer, and keeps
/// every effect.
struct ReaderRobot {
    var state: AppState
    /// All effects so far.
    private(set) var effects: [Effect] = []
    /// What the last call asked for.
    private(set) var last: [Effect] = []
    var total: Int
    var newer: [MessageSummary] = []
    /// Whether windows and messages are answered.
    var answers = true
    /// Whether time passes between two keys, so that the cursor rests where it is.
    var rests = true
    var readable: ReadableMessage? = SampleMail.letter

    /// A program with its folders, connected.
    init(
        _ columns: Int = 120, _ rows: Int = 40, settings: ReaderSettings = ReaderRobot.settings, total: Int = 100_000,
        folders: [Folder] = SampleMail.folders, answers: Bool = true, link: AccountStatus.Link = .live
    ) {
        self.total = total
        self.answers = answers
        state = AppState(size: Size(columns: columns, rows: rows), settings: settings)
        send(.tick(now: SampleMail.now, localTime: SampleMail.localTime))
        send(
            .accountStatus(
                AccountStatus(
                    account: SampleMail.personal, link: link, roundTripMilliseconds: 38, bytesReceived: 1_234_567,
                    pendingChanges: 2)))
        send(.folders(folders))
    }

    static let settings = ReaderSettings(isMonochrome: false, myAddresses: ["me@example.org"])

    mutating func send(_ event: Event) {
        last = []
        run(event)
    }

    private mutating func run(_ event: Event) {
        let wanted = state.update(event)
        effects += wanted
        last += wanted
        if rests, wanted.contains(where: { if case .awaitRest = $0 { true } else { false } }) { run(.cursorRested) }
        guard answers else { return }
        for effect in wanted {
            switch effect {
            case .observeWindow(let request):
                run(.window(SampleMail.window(request, total: total, newer: newer)))
            case .selectAll(let request):
                run(.selected(SampleMail.window(request, total: total, newer: newer)))
            case .selectRange(let range):
                run(.selectedRange(SampleMail.messages(in: range)))
            case .loadMessage(let id):
                if let readable { run(.message(id, .ready(readable))) }
            case .openFolder, .prefetch, .apply, .applyUnasked, .undo, .redo, .loadJournal, .retryChange, .cancelChange,
                .loadFigures, .saveAttachment, .cancelSaving, .keepTexts, .stopKeeping, .syncNow, .reconnect,
                .setMetered,
                .trustCertificate, .rememberLayout,
                .rememberFolder, .copyToClipboard, .openAddress, .loadPiece, .pipe, .openAttachment, .loadConversation,
                .leaveList, .rememberThreads, .pause, .awaitRest,
                .suspend, .redraw, .bell, .quit:
                break
            }
        }
    }

    /// Types keys, in the notation of the table of commands, separated by spaces.
    mutating func press(_ notation: String) {
        last = []
        var asked: [Effect] = []
        for token in notation.split(separator: " ") {
            for key in KeySequence(String(token))?.keys ?? token.map({ .character($0) }) {
                send(.input(.key(key)))
                asked += last
            }
        }
        last = asked
    }

    /// Types a text, letter by letter.
    mutating func type(_ text: String) {
        for character in text { send(.input(.key(.character(character)))) }
    }

    /// New mail arrives above everything.
    mutating func deliver(_ summary: MessageSummary) {
        newer.insert(summary, at: 0)
        guard let request = state.list.requested else { return }
        send(.window(SampleMail.window(request, total: total, newer: newer)))
    }

    /// The changes asked for so far.
    var changes: [ChangeRequest] {
        effects.compactMap { effect in
            if case .apply(let change) = effect {
                change
            } else if case .applyUnasked(let change) = effect {
                change
            } else {
                nil
            }
        }
    }

    var screen: CellBuffer { AppView.frame(of: state) }
    var status: String { screen.text(ofRow: screen.size.rows - 1) }
}
