/// A device that shows frames and tells keys. Used from one thread at a time.
package protocol Display: AnyObject {
    /// The size at present.
    var size: Size { get }
    /// Whether attributes must do without colours. Known after `start`.
    var isMonochrome: Bool { get }
    /// Whether there are fewer than 256 colours. Known after `start`.
    var hasFewColors: Bool { get }
    /// How it draws pictures by itself; nil where it does not. Known after `start`.
    var graphics: GraphicMeans? { get }
    /// Readable when `readInput` has something to give.
    var inputDescriptor: Int32 { get }
    /// Readable when `takeSignals` has something to give; nil where the device knows no signals.
    var signalDescriptor: Int32? { get }

    /// Takes the device over; what was there before comes back with `stop`.
    func start() throws
    /// Shows the frame, writing only what differs from the one before.
    func present(_ frame: CellBuffer)
    /// Everything waiting; never blocks for more.
    func readInput() -> [InputEvent]
    /// What the system asked of the program since the last call, in order.
    func takeSignals() -> [DisplaySignal]
    /// Asks the device for its size again.
    func resized()
    /// The next frame is written whole.
    func redrawAll()
    /// Gives the device back, stops the process as Ctrl-Z does, and returns when it goes on.
    func suspend()
    func copyToClipboard(_ text: String)
    func bell()
    /// Gives the device back as it was found. Can be called twice.
    func stop()
}

/// A request that reached the process from outside.
package enum DisplaySignal: Hashable, Sendable {
    case resized
    /// Stop the process for now (SIGTSTP).
    case suspend
    /// The process goes on after it was stopped (SIGCONT).
    case continued
    /// End the program: the number of the signal (SIGTERM, SIGHUP, SIGINT).
    case terminate(Int32)
}
