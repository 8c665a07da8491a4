/// IDLE (RFC 2177).
extension IMAPConnection {
    /// When an IDLE that has told nothing yet is looked after for the first time; twice as long later each time.
    static let firstIdleCheck: Duration = .seconds(120)
    /// What comes sooner after the beginning was waiting already: it does not show that IDLE tells what happens.
    private static let idleSettles: Duration = .seconds(5)

    /// Lets the server tell of changes when they happen, through `updates`.
    ///
    /// Returns when the task is cancelled, on `stopIdle()`, or when another command is sent, after the answer to DONE. At
    /// each renewal a NOOP asks whether there is anything that IDLE did not tell: a server whose IDLE says nothing, ever,
    /// is found out by that, remembered, and asked from time to time from then on (quirk 34).
    /// - Parameter renewEvery: servers log out those who are silent for 30 minutes, and some much earlier.
    /// - Throws: `unsupported("IDLE")` where it is not offered, or does not work.
    package func idle(renewEvery: Duration = .seconds(540)) async throws(IMAPError) {
        _ = try await knownCapabilities()
        repeat {
            guard uses(.idle) else { throw .unsupported("IDLE") }
            if Task.isCancelled { return }
            isRenewingIdle = false
            let tag = try submit("IDLE", overlap: .idle)
            idleBegan = time.now()
            idleRenewal = time.now() + min(renewEvery, idleCheck ?? renewEvery)
            let result = await withTaskCancellationHandler {
                await uncancelledAnswer(to: tag)
            } onCancel: {
                channel.eventLoop.execute { self.assumeIsolated { $0.stopIdle() } }
            }
            _ = try accepted(result.get(), "IDLE")
            await settleIdleCheck()
        } while isRenewingIdle
    }

    /// Whether an IDLE is accepted and not yet ended.
    package var isIdling: Bool { machine.commands.isIdling }

    /// Ends an IDLE; does nothing where there is none.
    package func stopIdle() {
        isRenewingIdle = false
        perform(machine.endIdle())
        armWatchdog()
    }

    /// DONE, and NOOP with it; IDLE comes again when both are answered.
    func renewIdle() {
        isRenewingIdle = true
        idleRenewal = nil
        lastActivity = time.now()
        idleCheck = idleCheck.map { $0 * 2 }
        let before = machine.newsBesideIdle
        guard let tag = try? submit("NOOP") else {
            // There is nothing in it that could not be sent: the connection is at its end.
            perform(machine.endIdle())
            return
        }
        idleQuestion = (tag, before)
    }

    /// What the NOOP beside an IDLE brought to light. It may have happened just now: that IDLE is mute is believed the
    /// second time.
    private func settleIdleCheck() async {
        guard let (tag, before) = idleQuestion else { return }
        idleQuestion = nil
        // Where it fails the connection is over, which the next IDLE says.
        _ = await uncancelledAnswer(to: tag)
        guard machine.newsBesideIdle != before else { return }
        idleCheck = Self.firstIdleCheck
        suspects(.idle)
    }

    /// IDLE has told something.
    func idleTold() {
        guard time.now() - idleBegan >= Self.idleSettles else { return }
        idleCheck = nil
        ladder.clear(.idle)
    }
}
