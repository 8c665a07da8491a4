/// IDLE (RFC 2177).
extension IMAPConnection {
    /// Lets the server tell of changes when they happen, through `updates`.
    ///
    /// Returns when the task is cancelled, on `stopIdle()`, or when another command is sent, after the answer to DONE.
    /// - Parameter renewEvery: servers log out those who are silent for 30 minutes, and some much earlier.
    package func idle(renewEvery: Duration = .seconds(540)) async throws(IMAPError) {
        _ = try await knownCapabilities()
        guard uses(.idle) else { throw .unsupported("IDLE") }
        repeat {
            if Task.isCancelled { return }
            isRenewingIdle = false
            let tag = try submit("IDLE", overlap: .idle)
            idleRenewal = time.now() + renewEvery
            let result = await withTaskCancellationHandler {
                await uncancelledAnswer(to: tag)
            } onCancel: {
                channel.eventLoop.execute { self.assumeIsolated { $0.stopIdle() } }
            }
            _ = try accepted(result.get(), "IDLE")
        } while isRenewingIdle
    }

    /// Ends an IDLE; does nothing where there is none.
    package func stopIdle() {
        isRenewingIdle = false
        perform(machine.endIdle())
        armWatchdog()
    }

    func renewIdle() {
        isRenewingIdle = true
        idleRenewal = nil
        lastActivity = time.now()
        perform(machine.endIdle())
    }
}
