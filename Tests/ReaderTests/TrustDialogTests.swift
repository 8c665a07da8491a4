import MailModel
import TestSupport
import Testing

@testable import Reader

@Suite struct TrustDialogTests {
    private static let question = TrustQuestion(
        host: "imap.example.org", port: 993,
        certificate: ServerCertificate(
            subject: "CN=imap.example.org", issuer: "CN=imap.example.org", names: ["imap.example.org", "192.0.2.7"],
            validFrom: 1_735_689_600, validUntil: 1_798_761_600,
            fingerprint: (0..<32).map { octet in
                let digits = String(octet * 7 % 256, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()),
        reason: "The server's certificate is signed by nobody but itself.")

    private static let changed = TrustQuestion(
        host: "imap.example.org", port: 993, certificate: question.certificate,
        reason: "The server's certificate has changed: the trusted one has the fingerprint sha256:"
            + String(repeating: "5c", count: 32) + ".")

    private func stopped(_ question: TrustQuestion? = question) -> Event {
        .accountStatus(
            AccountStatus(account: SampleMail.personal, link: .stopped(reason: "not trusted"), trustQuestion: question))
    }

    @Test(arguments: [(40, 12), (80, 24), (120, 40)])
    func `a certificate that is not trusted is shown with what a person needs`(columns: Int, rows: Int) {
        var robot = ReaderRobot(columns, rows)
        robot.send(stopped())
        expectScreen(robot.screen, "trust-\(columns)x\(rows)")
    }

    @Test func `a certificate that changed shows both fingerprints`() {
        var robot = ReaderRobot(80, 24)
        robot.send(stopped(Self.changed))
        expectScreen(robot.screen, "trust-changed-80x24")
    }

    @Test func `yes typed out trusts it, and it is not asked again`() {
        var robot = ReaderRobot(80, 24)
        robot.send(stopped())
        robot.type("yes")
        #expect(!robot.effects.contains(.trustCertificate(SampleMail.personal, Self.question)))
        robot.press("Enter")
        #expect(robot.last == [.trustCertificate(SampleMail.personal, Self.question)])
        robot.send(stopped())
        #expect(robot.state.popup == nil)
    }

    @Test(arguments: ["y Enter", "Enter", "n o Enter", "j k d d Enter", "Space Enter", "y e s Esc", "y e s Ctrl-C"])
    func `stray keys trust nothing`(keys: String) {
        var robot = ReaderRobot(80, 24)
        robot.send(stopped())
        robot.press(keys)
        #expect(!robot.effects.contains { if case .trustCertificate = $0 { true } else { false } })
        #expect(!robot.effects.contains { if case .apply = $0 { true } else { false } })
    }

    @Test func `whoever stays offline is asked again after another attempt only`() {
        var robot = ReaderRobot(80, 24)
        robot.send(stopped())
        robot.press("Esc")
        #expect(robot.state.popup == nil)
        robot.send(stopped())
        #expect(robot.state.popup == nil)
        robot.send(.accountStatus(AccountStatus(account: SampleMail.personal, link: .connecting)))
        robot.send(stopped())
        #expect(robot.state.popup != nil)
        robot.send(.accountStatus(AccountStatus(account: SampleMail.personal, link: .connecting)))
        #expect(robot.state.popup == nil)
    }

    @Test func `it waits while something else takes the keys`() {
        var robot = ReaderRobot(80, 24)
        robot.press("?")
        robot.send(stopped())
        guard case .help? = robot.state.popup else {
            Issue.record("another popup was replaced")
            return
        }
        robot.press("q")
        guard case .trust? = robot.state.popup else {
            Issue.record("it did not come")
            return
        }
    }
}
