import Foundation
import MailModel
import MailStore
import TestSupport
import Testing

/// Two Martlets of one user at the same time, as real processes.
@Suite(.serialized) struct TwoProgramsTests {
    private func with(_ body: (DovecotServer, Program) async throws -> Void) async throws {
        try await DovecotServer.with { dovecot in
            try dovecot.deliver([
                Letters.plain("The first letter", body: "Text of the first letter."),
                Letters.plain("The second letter", body: "Text of the second letter."),
            ])
            try await Program.with { program in
                try program.configure(
                    imap: "imap+plain://robin@127.0.0.1:\(dovecot.port)", password: DovecotServer.password)
                try await body(dovecot, program)
            }
        }
    }

    private func reader<Result>(
        _ program: Program, _ arguments: [String] = [], _ body: (TerminalSession) async throws -> Result
    ) async throws -> Result {
        try await TerminalSession.with(
            [try Program.binary] + arguments, columns: 120, rows: 40, environment: program.environment, body)
    }

    private func messages(_ dovecot: DovecotServer, _ folder: String, are count: Int) async throws -> Bool {
        let found = try await Waiting.poll(within: .seconds(30)) {
            let status = try await dovecot.doveadm("mailbox", "status", "-u", "robin", "messages", folder)
            return status.contains("messages=\(count)") ? true : nil
        }
        return found == true
    }

    @Test(arguments: [true, false])
    func `the second reads along, hands over its changes, and takes over`(isKilled: Bool) async throws {
        try await with { dovecot, program in
            try await reader(program) { first in
                try await first.waitFor("● live")
                try await first.waitFor("The second letter")
                try await reader(program) { second in
                    // Reads along.
                    try await second.waitFor("another Martlet syncs")
                    try await second.waitFor("The second letter")
                    try dovecot.deliver([Letters.plain("Just arrived", body: "Text of what arrived.")])
                    try await second.waitFor("Just arrived")
                    // What it does is done by the first, and seen there.
                    try await second.send("d")
                    #expect(try await messages(dovecot, "Trash", are: 1))
                    try await first.waitUntilGone("The second letter")
                    // A text that nobody has fetched.
                    try await second.send("G", "Enter")
                    try await second.waitFor("Text of the first letter.")
                    try await second.send("q")
                    // Takes over.
                    if isKilled { try await first.signal(SIGKILL) } else { try await first.send("C-q") }
                    try await second.waitFor("● live")
                    try await second.send("u")
                    try await second.waitFor("Undone")
                    #expect(try await messages(dovecot, "Trash", are: 0))
                    try dovecot.deliver([Letters.plain("After all", body: "x")])
                    try await second.waitFor("After all")
                }
            }
        }
    }

