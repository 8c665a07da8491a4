/// What the server asks during a login, on its way to whoever logs in.
enum PendingChallenge {
    case none
    case arrived(tag: String, text: String)
    case wanted(tag: String, CheckedContinuation<String?, Never>)
}

extension IMAPConnection {
    /// The next challenge of this AUTHENTICATE; nil once it has its tagged answer.
    func nextChallenge(of tag: String) async -> String? {
        if case .arrived(tag, let text) = challenge {
            challenge = .none
            return text
        }
        guard case .awaited = answers[tag] else { return nil }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { challenge = .wanted(tag: tag, $0) }
        } onCancel: {
            // A login half done leaves a connection that is of no use.
            channel.eventLoop.execute { self.assumeIsolated { $0.end(.cancelled) } }
        }
    }

    func receive(challenge text: String, of tag: String) {
        if case .wanted(tag, let continuation) = challenge {
            challenge = .none
            continuation.resume(returning: text)
        } else {
            challenge = .arrived(tag: tag, text: text)
        }
    }

    /// The command has its answer, or never will.
    func endChallenges(of tag: String) {
        switch challenge {
        case .none: break
        case .arrived(tag, _): challenge = .none
        case .arrived: break
        case .wanted(tag, let continuation):
            challenge = .none
            continuation.resume(returning: nil)
        case .wanted: break
        }
    }
}
