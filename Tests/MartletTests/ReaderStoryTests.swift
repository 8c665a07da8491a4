import Foundation
import TestSupport
import Testing

/// The real program in a real terminal, against a private Dovecot.
@Suite(.serialized) struct ReaderStoryTests {
    private func with(
        columns: Int = 120, rows: Int = 40, more: String = "",
        _ body: (DovecotServer, FaultProxy, Program, TerminalSession) async throws -> Void
    ) async throws {
        try await DovecotServer.with { dovecot in
            try dovecot.deliver([
                Letters.plain("The first letter", body: "Text of the first letter."),
                Letters.plain("The second letter", body: "Text of the second letter."),
            ])
            let proxy = try await FaultProxy.start(to: dovecot.port)
            do {
                try await Program.with { program in
                    try program.configure(
                        imap: "imap+plain://robin@127.0.0.1:\(proxy.port)", password: DovecotServer.password,
                        more: more)
                    var environment = program.environment
                    environment["TERM"] = "tmux-256color"
                    try await TerminalSession.with(
                        [try Program.binary], columns: columns, rows: rows, environment: environment
                    ) { terminal in
                        try await body(dovecot, proxy, program, terminal)
                    }
                }
            } catch {
                await proxy.stop()
                throw error
            }
            await proxy.stop()
        }
    }

    private func expectRestored(_ exit: TerminalSession.Exit) {
        #expect(exit.isTerminalRestored)
        #expect(!exit.isAlternateScreenOn)
        #expect(exit.isCursorVisible)
        #expect(!exit.isMouseOn)
    }

    @Test func `start, see mail, open a message, quit, and the terminal is as before`() async throws {
        try await with { _, _, _, terminal in
            try await terminal.waitFor("The second letter")
            try await terminal.send("Enter")
            try await terminal.waitFor("Text of the")
            for _ in 1...3 { try await terminal.send("q") }
            let exit = try await terminal.waitForExit()

            #expect(exit.status == 0)
            expectRestored(exit)
        }
    }

    @Test func `a resize is answered with the layout of the new size`() async throws {
        try await with { _, _, _, terminal in
            try await terminal.waitFor("The first letter")
            try await terminal.resize(columns: 60, rows: 16)
            try await terminal.waitFor("The first letter")
            try await terminal.resize(columns: 160, rows: 50)
            let screen = try await terminal.waitFor("Archive")

            #expect(screen.contains("The first letter"))
        }
    }

    @Test func `a folder that is to be kept offline and is not there is named once the folders are known`() async throws
    {
        try await with(columns: 240, more: "keep-offline = [\"INBOX\", \"Archvie\"]") { _, _, _, terminal in
            let screen = try await terminal.waitFor("did you mean 'Archive'?")

            let words = "'keep-offline' names the folder 'Archvie', which account 'work' does not have"
            #expect(screen.contains(words) && screen.contains("config.toml:"), "\(screen)")
        }
    }

    @Test func `new mail appears by itself`() async throws {
        try await with { dovecot, _, _, terminal in
            try await terminal.waitFor("● live")
            try dovecot.deliver([Letters.plain("Just arrived")])
            try await terminal.waitFor("Just arrived")
        }
    }

