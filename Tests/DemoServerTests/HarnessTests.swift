import DemoServer
import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct HarnessTests {
    @Test(arguments: [DovecotServer.Certificate.good, .expired, .wrongName])
    func `a private Dovecot starts, serves delivered mail and stops`(certificate: DovecotServer.Certificate)
        async throws
    {
        let directory = try await DovecotServer.with(certificate: certificate) { dovecot in
            try dovecot.deliver([Array("Subject: Hello\r\n\r\nText\r\n".utf8)])
            try dovecot.deliver([Array("Subject: Old\r\n\r\nText\r\n".utf8)], to: "Archive", flags: "S")
            let status = try await dovecot.doveadm(
                "mailbox", "status", "-u", "robin", "messages unseen", "INBOX", "Archive")
            #expect(status.contains("INBOX messages=1 unseen=1"))
            #expect(status.contains("Archive messages=1 unseen=0"))
            let dates = try await ChildProcess.run(
                "openssl", ["x509", "-in", dovecot.certificateFile, "-checkend", "0"])
            #expect((dates.status != 0) == (certificate == .expired))
            try await expectGreeting(port: dovecot.port)
            return dovecot.directory
        }
        #expect(!FileManager.default.fileExists(atPath: directory))
    }

    private func expectGreeting(port: Int) async throws {
        try Conversation(port: port).play(
            """
            S: * OK *
            C: a LOGIN robin "correct horse"
            S: a OK *
            C: b SELECT INBOX
            S: ...
            S: * 1 EXISTS
            S: ...
            S: b OK *
            """)
    }

    @Test func `a proxy counts, goes down and comes back on the same port`() async throws {
        let server = try await DemoServer.start(maildrop: .empty())
        let proxy = try await FaultProxy.start(to: server.port)
        let client = try Conversation(port: proxy.port)
        try client.play(
            """
            S: * OK *
            C: a NOOP
            S: a OK *
            C: b NOOP
            S: b OK *
            """)
        #expect(proxy.traffic.turns == 2)
        #expect(proxy.traffic.bytesSent == 16)
        #expect(proxy.traffic.bytesReceived > 100)
        await proxy.goDown()
        try client.play("S: (closed)")
        #expect(throws: (any Error).self) { try Conversation(port: proxy.port) }
        try await proxy.comeUp()
        try Conversation(port: proxy.port).play("S: * OK *")
        await proxy.stop()
        await server.stop()
    }

    @Test func `a round trip through a proxy takes its time`() async throws {
        let server = try await DemoServer.start(maildrop: .empty())
        let proxy = try await FaultProxy.start(to: server.port)
        let client = try Conversation(port: proxy.port)
        try client.play("S: * OK *")
        proxy.setRoundTrip(.milliseconds(80))
        let time = try ContinuousClock().measure {
            try client.play(
                """
                C: a CAPABILITY
                S: * CAPABILITY *
                S: a OK *
                """)
        }
        #expect(time >= .milliseconds(80))
        await proxy.stop()
        await server.stop()
    }

    @Test func `a terminal runs a program, shows it, resizes it and sees it end`() async throws {
        try await TerminalSession.with(["cat"], columns: 60, rows: 10) { terminal in
            try await terminal.type("hello, größe 漢字")
            try await terminal.send("Enter")
            let screen = try await terminal.waitFor("twice") {
                $0.components(separatedBy: "hello, größe 漢字").count == 3
            }
            #expect(screen.hasPrefix("hello"))
            try await terminal.resize(columns: 30, rows: 5)
            try await terminal.send("C-d")
            let exit = try await terminal.waitForExit()
            #expect(exit.status == 0)
            #expect(exit.isTerminalRestored && exit.isCursorVisible && !exit.isAlternateScreenOn && !exit.isMouseOn)
        }
    }

    @Test func `a terminal shows when a program leaves it in disorder`() async throws {
        let disorder = #"printf '\033[?1049h\033[?25l\033[?1002h'; stty -echo; kill -KILL $$"#
        try await TerminalSession.with(["sh", "-c", disorder]) { terminal in
            let exit = try await terminal.waitForExit()
            #expect(exit.status == 137)
            #expect(!exit.isTerminalRestored && !exit.isCursorVisible && exit.isAlternateScreenOn && exit.isMouseOn)
        }
    }

    @Test func `a terminal passes signals and the environment on`() async throws {
        let program = #"trap 'echo caught $COLOUR' TERM; echo ready; while :; do read line; done"#
        try await TerminalSession.with(["sh", "-c", program], environment: ["COLOUR": "it's blue"]) { terminal in
            try await terminal.waitFor("ready")
            try await terminal.signal(SIGTERM)
            try await terminal.send("Enter")
            try await terminal.waitFor("caught it's blue")
        }
    }
}