    @Test func `commands beside a running reader leave the sending to it`() async throws {
        try await with { dovecot, program in
            try await reader(program) { reader in
                try await reader.waitFor("● live")
                try await reader.waitFor("The second letter")
                let list = try await program.run("list", "INBOX", "--json")
                let id = try #require(try list.objects.first?["id"] as? String)

                let flag = try await program.run("flag", "flagged", id)
                #expect(flag.status == 0, "\(flag.errors)")
                let move = try await program.run("archive", id)
                #expect(move.status == 0, "\(move.errors)")

                #expect(try await messages(dovecot, "Archive", are: 1))
                #expect(
                    try await dovecot.doveadm("fetch", "-u", "robin", "flags", "mailbox", "Archive").contains(
                        "\\Flagged"))
                #expect(try await program.run("sync").errors.contains("another Martlet keeps this account in step"))
                // And the reader takes back what the command did.
                try await reader.send("u")
                try await reader.waitFor("Undone")
                #expect(try await messages(dovecot, "Archive", are: 0))
            }
        }
    }

    @Test func `list and show beside a running reader have what has just come, in any folder`() async throws {
        try await with { dovecot, program in
            try await reader(program) { reader in
                try await reader.waitFor("● live")
                try await reader.waitFor("The second letter")
                for (number, folder) in ["INBOX", "Archive", "INBOX", "Archive"].enumerated() {
                    // Given
                    try dovecot.deliver([Letters.plain("News \(number)", body: "Text \(number).")], to: folder)

                    // When
                    let list = try await program.run("list", folder, "--json")

                    // Then
                    #expect(list.status == 0, "\(list.errors)")
                    let first = try #require(try list.objects.first)
                    #expect(first["subject"] as? String == "News \(number)")
                    let id = try #require(first["id"] as? String)
                    #expect(try await program.run("show", id).output.contains("Text \(number)."))
                }
                // A message that no list has shown yet.
                try dovecot.deliver([Letters.plain("Unlisted", body: "Not listed.")], to: "Archive")
                let show = try await program.run("show", "work/Archive;uid=3")
                #expect(show.output.contains("Not listed."), "\(show.errors)")
                let flag = try await program.run("flag", "flagged", "work/Archive;uid=3")
                #expect(flag.status == 0, "\(flag.errors)")
                let flags = try await dovecot.doveadm(
                    "fetch", "-u", "robin", "flags", "mailbox", "Archive", "uid", "3")
                #expect(flags.contains("\\Flagged"))
                // One program is connected for the screen, and none of the commands was beside it.
                try await reader.send("q", "q")
            }
        }
    }

    @Test func `a folder that nobody knows is asked for by the Martlet that is connected`() async throws {
        try await with { dovecot, program in
            try await reader(program) { reader in
                try await reader.waitFor("● live")
                try await reader.waitFor("The second letter")
                let wire = program.home + "/wire"
                #expect(try await program.run("list", "Nowhere", "--transcript", wire).errors.contains("no folder"))
                try await dovecot.doveadm("mailbox", "create", "-u", "robin", "Novels")
                try dovecot.deliver([Letters.plain("Chapter one")], to: "Novels")

                let list = try await program.run("list", "Novels", "--transcript", wire)
                let folders = try await program.run("folders", "--transcript", wire)

                #expect(list.status == 0 && list.output.contains("Chapter one"), "\(list.errors)")
                #expect(folders.status == 0 && folders.output.contains("Novels"), "\(folders.errors)")
                // None of the commands had a connection of its own.
                #expect(try String(contentsOfFile: wire, encoding: .utf8).isEmpty)
                try await reader.send("q", "q")
            }
        }
    }

    @Test func `beside a Martlet that is busy the list says that it may be old`() async throws {
        try await with { dovecot, program in
            #expect(try await program.run("sync").status == 0)
            let store = try MailStore.open(directory: program.home + "/data/martlet")
            let hold = try #require(try store.hold(AccountID("work")))
            try dovecot.deliver([Letters.plain("Later")])

            let list = try await program.run("list", "INBOX")

            #expect(list.status == 3 && list.output.contains("The second letter"))
            #expect(list.errors.contains("the list may be old: work: another Martlet works on the account just now"))
            hold.release()
            let again = try await program.run("list", "INBOX")
            #expect(again.status == 0 && again.output.contains("Later"))
            try store.close()
        }
    }

    @Test func `a change is taken back in another run of the program`() async throws {
        try await with { dovecot, program in
            try await reader(program) { first in
                try await first.waitFor("● live")
                try await first.waitFor("The second letter")
                try await first.send("d")
                try await first.waitFor("u undoes")
                #expect(try await messages(dovecot, "Trash", are: 1))
                try await first.send("C-q")
                _ = try await first.waitForExit()
            }
            try await reader(program) { second in
                try await second.waitFor("● live")
                try await second.send("u")
                try await second.waitFor("Undone: moved 1 message to Trash")
                try await second.waitFor("The second letter")
                #expect(try await messages(dovecot, "Trash", are: 0))
                #expect(try await messages(dovecot, "INBOX", are: 2))
                try await second.send("C-r")
                #expect(try await messages(dovecot, "Trash", are: 1))
            }
        }
    }

    @Test func `offline as asked for, everything in the store works and changes wait`() async throws {
        try await with { dovecot, program in
            #expect(try await program.run("sync", "--bodies").status == 0)
            try await reader(program, ["--offline"]) { reader in
                try await reader.waitFor("offline since")
                try await reader.waitFor("The first letter")
                try await reader.send("/")
                try await reader.type("second")
                try await reader.send("Enter", "Enter")
                try await reader.waitFor("Text of the second letter.")
                try await reader.send("q", "h", "a")
                try await reader.waitFor("Moved 1 message to Archive; u undoes")
                try await reader.send("$")
                try await reader.waitFor("start without --offline")
                // Read, and moved.
                try await reader.waitFor("2 pending")
                try await reader.send(":")
                try await reader.type("journal")
                try await reader.send("Enter")
                try await reader.waitFor("Not yet sent")
                try await reader.send("q", "C-q")
                _ = try await reader.waitForExit()
            }
            #expect(try await messages(dovecot, "Archive", are: 0))
            #expect(try await program.run("sync").status == 0)
            #expect(try await messages(dovecot, "Archive", are: 1))
        }
    }
}