    @Test func `a cut connection is shown, what was read stays, and it comes back by itself`() async throws {
        try await with { dovecot, proxy, _, terminal in
            try await terminal.waitFor("● live")
            await proxy.goDown()
            try await terminal.waitFor("offline")
            #expect(try await terminal.capture().contains("The second letter"))
            try dovecot.deliver([Letters.plain("Sent meanwhile")])
            try await proxy.comeUp()
            try await terminal.waitFor("Sent meanwhile")
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a program that was stopped connects at once when it goes on, however long it was to wait`() async throws {
        // Given
        let server = try await ScriptedServer.start(
            "S: * BYE Too many simultaneous connections\nX:",
            "S: * OK [CAPABILITY IMAP4rev1] hello\nC: <login> LOGIN <any>")
        try await Program.with { program in
            try program.configure(imap: "imap+plain://robin@127.0.0.1:\(server.port)", password: "secret")
            var environment = program.environment
            environment["TERM"] = "tmux-256color"
            try await TerminalSession.with(
                [try Program.binary], columns: 120, rows: 40, environment: environment
            ) { terminal in
                // A server that has no room is left alone for two minutes at least.
                try await terminal.waitFor("offline")

                // When
                try await terminal.signal(SIGSTOP)
                try await terminal.signal(SIGCONT)

                // Then
                #expect(await server.finished() == [])
            }
        }
        await server.stop()
    }

    @Test func `a folder seen before is on the screen without a network`() async throws {
        try await with { _, proxy, program, terminal in
            try await terminal.waitFor("● live")
            try await terminal.send("C-q")
            _ = try await terminal.waitForExit()
            await proxy.goDown()
            var environment = program.environment
            environment["TERM"] = "tmux-256color"
            try await TerminalSession.with([try Program.binary], environment: environment) { second in
                try await second.waitFor("The second letter")
                try await second.waitFor("offline")
            }
        }
    }

    @Test func `a message deleted on the screen is in Trash on the server`() async throws {
        try await with { dovecot, _, _, terminal in
            try await terminal.waitFor("● live")
            try await terminal.waitFor("The second letter")
            try await terminal.send("d")
            let status = try await Waiting.poll(within: .seconds(60)) {
                let status = try await dovecot.doveadm("mailbox", "status", "-u", "robin", "messages", "INBOX", "Trash")
                return status.contains("Trash messages=1") ? status : nil
            }
            #expect(status?.contains("INBOX messages=1") == true)
        }
    }

    private static let hasChafa = ["/usr/bin/chafa", "/usr/local/bin/chafa"]
        .contains { FileManager.default.isExecutableFile(atPath: $0) }

    @Test(.enabled(if: hasChafa))
    func `a picture is drawn where it stands in the text, and one that is broken says so there`() async throws {
        try await with { dovecot, _, _, terminal in
            try await terminal.waitFor("● live")
            try dovecot.deliver([Letters.illustrated])
            try await terminal.waitFor("The chequered flag")
            try await terminal.send("g", "g", "Enter")
            try await terminal.waitFor("[picture: flag]")

            try await terminal.send("I")
            try await terminal.waitFor("can't be shown")
            let drawn = try await Waiting.poll(within: .seconds(30)) {
                let screen = try await terminal.capture()
                return screen.contains("loading…") ? nil : screen
            }
            let screen = try #require(drawn)

            let rows = screen.split(separator: "\n").map(String.init)
            let above = try #require(rows.firstIndex { $0.contains("Above the flag.") })
            let below = try #require(rows.firstIndex { $0.contains("Below the flag.") })
            #expect(below - above > 6)
            #expect(!screen.contains("[picture: flag]"))
            #expect(rows[(below + 1)...].contains { $0.contains("[picture: broken] ! The picture can't be shown") })

            try await terminal.send("I")
            try await terminal.waitFor("[picture: flag]")
        }
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func `a signal ends the program and the terminal is as before`(number: Int32) async throws {
        try await with { _, _, _, terminal in
            try await terminal.waitFor("The first letter")
            try await terminal.signal(number)
            let exit = try await terminal.waitForExit()

            #expect(exit.status == 128 + Int(number))
            expectRestored(exit)
        }
    }

    @Test(arguments: [SIGSEGV, SIGILL, SIGABRT])
    func `after a crash the terminal is as before`(number: Int32) async throws {
        try await with { _, _, _, terminal in
            try await terminal.waitFor("The first letter")
            try await terminal.signal(number)
            let exit = try await terminal.waitForExit(within: .seconds(60))

            #expect(exit.status != 0)
            expectRestored(exit)
        }
    }

    @Test(arguments: ["dumb", "no-such-terminal"])
    func `a terminal that can't be used is refused with the JSON commands named`(name: String) async throws {
        try await Program.with { program in
            var environment = program.environment
            environment["TERM"] = name
            try await TerminalSession.with(
                [try Program.binary, "demo"], environment: environment, terminal: name
            ) { terminal in
                let screen = try await terminal.waitFor("list --json")
                #expect(screen.contains("TERM="))
                #expect(try await terminal.waitForExit().status == 1)
            }
        }
    }

    @Test func `without a UTF-8 locale the reader still works`() async throws {
        try await Program.with { program in
            var environment = program.environment
            environment["LC_ALL"] = "C"
            environment["TERM"] = "tmux-256color"
            try await TerminalSession.with(
                [try Program.binary, "demo"], columns: 120, rows: 40, environment: environment
            ) {
                _ = try await $0.waitFor("Inbox")
            }
        }
    }

    @Test func `the demo needs no account`() async throws {
        try await Program.with { program in
            var environment = program.environment
            environment["TERM"] = "tmux-256color"
            try await TerminalSession.with([try Program.binary], columns: 120, rows: 40, environment: environment) {
                terminal in
                try await terminal.waitFor("Inbox")
                try await terminal.send("?")
                try await terminal.waitFor("Archive")
                try await terminal.send("Escape")
                try await terminal.send("C-q")
                #expect(try await terminal.waitForExit().status == 0)
            }
            #expect(!FileManager.default.fileExists(atPath: program.home + "/data"))
        }
    }
}
