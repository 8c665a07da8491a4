import Reader
import Screen

/// One run of the loop: takes everything that waits, updates the state for each, then draws once. Stays on the thread
/// of the screen.
final class ReaderLoopRun {
    /// Wake-ups in a row for which there was nothing to read: a terminal that stays ready so has gone.
    private static let mostEmptyReads = 100

    private(set) var end: ReaderLoop.End?
    /// When to wake up if nothing happens.
    private(set) var nextTick = ContinuousClock.now

    private let display: any Display
    private var state: AppState
    private let time: @Sendable () -> Int64
    private let perform: (Effect) -> Void
    private let localTime: LocalTime
    private var emptyReads = 0

    init(
        display: any Display, state: AppState, time: @escaping @Sendable () -> Int64,
        perform: @escaping (Effect) -> Void
    ) {
        self.display = display
        self.state = state
        self.time = time
        self.perform = perform
        localTime = LocalTime.system(now: time())
    }

    /// What to wait for.
    var descriptors: [Int32] { [display.inputDescriptor] + [display.signalDescriptor].compactMap(\.self) }

    /// Tells the state the time and draws the first frame.
    func begin() { step([tick()]) }

    /// Answers everything that has happened.
    ///
    /// - Parameter inbox: what others sent since the last turn.
    func turn(_ wakening: ScreenExecutor.Wakening, inbox: [Event]) {
        var events = signalEvents()
        let input = display.readInput()
        events += input.map(Event.input)
        events += inbox
        noticeClosing(wakening, isEmpty: events.isEmpty)
        if ContinuousClock.now >= nextTick { events.append(tick()) }
        if end == nil, !events.isEmpty { step(events) }
    }

    private func step(_ events: [Event]) {
        for event in events where end == nil { take(event) }
        guard end == nil else { return }
        if state.wantsSeconds { nextTick = min(nextTick, .now + .seconds(1)) }
        display.present(AppView.frame(of: state))
    }

    private func take(_ event: Event) {
        for effect in state.update(event) {
            switch effect {
            case .quit: end = end ?? .quit
            case .redraw: display.redrawAll()
            case .bell: display.bell()
            case .copyToClipboard(let text): display.copyToClipboard(text)
            case .suspend: for event in suspend() { take(event) }
            case .observeWindow, .openFolder, .loadMessage, .prefetch, .apply, .applyUnasked, .selectAll, .selectRange,
                .undo, .redo,
                .loadJournal,
                .retryChange, .cancelChange, .loadFigures, .saveAttachment, .cancelSaving, .keepTexts, .stopKeeping,
                .syncNow, .reconnect,
                .setMetered,
                .trustCertificate, .rememberLayout, .rememberFolder, .pause, .awaitRest, .openAddress, .loadPiece,
                .pipe, .openAttachment, .loadConversation, .leaveList, .rememberThreads:
                perform(effect)
            }
        }
    }

    /// A closed or endlessly ready terminal must end the loop, or it would spin. What was typed before still counts.
    private func noticeClosing(_ wakening: ScreenExecutor.Wakening, isEmpty: Bool) {
        let isReadable = wakening.readable.contains(display.inputDescriptor)
        emptyReads = isReadable && isEmpty ? emptyReads + 1 : 0
        let isClosed = isEmpty && wakening.closed.contains(display.inputDescriptor)
        if isClosed || emptyReads > ReaderLoopRun.mostEmptyReads { end = end ?? .inputClosed }
    }

    // MARK: Signals

    private func signalEvents() -> [Event] {
        var events: [Event] = []
        for signal in display.takeSignals() {
            switch signal {
            case .resized:
                display.resized()
                events.append(.input(.resize(display.size)))
            case .suspend: events += suspend()
            case .continued:
                // Stopped without our doing: the shell has used the terminal meanwhile.
                display.redrawAll()
                perform(.reconnect)
                events.append(tick())
            case .terminate(let number): end = end ?? .signal(number)
            }
        }
        return events
    }

    /// Stops as Ctrl-Z asks, until told to go on; whoever comes back may be on another network.
    ///
    /// - Returns: what may have changed meanwhile.
    private func suspend() -> [Event] {
        display.suspend()
        perform(.reconnect)
        return [tick(), .input(.resize(display.size))]
    }

    // MARK: Time

    /// The time as an event, and when the next is due: each second while something moves, else at the full minute.
    private func tick() -> Event {
        let now = time()
        let toMinute = 60 - (now % 60 + 60) % 60
        nextTick = .now + .seconds(state.wantsSeconds ? 1 : toMinute)
        return .tick(now: now, localTime: localTime)
    }
}
