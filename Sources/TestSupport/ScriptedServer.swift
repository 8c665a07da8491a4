import NIOCore
import NIOPosix
import NIOConcurrencyHelpers

/// A server on this machine that plays a conversation and checks what the client says.
///
/// A script is lines:
///
///     # a remark
///     S: * OK hello              sent, with a line end
///     S- * 1 FETCH (BODY[] {9}   sent as it is, without a line end
///     C: <a> LOGIN ada <any>     awaited; a word in <> matches a word and stands for it from then on, <any> matches
///                                everything to the end of the line
///     S: <a> OK in
///     X:                         the connection is closed
///     Z:                         from here on both sides deflate (RFC 4978)
///     B: <hexadecimal>           sent octet by octet as it is, never deflated
///
/// Lines of consecutive `S` leave in one write. At its end the script keeps the connection open.
package final class ScriptedServer: Sendable {
    private let channel: any Channel
    private let progress: Progress

    /// Where it listens, on 127.0.0.1.
    package let port: Int

    private init(channel: any Channel, port: Int, progress: Progress) {
        self.channel = channel
        self.port = port
        self.progress = progress
    }

    /// Starts a server that plays one script per connection, in order; further connections are closed at once.
    package static func start(_ scripts: String...) async throws -> ScriptedServer {
        let steps = scripts.map { ScriptStep.steps(of: $0) }
        let progress = Progress(scripts: steps)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(ScriptPlayer(progress: progress))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return ScriptedServer(channel: channel, port: channel.localAddress?.port ?? 0, progress: progress)
    }

    /// Returns once every script has been played to its end, something went wrong, or the task is cancelled.
    ///
    /// - Returns: what went wrong; empty where the client said all that it should and nothing else.
    package func finished() async -> [String] { await progress.finished() }

    package func stop() async {
        // It may be closed already: then there is nothing left to stop.
        try? await channel.close()
    }

    /// How far the scripts have come, shared by the connections.
    fileprivate final class Progress: Sendable {
        private struct State {
            var waiting: [[ScriptStep]]
            var unfinished: Int
            var problems: [String] = []
            var watchers: [Int: CheckedContinuation<Void, Never>] = [:]
            var nextWatcher = 0
        }

        private let state: NIOLockedValueBox<State>

        init(scripts: [[ScriptStep]]) {
            state = NIOLockedValueBox(State(waiting: scripts, unfinished: scripts.count))
        }

        func nextScript() -> [ScriptStep]? {
            state.withLockedValue { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
        }

        /// A script has been played to its end, or cannot be.
        func note(problem: String?) {
            let watchers = state.withLockedValue { state in
                if let problem { state.problems.append(problem) }
                state.unfinished -= 1
                guard state.unfinished <= 0 || problem != nil else { return [CheckedContinuation<Void, Never>]() }
                defer { state.watchers = [:] }
                return Array(state.watchers.values)
            }
            for watcher in watchers { watcher.resume() }
        }

        /// Something went wrong after the script had been played.
        func noteLate(problem: String) { state.withLockedValue { $0.problems.append(problem) } }

        func finished() async -> [String] {
            let watcher = state.withLockedValue { state in
                state.nextWatcher += 1
                return state.nextWatcher
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isOver = state.withLockedValue { state in
                        // Asked under the lock, which `giveUp` takes too: either it finds the watcher or this the cancelling.
                        let isOver = state.unfinished <= 0 || !state.problems.isEmpty || Task.isCancelled
                        if !isOver { state.watchers[watcher] = continuation }
                        return isOver
                    }
                    if isOver { continuation.resume() }
                }
            } onCancel: {
                giveUp(watcher)
            }
            return state.withLockedValue { state in
                state.unfinished <= 0 || !state.problems.isEmpty ? state.problems : ["not played to its end in time"]
            }
        }

        private func giveUp(_ watcher: Int) {
            state.withLockedValue { $0.watchers.removeValue(forKey: watcher) }?.resume()
        }
    }
}

