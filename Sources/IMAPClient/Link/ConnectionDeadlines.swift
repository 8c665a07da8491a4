/// Every wait has an end: one task sleeps until the nearest of them.
extension IMAPConnection {
    private enum Due {
        case phase(at: Duration, doing: String)
        case notice(at: Duration)
        case silence(at: Duration, doing: String)
        case idleRenewal(at: Duration)

        var at: Duration {
            switch self {
            case .phase(let at, _), .notice(let at), .silence(let at, _), .idleRenewal(let at): at
            }
        }
    }

    /// The nearest end of a wait. Silence counts from the last byte, so that an answer that flows is never cut.
    private var due: Due? {
        if let phase = phaseDeadline { return .phase(at: phase.at, doing: phase.doing) }
        if machine.commands.owesAnswer {
            let deadlines = options.deadlines
            if options.silence != nil, !isSilenceTold, deadlines.silenceNotice < deadlines.commandSilence {
                return .notice(at: lastActivity + deadlines.silenceNotice)
            }
            let name = machine.commands.oldestUnanswered ?? "a command"
            return .silence(at: lastActivity + deadlines.commandSilence, doing: "waiting for the answer to \(name)")
        }
        if machine.commands.isIdling, let renewal = idleRenewal { return .idleRenewal(at: renewal) }
        return nil
    }

    /// Sees to it that somebody wakes up in time. One that sleeps already and wakes earlier will look again.
    func armWatchdog() {
        guard endReason == nil, let due else { return }
        if let watchdog, watchdog.wakesAt <= due.at { return }
        watchdog?.task.cancel()
        let task = time.wake(after: max(.zero, due.at - time.now())) { [weak self] in
            await self?.watchdogWoke(expecting: due.at)
        }
        watchdog = (task, due.at)
    }

    private func watchdogWoke(expecting wakesAt: Duration) {
        guard watchdog?.wakesAt == wakesAt else { return }
        watchdog = nil
        guard endReason == nil, let due else { return }
        if due.at <= time.now() {
            switch due {
            case .phase(_, let doing), .silence(_, let doing): end(.timedOut(doing: doing))
            case .notice: tellSilence(true)
            case .idleRenewal: renewIdle()
            }
        }
        armWatchdog()
    }

    /// Whoever shows how the connection stands is told once that nothing comes, and once that something does.
    func tellSilence(_ isSilent: Bool) {
        guard isSilenceTold != isSilent else { return }
        isSilenceTold = isSilent
        options.silence?(isSilent)
    }

    // MARK: Milestones of the opening

    /// Waits until the link has come so far.
    func wait(for wanted: Milestone, doing: String, within limit: Duration) async throws(IMAPError) {
        if let endReason { throw endReason }
        if reached.contains(wanted) { return }
        phaseDeadline = (time.now() + limit, doing)
        armWatchdog()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { milestone = (wanted, $0) }
        } onCancel: {
            channel.eventLoop.execute { self.assumeIsolated { $0.end(.cancelled) } }
        }
        try result.get()
    }

    func reach(_ passed: Milestone) {
        reached.insert(passed)
        guard let (wanted, continuation) = milestone, wanted == passed else { return }
        milestone = nil
        phaseDeadline = nil
        continuation.resume(returning: .success(()))
    }
}
