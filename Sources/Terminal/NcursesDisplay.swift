import CNcurses
import Glibc
import Screen

/// The terminal on standard input and output.
///
/// ncurses gives it the terminal's modes, its capabilities, and keys and mouse; what is written is decided by
/// `FrameEncoder`, because ncurses counts the columns of a cluster by its code points and trusts the terminal to do so
/// too. One at a time per process, and used from one thread at a time.
package final class NcursesDisplay: Display {
    package let inputDescriptor: Int32 = STDIN_FILENO
    package private(set) var signalDescriptor: Int32?
    package private(set) var size = Size(columns: 80, rows: 24)

    private let usesMouse: Bool
    private let followsLinks: Bool
    private let environment: [String: String]
    private var capabilities: TerminalCapabilities?
    private var encoder: FrameEncoder?
    private var decoder = InputDecoder()
    private let pictures: PictureChoice
    private var graphicEncoder = GraphicEncoder()

    /// How pictures are drawn.
    package enum PictureChoice: Sendable {
        /// As the terminal answers that it can.
        case ask
        case cells
        case graphics(GraphicKind)
    }

    /// - Parameters:
    ///   - usesMouse: off leaves the mouse to the terminal, for selecting text.
    ///   - followsLinks: whether links are given to the terminal to follow (OSC 8); nil: where it is known to.
    ///   - environment: of the process; `TERM`, `COLORTERM` and `NO_COLOR` are looked at.
    ///   - pictures: how pictures are drawn.
    package init(
        usesMouse: Bool = true, followsLinks: Bool? = nil, pictures: PictureChoice = .cells,
        environment: [String: String]
    ) {
        self.usesMouse = usesMouse
        self.pictures = pictures
        self.followsLinks = followsLinks ?? HyperlinkSupport.isKnown(environment: environment)
        self.environment = environment
    }

    /// Whether attributes must do without colours. Known after `start`.
    package var isMonochrome: Bool { capabilities?.colors == TerminalCapabilities.Colors.none }

    package var hasFewColors: Bool {
        guard case .palette(let count) = capabilities?.colors else { return false }
        return count < 256
    }

    package func start() throws { try startTyped() }

    private func startTyped() throws(TerminalError) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
        let name = environment["TERM"] ?? ""
        if name.isEmpty || name == "dumb" { throw .tooSimple(name: name) }
        guard nc_save_modes() == 1 else { throw .notATerminal }
        nc_use_utf8_locale()
        // Before ncurses, which then leaves these signals alone.
        let descriptor = nc_catch_signals()
        let started = nc_start(name)
        guard started == 1 else {
            nc_release_signals()
            throw started == 0 ? .unknown(name: name) : .tooSimple(name: name)
        }
        signalDescriptor = descriptor >= 0 ? descriptor : nil
        let capabilities = TerminalCapabilities(environment: environment)
        self.capabilities = capabilities
        encoder = FrameEncoder(capabilities, followsLinks: followsLinks && capabilities.isANSI)
        armRestore(capabilities)
        InputDecoder.defineKeys()
        enableInput()
        resized()
        askForGraphics()
    }

    /// Asks what the terminal draws, and waits for the answer; it is never taken for keys, however late it comes.
    private func askForGraphics() {
        guard case .ask = pictures, capabilities?.isANSI == true, environment["TERM"] != "linux" else { return }
        // A multiplexer answers for itself what it knows; it would not know what to do with the other question.
        let isWithin = environment["TMUX"] != nil || environment["STY"] != nil
        TerminalOutput.write(TerminalAnswers.questions(kitty: !isWithin))
        decoder.answers.expect()
        let end = InputDecoder.milliseconds() + NcursesDisplay.patience
        while decoder.answers.isWaiting {
            let left = end - InputDecoder.milliseconds()
            var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard left > 0, poll(&ready, 1, Int32(clamping: left)) == 1, ready.revents & Int16(POLLIN) != 0 else {
                break
            }
            decoder.readAhead()
        }
    }

    /// Milliseconds that are waited for the terminal's answer.
    private static let patience = 150

    /// How the terminal draws pictures. Known after `start`.
    package var graphics: GraphicMeans? {
        let kind: GraphicKind?
        switch pictures {
        case .cells: kind = nil
        case .graphics(let chosen): kind = chosen
        case .ask: kind = decoder.answers.hasKittyGraphics ? .kitty : decoder.answers.hasSixels ? .sixel : nil
        }
        guard let kind, capabilities?.isANSI == true, capabilities?.colors != TerminalCapabilities.Colors.none else {
            return nil
        }
        var window = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
            return nil
        }
        return GraphicMeans(
            kind: kind, cellWidth: Int(window.ws_xpixel / window.ws_col),
            cellHeight: Int(window.ws_ypixel / window.ws_row))
    }

    /// What a crash writes, and `stop` relies on ncurses for: looks, cursor, scrolling, mouse, paste, keypad, screen.
    private func armRestore(_ capabilities: TerminalCapabilities) {
        var octets = capabilities.plain
        if capabilities.canScroll { octets += Array("\u{1B}[r".utf8) }
        if capabilities.isANSI { octets += Array((NcursesDisplay.inputOff + "\u{1B}[?1006l\u{1B}[?1000l").utf8) }
        octets += capabilities.showCursor
        octets += TerminalCapabilities.octets("rmkx") ?? []
        octets += TerminalCapabilities.octets("rmcup") ?? []
        octets += Array("\r\n".utf8)
        octets.withUnsafeBytes { buffer in
            buffer.withMemoryRebound(to: CChar.self) { nc_arm_restore($0.baseAddress, $0.count) }
        }
    }

    // Bracketed paste (2004), and motion while a button is held (1002), on top of ncurses' own mouse modes.
    private static let pasteOn = "\u{1B}[?2004h"
    private static let motionOn = "\u{1B}[?1002h"
    private static let inputOff = "\u{1B}[?2026l\u{1B}[?2004l\u{1B}[?1002l"

    private func enableInput() {
        guard capabilities?.isANSI == true else { return }
        TerminalOutput.write(NcursesDisplay.pasteOn)
        guard usesMouse, TerminalCapabilities.octets("kmous") != nil else { return }
        nc_mouse_on()
        TerminalOutput.write(NcursesDisplay.motionOn)
    }

    package func present(_ frame: CellBuffer) {
        if graphicEncoder.mustRepaint(for: frame.graphic) { encoder?.forget() }
        let isRepainted = encoder?.isRepainting(frame) ?? false
        let mayScroll = !graphicEncoder.isShown && frame.graphic == nil
        guard let cells = encoder?.encode(frame, mayScroll: mayScroll), let capabilities else { return }
        let graphic = graphicEncoder.change(to: frame.graphic, isRepainted: isRepainted) {
            capabilities.move(column: $0.column, row: $0.row)
        }
        if !graphic.after.isEmpty { encoder?.forgetCursor() }
        let octets = graphic.before + cells + graphic.after
        guard !octets.isEmpty else { return }
        // Shown at once where the terminal knows how; a small change is not torn anyway, and 16 octets cost more.
        let canTear = octets.count > 1_024 || encoder?.hasScrolled == true
        if canTear, capabilities.isANSI {
            TerminalOutput.write(Array("\u{1B}[?2026h".utf8) + octets + Array("\u{1B}[?2026l".utf8))
        } else {
            TerminalOutput.write(octets)
        }
    }

    package func readInput() -> [InputEvent] { decoder.read() }

    package func takeSignals() -> [DisplaySignal] {
        guard let signalDescriptor else { return [] }
        var signals: [DisplaySignal] = []
        var octets = [UInt8](repeating: 0, count: 64)
        while case let count = read(signalDescriptor, &octets, octets.count), count > 0 {
            for octet in octets.prefix(count) {
                let signal = NcursesDisplay.signal(for: octet)
                if signal != signals.last { signals.append(signal) }
            }
        }
        return signals
    }

    private static func signal(for octet: UInt8) -> DisplaySignal {
        switch octet {
        case UInt8(ascii: "W"): .resized
        case UInt8(ascii: "Z"): .suspend
        case UInt8(ascii: "C"): .continued
        default: .terminate(Int32(octet))
        }
    }

    package func resized() {
        var rows: Int32 = 0
        var columns: Int32 = 0
        guard nc_window_size(&rows, &columns) == 1 else { return }
        size = Size(columns: Int(columns), rows: Int(rows))
        nc_resize(rows, columns)
    }

    package func redrawAll() { encoder?.forget() }

    package func suspend() {
        guard capabilities != nil else { return }
        leave()
        nc_stop_here()
        resume()
    }

    package func stop() {
        guard capabilities != nil else { return }
        leave()
        nc_disarm_restore()
        nc_end()
        nc_release_signals()
        signalDescriptor = nil
        capabilities = nil
        encoder = nil
    }

    private func leave() {
        guard let capabilities else { return }
        TerminalOutput.write(graphicEncoder.remove() + capabilities.plain + capabilities.showCursor)
        if capabilities.isANSI { TerminalOutput.write(NcursesDisplay.inputOff) }
        nc_mouse_off()
        nc_leave()
    }

    private func resume() {
        nc_resume()
        enableInput()
        resized()
        redrawAll()
    }

    package func bell() { TerminalOutput.write(capabilities?.bell ?? []) }

    /// By OSC 52, which also reaches the clipboard of the machine in front over SSH. At most 74,994 octets, the most
    /// that xterm takes; longer texts are cut.
    package func copyToClipboard(_ text: String) {
        guard capabilities?.isANSI == true else { return }
        TerminalOutput.write("\u{1B}]52;c;" + Base64.encoded(Array(text.utf8.prefix(74_994))) + "\u{7}")
    }
}