/// One line of a script.
private enum ScriptStep: Sendable, Equatable {
    case send(String)
    case expect(String)
    case close
    case deflate
    case octets([UInt8])

    static func steps(of script: String) -> [ScriptStep] {
        script.split(whereSeparator: \.isNewline).compactMap { line in
            let text = line.drop { $0 == " " }
            let rest = String(text.dropFirst(3))
            return switch text.prefix(2) {
            case "S:": .send(rest + "\r\n")
            case "S-": .send(rest)
            case "C:": .expect(rest)
            case "X:": .close
            case "Z:": .deflate
            case "B:": .octets(octets(rest))
            default: nil
            }
        }
    }

    private static func octets(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.compactMap { $0.hexDigitValue.map { UInt8($0) } }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

/// Plays one script on one connection.
private final class ScriptPlayer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let progress: ScriptedServer.Progress
    private var steps: ArraySlice<ScriptStep> = []
    private var words: [String: String] = [:]
    private var received: [UInt8] = []
    private var isOver = false
    private var deflation: ScriptDeflation?

    init(progress: ScriptedServer.Progress) { self.progress = progress }

    func channelActive(context: ChannelHandlerContext) {
        guard let script = progress.nextScript() else {
            isOver = true
            context.close(promise: nil)
            return
        }
        steps = script[...]
        play(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        received.append(contentsOf: deflation?.inflated(bytes) ?? bytes)
        play(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(steps.isEmpty ? nil : "the client closed before: \(steps.first.map { "\($0)" } ?? "")")
    }

    private func play(_ context: ChannelHandlerContext) {
        while let step = steps.first {
            switch step {
            case .send(let text):
                let bytes = Array(filled(text).utf8)
                write(deflation?.deflated(bytes) ?? bytes, context)
            case .octets(let bytes): write(bytes, context)
            case .deflate:
                context.flush()
                deflation = ScriptDeflation()
            case .expect(let pattern):
                context.flush()
                guard let line = nextLine() else { return }
                guard matches(line, pattern) else {
                    end("expected \"\(filled(pattern))\", received \"\(line)\"")
                    context.close(promise: nil)
                    return
                }
            case .close:
                context.flush()
                steps = steps.dropFirst()
                end(nil)
                context.close(promise: nil)
                return
            }
            steps = steps.dropFirst()
        }
        context.flush()
        if let line = nextLine() {
            isOver ? progress.noteLate(problem: "unexpected \"\(line)\"") : end("unexpected \"\(line)\"")
        }
        end(nil)
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
    }

    private func end(_ problem: String?) {
        guard !isOver else { return }
        isOver = true
        progress.note(problem: problem)
    }

    private func nextLine() -> String? {
        guard let end = received.firstIndex(of: 0x0A) else { return nil }
        let line = received[..<end].filter { $0 != 0x0D }
        received.removeSubrange(...end)
        return String(decoding: line, as: UTF8.self)
    }

    /// The text with the words that are known by now.
    private func filled(_ text: String) -> String {
        words.reduce(text) { $0.replacing("<\($1.key)>", with: $1.value) }
    }

    private func matches(_ line: String, _ pattern: String) -> Bool {
        var rest = line[...]
        var wanted = filled(pattern)[...]
        while let open = wanted.firstIndex(of: "<"), let close = wanted[open...].firstIndex(of: ">") {
            let name = String(wanted[wanted.index(after: open)..<close])
            guard rest.hasPrefix(wanted[..<open]) else { return false }
            rest = rest.dropFirst(wanted[..<open].count)
            if name == "any" { return true }
            // Section names have such brackets too: they stand for themselves.
            guard name.allSatisfy(\.isLetter), !name.isEmpty else {
                guard rest.hasPrefix(wanted[open...close]) else { return false }
                rest = rest.dropFirst(wanted[open...close].count)
                wanted = wanted[wanted.index(after: close)...]
                continue
            }
            let word = rest.prefix { $0 != " " }
            words[name] = String(word)
            rest = rest.dropFirst(word.count)
            wanted = wanted[wanted.index(after: close)...]
        }
        return rest == wanted
    }
}
