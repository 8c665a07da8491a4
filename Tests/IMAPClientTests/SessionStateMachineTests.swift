import IMAPWire
import MailModel
import Testing

@testable import IMAPClient

@Suite struct SessionStateMachineTests {
    private typealias Action = SessionStateMachine.Action

    /// A session past its greeting.
    private func greeted() -> SessionStateMachine {
        var machine = SessionStateMachine(requiresTLS: false, isProtected: false)
        _ = machine.receive(.status(StatusResponse(.ok)))
        return machine
    }

    /// A session with a mailbox of so many messages open.
    private func selected(_ count: UInt32) -> SessionStateMachine {
        var machine = greeted()
        let command = self.command(&machine, "SELECT INBOX", interest: .select, effect: .select(wireName: "INBOX"))
        _ = machine.submit(command)
        _ = machine.receive(.exists(count))
        _ = machine.receive(.tagged(tag: command.tag, StatusResponse(.ok)))
        return machine
    }

    private func command(
        _ machine: inout SessionStateMachine, _ text: String, interest: Interest = .nothing,
        overlap: SessionCommand.Overlap = .pipelined, effect: SessionCommand.Effect = .none, more: [String] = []
    ) -> SessionCommand {
        let tag = machine.nextTag()
        let chunks = ["\(tag) \(text)\r\n"] + more
        return SessionCommand(
            encoded: EncodedCommand(tag: tag, chunks: chunks.map { Array($0.utf8) }),
            name: String(text.prefix { $0 != " " }), interest: interest, overlap: overlap, effect: effect)
    }

