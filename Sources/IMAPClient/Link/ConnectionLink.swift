import IMAPWire
import MailModel
import NIOCore
import NIOSSL

/// What happens on the link, and what is done about it.
extension IMAPConnection {
    // MARK: In

    func received(_ buffer: ByteBuffer) {
        guard endReason == nil else { return }
        let now = time.now()
        counters.countReceived(buffer.readableBytes)
        lastActivity = now
        tellSilence(false)
        hasReadSinceWrite = true
        if let started = turnStartedAt {
            counters.noteRoundTrip(now - started)
            turnStartedAt = nil
        }
        if let inflater {
            inflater.append(buffer.readableBytesView)
        } else {
            framer.append(Array(buffer: buffer))
            readFrames()
        }
        inflate()
    }

    private func readFrames() {
        while endReason == nil, let frame = framer.next() { receive(frame) }
    }

    /// A step at a time, so that never more than one step of what was deflated waits here.
    private func inflate() {
        guard let inflater else { return }
        do {
            while endReason == nil, let bytes = try inflater.next() {
                hasInflated = true
                framer.append(bytes)
                readFrames()
            }
        } catch {
            gaveUp(on: .compress)
            end(.protocolViolation("compressed data that cannot be read"))
        }
    }

    /// From here on both sides deflate. What has come behind the answer already is deflated (RFC 4978 section 3).
    private func startCompression() {
        guard let inflater = Inflater(), let deflater = Deflater() else {
            end(.protocolViolation("no memory for compression"))
            return
        }
        inflater.append(framer.takeBuffered())
        self.inflater = inflater
        self.deflater = deflater
    }

    private func receive(_ frame: Frame) {
        switch frame {
        case .response(let bytes):
            record(server: bytes)
            parser.mailboxNamesAreUTF8 = machine.namesAreUTF8
            let told = machine.newsInIdle
            perform(machine.receive(parser.parse(bytes), octets: bytes.count))
            if machine.newsInIdle != told { idleTold() }
        case .oversized: perform(machine.skippedOversized())
        case .lost: end(.protocolViolation("an answer larger than can be counted"))
        }
    }

    /// All that was there has been read: after a BYE nothing more is to be expected.
    func readComplete() {
        if let bye = machine.bye, endReason == nil {
            blame()
            end(.closed(byServer: bye))
        }
        armWatchdog()
    }

    func linkClosed(_ error: (any Error)?) {
        let isHandshaking = endpoint.security != .plaintext && !reached.contains(.tls)
        let reason =
            error.map { LinkError.broken($0, isHandshaking: isHandshaking, judge: judge) }
            ?? judge?.refusal ?? .closed(byServer: machine.bye)
        blame()
        end(reason)
    }

    /// The server ended the connection: what was under way may be why, and is not tried for ever.
    private func blame() {
        guard endReason == nil else { return }
        // Offered, and then BYE (quirk 9): also where the answer was OK and nothing readable followed.
        let isCompressing = machine.commands.inFlight.contains { $0.command.effect == .compress }
        if isCompressing || (deflater != nil && !hasInflated && machine.commands.owesAnswer) { gaveUp(on: .compress) }
        // MOVE to the trash can end a session (quirk 33).
        if machine.commands.inFlight.contains(where: { $0.command.name == "UID MOVE" }) { suspects(.move) }
    }

    func tlsCompleted() {
        machine.tlsEstablished()
        // The version is for reports; a link whose version is not told is protected all the same.
        let version = (try? channel.pipeline.syncOperations.nioSSL_tlsVersion()) ?? nil
        tlsDetailsFound = TLSDetails(
            version: version.map { "\($0)" } ?? "TLS", fingerprint: judge?.fingerprint ?? "")
        reach(.tls)
    }

    // MARK: Doing

    func perform(_ actions: [SessionStateMachine.Action]) {
        for action in actions {
            switch action {
            case .send(let bytes, let transcript): send(bytes, transcript)
            case .greeted: reach(.greeting)
            case .complete(let tag, let outcome): settle(tag, .success(outcome))
            case .fail(let tag, let error): settle(tag, .failure(error))
            case .update(let update): publish(update)
            case .challenge(let tag, let text): receive(challenge: text, of: tag)
            case .startTLS: startTLS()
            case .startCompression: startCompression()
            case .close(let reason): closeLink(reason)
            }
        }
        guard machine.capabilities != nil else { return }
        compareProfile()
        resumeCapabilityWaiters()
    }

    /// Ends the connection; whoever waits for anything learns why.
    func end(_ reason: IMAPError) {
        guard endReason == nil else { return }
        perform(machine.end(reason))
    }

