import IMAPWire

/// AUTHENTICATE (RFC 9051 section 6.2.2), turn by turn.
extension IMAPConnection {
    /// Holds one conversation to its end.
    ///
    /// - Parameter initial: what goes on the command's own line (RFC 4959).
    func converse(_ exchange: SASLExchange, initial: String?) async throws(IMAPError) {
        var exchange = exchange
        try refuseIfCancelled()
        if let endReason { throw endReason }
        let tag = machine.nextTag()
        if let initial { hide(initial) }
        submit(
            SessionCommand(
                encoded: Self.line(tag: tag, exchange.name, initial: initial), name: "AUTHENTICATE",
                overlap: .exclusive,
                effect: .login))
        while let challenge = await nextChallenge(of: tag) {
            switch await Self.step(exchange, challenge) {
            case .success(let step):
                exchange = step.exchange
                hide(step.response)
                perform(machine.answerChallenge(of: tag, with: step.response))
            case .failure(let error):
                perform(machine.answerChallenge(of: tag, with: nil))
                // How it takes that we give up changes nothing about why.
                _ = try await answer(to: tag)
                throw .sasl(mechanism: exchange.name, error)
            }
        }
        _ = try accepted(await answer(to: tag), "AUTHENTICATE")
        do {
            try exchange.finish()
        } catch {
            // It let us in and is not who it should be: nothing more is said to it.
            let reason = IMAPError.sasl(mechanism: exchange.name, error)
            end(reason)
            throw reason
        }
    }

    private struct Step: Sendable {
        var exchange: SASLExchange
        var response: String
    }

    /// Away from the event loop: hashing as often as a server may ask for takes a second.
    @concurrent
    private static func step(_ exchange: SASLExchange, _ challenge: String) async -> Result<Step, SASLError> {
        var exchange = exchange
        do {
            let text = challenge.trimmingPrefix { $0 == " " }
            let response = try exchange.respond(to: String(text))
            return .success(Step(exchange: exchange, response: response))
        } catch {
            return .failure(error)
        }
    }

    /// Keeps a response out of errors and transcripts, should the server repeat it. A few characters hide nothing, and
    /// would turn up in any text.
    private func hide(_ response: String) {
        if response.utf8.count > 4 { secrets.append(response) }
    }

    private static func line(tag: String, _ name: SASLMechanismName, initial: String?) -> EncodedCommand {
        let line = Array("\(tag) AUTHENTICATE \(name.rawValue)".utf8)
        let end: [UInt8] = [0x0D, 0x0A]
        guard let initial else { return EncodedCommand(tag: tag, chunks: [line + end]) }
        let start = line.count + 1
        return EncodedCommand(
            tag: tag, chunks: [line + [0x20] + Array(initial.utf8) + end],
            secrets: [.init(chunk: 0, range: start..<(start + initial.utf8.count))])
    }
}