    /// What is sent, without line ends.
    private func sent(_ actions: [Action]) -> [String] {
        actions.compactMap { action in
            guard case .send(let bytes, _) = action else { return nil }
            return String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "")
        }
    }

    private func updates(_ actions: [Action]) -> [MailboxUpdate] {
        actions.compactMap { if case .update(let update) = $0 { update } else { nil } }
    }

    @Test func `PREAUTH is refused where TLS is required and not there`() {
        var machine = SessionStateMachine(requiresTLS: true, isProtected: false)
        #expect(machine.receive(.status(StatusResponse(.preauth))) == [.close(.preauthBeforeTLS)])
        var protected = SessionStateMachine(requiresTLS: true, isProtected: true)
        #expect(protected.receive(.status(StatusResponse(.preauth))) == [.greeted(isAuthenticated: true)])
    }

    @Test func `anything between the answer to STARTTLS and TLS ends it`() {
        var machine = greeted()
        let command = self.command(&machine, "STARTTLS", overlap: .exclusive, effect: .startTLS)
        _ = machine.submit(command)
        let actions = machine.receive(.tagged(tag: command.tag, StatusResponse(.ok)))
        #expect(actions.contains(.startTLS))
        #expect(machine.receive(.capability(["IMAP4REV1"])) == [.close(.bytesBeforeTLS)])
    }

    @Test func `capabilities from before TLS and login are forgotten`() {
        var machine = greeted()
        _ = machine.receive(.capability(["IMAP4REV1", "STARTTLS"]))
        let upgrade = command(&machine, "STARTTLS", overlap: .exclusive, effect: .startTLS)
        _ = machine.submit(upgrade)
        _ = machine.receive(.tagged(tag: upgrade.tag, StatusResponse(.ok)))
        machine.tlsEstablished()
        #expect(machine.capabilities == nil)
        _ = machine.receive(.capability(["IMAP4REV1"]))
        let login = command(&machine, "LOGIN", overlap: .exclusive, effect: .login)
        _ = machine.submit(login)
        _ = machine.receive(.tagged(tag: login.tag, StatusResponse(.ok)))
        #expect(machine.capabilities == nil)
        #expect(machine.isAuthenticated)
    }

    @Test func `nothing is sent while a literal waits for its continuation`() {
        var machine = greeted()
        let append = command(&machine, "APPEND x {5}", more: ["hello\r\n"])
        let noop = command(&machine, "NOOP")
        #expect(sent(machine.submit(append)) == ["A1 APPEND x {5}"])
        #expect(sent(machine.submit(noop)) == [])
        #expect(sent(machine.receive(.continuation(text: ""))) == ["hello", "A2 NOOP"])
    }

    @Test func `a literal that is refused is not sent, and the next command is`() {
        var machine = greeted()
        let append = command(&machine, "APPEND x {5}", more: ["hello\r\n"])
        let noop = command(&machine, "NOOP")
        _ = machine.submit(append)
        _ = machine.submit(noop)
        #expect(sent(machine.receive(.tagged(tag: "a1", StatusResponse(.no)))) == ["A2 NOOP"])
    }

    @Test func `an exclusive command is alone on the wire`() {
        var machine = greeted()
        let noop = command(&machine, "NOOP")
        let login = command(&machine, "LOGIN", overlap: .exclusive, effect: .login)
        let list = command(&machine, "LIST")
        #expect(sent(machine.submit(noop)) == ["A1 NOOP"])
        #expect(sent(machine.submit(login)) == [])
        #expect(sent(machine.submit(list)) == [])
        #expect(sent(machine.receive(.tagged(tag: "A1", StatusResponse(.ok)))) == ["A2 LOGIN"])
        #expect(sent(machine.receive(.tagged(tag: "A2", StatusResponse(.ok)))) == ["A3 LIST"])
    }

    @Test func `numbers are not used while the server may renumber, but right after SELECT they are`() {
        var machine = selected(5)
        _ = machine.submit(command(&machine, "UID FETCH 1 FLAGS"))
        let byNumber = command(&machine, "FETCH 1 FLAGS", overlap: .sequenceNumbers)
        #expect(sent(machine.submit(byNumber)) == [])
        #expect(sent(machine.receive(.tagged(tag: "A2", StatusResponse(.ok)))) == ["A3 FETCH 1 FLAGS"])

        var other = greeted()
        _ = other.submit(command(&other, "LIST"))
        _ = other.submit(command(&other, "SELECT b", interest: .select, effect: .select(wireName: "b")))
        let first = command(&other, "FETCH 1 FLAGS", overlap: .sequenceNumbers)
        #expect(sent(other.submit(first)) == ["A3 FETCH 1 FLAGS"])
    }

    @Test func `IDLE is ended by DONE before the next command, once the server has accepted it`() {
        var machine = selected(5)
        let idle = command(&machine, "IDLE", overlap: .idle)
        let noop = command(&machine, "NOOP")
        #expect(sent(machine.submit(idle)) == ["A2 IDLE"])
        #expect(sent(machine.submit(noop)) == [])
        #expect(machine.commands.owesAnswer)
        #expect(sent(machine.receive(.continuation(text: ""))) == ["DONE", "A3 NOOP"])
        #expect(updates(machine.receive(.exists(6))) == [.exists(6)])
    }

    @Test func `what comes before SELECT is the oldest command is about the old mailbox`() {
        var machine = selected(2)
        _ = machine.submit(command(&machine, "NOOP"))
        let other = command(&machine, "SELECT b", interest: .select, effect: .select(wireName: "b"))
        #expect(updates(machine.submit(other)) == [])
        #expect(updates(machine.receive(.exists(3))) == [.exists(3)])
        #expect(updates(machine.receive(.tagged(tag: "A2", StatusResponse(.ok)))) == [.selected(wireName: "b")])
        #expect(updates(machine.receive(.exists(9))) == [])
        let actions = machine.receive(.tagged(tag: "A3", StatusResponse(.ok)))
        #expect(actions == [.complete(tag: "A3", CommandOutcome(status: StatusResponse(.ok), responses: [.exists(9)]))])
    }

    @Test func `an unknown tag is counted and nothing else`() {
        var machine = greeted()
        #expect(machine.receive(.tagged(tag: "X9", StatusResponse(.ok))) == [])
        #expect(machine.oddities.unknownTags == 1)
    }

    @Test func `an answer to a command that nobody waits for is dropped`() {
        var machine = greeted()
        let list = command(&machine, "LIST", interest: .list)
        _ = machine.submit(list)
        #expect(machine.abandon(list.tag) == [])
        #expect(machine.receive(.list(ListResponse(wireName: "a", name: "a", delimiter: nil))) == [])
        #expect(machine.commands.owesAnswer)
        #expect(machine.receive(.tagged(tag: list.tag, StatusResponse(.ok))) == [])
        #expect(!machine.commands.owesAnswer)
    }

    @Test func `a command that was not yet sent and is abandoned never is`() {
        var machine = greeted()
        _ = machine.submit(command(&machine, "APPEND x {5}", more: ["hello\r\n"]))
        let noop = command(&machine, "NOOP")
        _ = machine.submit(noop)
        _ = machine.abandon(noop.tag)
        #expect(sent(machine.receive(.continuation(text: ""))) == ["hello"])
    }

    @Test func `ESEARCH goes to the command whose tag it names`() {
        var machine = selected(5)
        _ = machine.submit(command(&machine, "UID SEARCH a", interest: .search))
        _ = machine.submit(command(&machine, "UID SEARCH b", interest: .search))
        let found = Response.esearch(ESearchResponse(tag: "A3", all: [1...2]))
        _ = machine.receive(found)
        let first = machine.receive(.tagged(tag: "A2", StatusResponse(.ok)))
        #expect(first == [.complete(tag: "A2", CommandOutcome(status: StatusResponse(.ok), responses: []))])
        let second = machine.receive(.tagged(tag: "A3", StatusResponse(.ok)))
        #expect(second == [.complete(tag: "A3", CommandOutcome(status: StatusResponse(.ok), responses: [found]))])
    }

    @Test func `an ALERT is shown, without what could harm a terminal`() {
        var machine = greeted()
        let alert = StatusResponse(.ok, code: .alert, text: "disk\u{1B}[2J full\u{202E}")
        #expect(updates(machine.receive(.status(alert))) == [.alert("disk [2J full")])
    }

    @Test func `a new UIDVALIDITY is told`() {
        var machine = selected(1)
        _ = machine.receive(.status(StatusResponse(.ok, code: .uidValidity(3))))
        let actions = machine.receive(.status(StatusResponse(.ok, code: .uidValidity(4))))
        #expect(updates(actions) == [.uidValidityChanged(UIDValidity(4))])
    }

    @Test func `the end fails all that waits, sent or not`() {
        var machine = greeted()
        _ = machine.submit(command(&machine, "APPEND x {5}", more: ["hello\r\n"]))
        _ = machine.submit(command(&machine, "NOOP"))
        let reason = IMAPError.closed(byServer: "bye")
        #expect(
            machine.end(reason) == [.fail(tag: "A1", reason), .fail(tag: "A2", reason), .close(reason)])
        #expect(machine.end(reason) == [])
    }
}
