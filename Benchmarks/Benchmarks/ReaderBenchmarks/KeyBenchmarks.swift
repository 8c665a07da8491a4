import Benchmark
import MailModel
import Reader
import Screen

/// The reader in a folder of 100,000 messages, with 400 of them at hand.
private func reader(_ columns: Int, _ rows: Int, layout: Layout) -> AppState {
    let account = AccountID("work")
    let inbox = Folder(
        id: FolderID(1), account: account, name: "INBOX", wireName: "INBOX", delimiter: "/", role: .inbox,
        isSubscribed: true, isSelectable: true, total: 100_000, unread: 12)
    var state = AppState(size: Size(columns: columns, rows: rows), settings: ReaderSettings(layout: layout))
    _ = state.update(.tick(now: 1_795_425_600, localTime: .utc))
    for effect in state.update(.folders([inbox])) {
        guard case .observeWindow(let request) = effect else { continue }
        let all = (0..<400).map(message)
        _ = state.update(
            .window(
                MessageWindow(
                    request: request, rows: all, offset: 0, total: 100_000, serverTotal: 100_000, unread: 12)))
    }
    return state
}

private func message(_ position: Int) -> MessageSummary {
    let subjects = ["Re: the order of the day", "来週の会議について（資料を添付いたします）", "Größe und Maß 🎻", "[swallow-dev] a patch"]
    return MessageSummary(
        id: MessageID(Int64(1_000_000 - position)), folder: FolderID(1), uid: UID(UInt32(500_000 - position)),
        received: MailDate(seconds: 1_795_425_000 - Int64(position) * 600, offsetMinutes: 60), sent: nil,
        from: [EmailAddress(name: "Correspondent \(position % 17)", address: "someone@example.org")], to: [], cc: [],
        replyTo: [], subject: subjects[position % 4] + " \(position)", messageID: "", inReplyTo: [], references: [],
        flags: Flags(system: position % 3 == 0 ? [] : [.seen]), size: 4_000, hasAttachments: position % 5 == 0,
        isPending: false, isUnreadable: false)
}

let benchmarks: @Sendable () -> Void = {
    let configuration = Benchmark.Configuration(
        metrics: [.wallClock, .cpuTotal], warmupIterations: 10, maxDuration: .seconds(3))
    let sizes: [(columns: Int, rows: Int, choice: Layout.Choice)] = [
        (80, 24, .one), (120, 40, .one), (120, 40, .two), (200, 50, .three),
    ]
    for (columns, rows, choice) in sizes {
        Benchmark("a step down the list, \(columns)x\(rows), \(choice.rawValue)", configuration: configuration) {
            benchmark, start in
            var state = start
            var steps = 0
            for _ in benchmark.scaledIterations {
                // Back to the top before the loaded rows end.
                let key = steps % 300 == 299 ? Key.home : .character("j")
                steps += 1
                blackHole(state.update(.input(.key(key))))
                blackHole(AppView.frame(of: state))
            }
        } setup: {
            reader(columns, rows, layout: Layout(choice: choice))
        }
    }
}
