import NIOCore

/// Sends the bytes of one connection, and lets faults strike them on the way: cuts, delays, single bytes, silence.
final class ResponseWriter {
    private let channel: any Channel
    private let faults: FaultBoard
    private var pending: [UInt8] = []
    private var queue: [(bytes: [UInt8], closes: Bool)] = []
    private var isClosing = false
    /// Nothing is sent any more, and the connection stays open.
    var isStalled = false
    /// What is written until the connection closes is thrown away.
    var discards = false

    init(channel: any Channel, faults: FaultBoard) {
        self.channel = channel
        self.faults = faults
    }

    func write(_ reply: Reply) {
        guard !isClosing, !isStalled, !discards else { return }
        pending.append(contentsOf: reply.bytes)
        if pending.count > 65_536 { flush() }
    }

    func line(_ text: String) {
        write(Reply(line: text))
    }

    func flush() {
        guard !pending.isEmpty, !isClosing else { return }
        let bytes = pending
        pending = []
        if let allowed = faults.allowance(for: bytes.count) {
            send(Array(bytes.prefix(allowed)), closes: true)
        } else {
            send(bytes, closes: false)
        }
    }

    /// Sends what waits and closes the connection.
    func close() {
        flush()
        send([], closes: true)
    }

    private func send(_ bytes: [UInt8], closes: Bool) {
        guard !isClosing else { return }
        isClosing = closes
        let latency = faults.latency
        guard latency > .zero || !queue.isEmpty else { return transmit(bytes, closes: closes) }
        queue.append((bytes, closes))
        channel.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(latency)) {
            guard !self.queue.isEmpty else { return }
            let next = self.queue.removeFirst()
            self.transmit(next.bytes, closes: next.closes)
        }
    }

    private func transmit(_ bytes: [UInt8], closes: Bool) {
        let channel = channel
        if faults.splitsIntoSingleBytes {
            for byte in bytes { channel.writeAndFlush(ByteBuffer(bytes: [byte]), promise: nil) }
        } else if !bytes.isEmpty, !closes {
            channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
        }
        guard closes else { return }
        let last = faults.splitsIntoSingleBytes ? [] : bytes
        channel.writeAndFlush(ByteBuffer(bytes: last)).whenComplete { _ in channel.close(promise: nil) }
    }
}
