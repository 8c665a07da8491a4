import NIOCore

/// One conversation with a client. It lives on the event loop of its channel.
///
/// The commands are extensions in `Commands/`, a file for each family.
final class Session {
    /// How far the conversation has come (RFC 3501, 3), and what that phase needs.
    enum Phase {
        case notAuthenticated
        case authenticated
        case selected(SelectedFolder)
        case over
    }

    /// The folder a session has selected, as the session was told it stands.
    struct SelectedFolder {
        let name: String
        let isReadOnly: Bool
        /// The UIDs by sequence number, those included whose expunge has not been announced yet.
        var uids: [UInt32]

        /// The sequence number of a UID.
        func sequenceNumber(of uid: UInt32) -> Int? {
            var (low, high) = (0, uids.count)
            while low < high {
                let middle = (low + high) / 2
                if uids[middle] < uid { low = middle + 1 } else { high = middle }
            }
            return low < uids.count && uids[low] == uid ? low + 1 : nil
        }
    }

    /// What the next line from the client is.
    enum Expectation {
        case command
        case credentials(tag: String)
        case endOfIdle(tag: String)
    }

    let number: SessionNumber
    let account: ServedAccount
    let writer: ResponseWriter
    var phase = Phase.notAuthenticated
    var expectation = Expectation.command
    /// The client has shown that it knows CONDSTORE (RFC 7162, 3.1).
    var knowsModSeq = false
    /// The client has enabled QRESYNC: it is told VANISHED instead of EXPUNGE (RFC 7162, 3.2.10).
    var knowsVanished = false
    /// What the client wants to be told; nil before it has said so.
    var notification: Notification?

    init(number: SessionNumber, account: ServedAccount, writer: ResponseWriter) {
        self.number = number
        self.account = account
        self.writer = writer
    }

    var isOver: Bool {
        if case .over = phase { true } else { false }
    }

    func greet() {
        say("* OK [CAPABILITY \(Capability.words(of: account.capabilities))] The demo server is ready")
        writer.flush()
    }

    /// Takes a whole command, or the line that an earlier command waits for.
    func receive(_ bytes: [UInt8]) {
        account.countCommand()
        if account.faults.isStalled(number) { writer.isStalled = true }
        switch expectation {
        case .command: perform(bytes)
        case .credentials(let tag): finishAuthentication(tag: tag, response: bytes)
        case .endOfIdle(let tag): finishIdle(tag: tag, line: bytes)
        }
        writer.flush()
    }

    /// The selected folder has changed. Only an idling client is told at once (RFC 2177, 3), and one that has said NOTIFY.
    func hearNews() {
        if account.faults.isStalled(number) { writer.isStalled = true }
        switch expectation {
        case .endOfIdle: tellNews(mayExpunge: true)
        // All at once but what moves numbers (RFC 5465, 6.1.2).
        case .command where notification != nil: tellNews(mayExpunge: false)
        case .command, .credentials: return
        }
        writer.flush()
    }

    func strike(_ fault: Fault) {
        switch fault {
        case .stall: writer.isStalled = true
        case .bye(let text):
            say("* BYE \(text)")
            end()
        case .stallAt, .cutBefore, .loseAnswer, .cut, .wrongTag, .singleBytes, .vanish, .newUIDValidity, .refuseLogin,
            .refuse, .misunderstand, .refuseConnections:
            break
        }
    }

    func end() {
        phase = .over
        writer.close()
    }

    func say(_ line: String) {
        writer.line(line)
    }

    /// Ends a command.
    func complete(_ tag: String, _ result: String) {
        say("\(account.faults.takeWrongTag() ? "nobody" + tag : tag) \(result)")
    }

    // MARK: From a line to a command

    private func perform(_ bytes: [UInt8]) {
        var reader = CommandReader(bytes)
        guard let tag = try? reader.word(), (try? reader.space()) != nil, var name = try? reader.word() else {
            return say("* BAD A command begins with a tag and a name")
        }
        name = name.uppercased()
        if name == "UID", (try? reader.space()) != nil, let second = try? reader.word() {
            name = "UID " + second.uppercased()
        }
        let fate = account.faults.takeFate(of: name)
        switch fate {
        case .refused(let text): return complete(tag, "NO \(text)")
        case .misunderstood: return complete(tag, "BAD Unknown command.")
        case .stalled: writer.isStalled = true
        case .cut: return end()
        case .performed, .answerLost: break
        }
        if fate == .stalled { return }
        if fate == .answerLost { writer.flush() }
        writer.discards = fate == .answerLost
        do throws(CommandSyntaxError) {
            try dispatch(Command(tag: tag, name: name), &reader)
        } catch {
            complete(tag, "BAD Expected \(error.expected)")
        }
        if fate == .answerLost { end() }
    }
}

/// Tag and name of a command.
struct Command {
    let tag: String
    /// Upper-cased, `UID ` in front of the UID forms.
    let name: String

    var isByUID: Bool { name.hasPrefix("UID ") }
}