    private func closeLink(_ reason: IMAPError) {
        endReason = reason
        watchdog?.task.cancel()
        watchdog = nil
        phaseDeadline = nil
        secrets = []
        framer.discardBuffered()
        if let (_, continuation) = milestone {
            milestone = nil
            continuation.resume(returning: .failure(reason))
        }
        resumeCapabilityWaiters()
        updateSink.finish()
        flush()
        channel.close(promise: nil)
    }

    private func settle(_ tag: String, _ result: Result<CommandOutcome, IMAPError>) {
        switch answers[tag] {
        case .wanted(let continuation):
            answers[tag] = nil
            continuation.resume(returning: result)
        case .awaited: answers[tag] = .arrived(result)
        case .handed(let body):
            answers[tag] = nil
            body(self, result)
        case .arrived, nil: break
        }
        endChallenges(of: tag)
    }

    private func publish(_ update: MailboxUpdate) {
        var update = update
        // It tells what happens in other mailboxes: what was suspected of it was chance.
        if case .mailboxStatus = update { ladder.clear(.notify) }
        if case .alert(let text) = update { update = .alert(ServerText.sanitised(text, redacting: secrets)) }
        if tell(update) { return }
        // Said again now and then, as it may be among what is dropped next.
        let period = max(1, options.maximumBufferedUpdates / 2)
        if droppedUpdates % period == 0 { _ = tell(.resyncNeeded(.overflow)) }
        droppedUpdates += 1
    }

    /// False where an older update had to make room.
    private func tell(_ update: MailboxUpdate) -> Bool {
        if case .dropped = updateSink.yield(update) { return false }
        told.add(1, ordering: .releasing)
        return true
    }

    private func resumeCapabilityWaiters() {
        let waiters = capabilityWaiters
        capabilityWaiters = []
        for waiter in waiters { waiter.resume() }
    }

    private func startTLS() {
        guard framer.bufferedBytes == 0, let judge else {
            end(.bytesBeforeTLS)
            return
        }
        do {
            let handler = try TLSLink.handler(for: endpoint, judge: judge)
            try channel.pipeline.syncOperations.addHandler(handler, position: .first)
        } catch {
            end(error as? IMAPError ?? .tlsFailed(reason: ServerText.sanitised("\(error)")))
        }
    }

    // MARK: Out

    /// The largest write at once: each that the network takes is a sign of life.
    private static let longestWrite = 64 << 10

    private func send(_ bytes: [UInt8], _ transcript: String) {
        record(client: transcript)
        if hasReadSinceWrite {
            hasReadSinceWrite = false
            counters.countTurn()
            turnStartedAt = time.now()
        }
        var rest = bytes[...]
        while rest.count > Self.longestWrite {
            write(rest.prefix(Self.longestWrite))
            rest = rest.dropFirst(Self.longestWrite)
        }
        write(rest)
        scheduleFlush()
    }

    private func write(_ bytes: ArraySlice<UInt8>) {
        let onWire = deflater.map { $0.deflate(bytes)[...] } ?? bytes
        guard !onWire.isEmpty else { return }
        counters.countSent(onWire.count)
        channel.write(channel.allocator.buffer(bytes: onWire)).whenSuccess { [weak self] in
            self?.assumeIsolated { $0.noteActivity() }
        }
    }

    private func noteActivity() { lastActivity = time.now() }

    /// What is written in one turn of the loop leaves in one packet.
    private func scheduleFlush() {
        guard !isFlushScheduled else { return }
        isFlushScheduled = true
        channel.eventLoop.execute { [weak self] in self?.assumeIsolated { $0.flush() } }
    }

    private func flush() {
        isFlushScheduled = false
        if let rest = deflater?.flush(), !rest.isEmpty {
            counters.countSent(rest.count)
            channel.write(channel.allocator.buffer(bytes: rest), promise: nil)
        }
        channel.flush()
    }

    // MARK: Transcript

    private func record(client line: String) {
        options.transcript?(line)
    }

    private func record(server bytes: [UInt8]) {
        guard let sink = options.transcript else { return }
        // What a server asks in SCRAM, and its own proof, are all that it takes to guess the password at leisure.
        let isAuthenticating = machine.commands.inFlight.last?.command.name == "AUTHENTICATE"
        let isChallenge = isAuthenticating && bytes.first == UInt8(ascii: "+")
        var line = isChallenge ? "S: + <redacted>" : TranscriptLine.server(bytes)
        for secret in secrets where !secret.isEmpty { line = line.replacing(secret, with: "<redacted>") }
        sink(line)
    }
}
