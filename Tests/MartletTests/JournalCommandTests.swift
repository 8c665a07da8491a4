import Foundation
import TestSupport
import Testing

/// `martlet journal` and `martlet check --store`.
@Suite(.serialized) struct JournalCommandTests {
    private func with(_ body: (DovecotServer, Program) async throws -> Void) async throws {
        try await DovecotServer.with { dovecot in
            try dovecot.deliver([Letters.plain("One"), Letters.plain("Two")])
            try await Program.with { program in
                try program.configure(
                    imap: "imap+plain://robin@127.0.0.1:\(dovecot.port)", password: DovecotServer.password)
                try await body(dovecot, program)
            }
        }
    }

    private func id(of subject: String, _ program: Program) async throws -> String {
        let list = try await program.run("list", "INBOX", "--json")
        let object = try #require(try list.objects.first { $0["subject"] as? String == subject }, "\(list.errors)")
        return try #require(object["id"] as? String)
    }

    private func entries(_ program: Program, _ options: String...) async throws -> [[String: Any]] {
        let journal = try await program.run(["journal", "--json"] + options)
        #expect(journal.status == 0, "\(journal.errors)")
        return try journal.objects
    }

    @Test func `what waits is listed, cancelled, and made now`() async throws {
        try await with { dovecot, program in
            let one = try await id(of: "One", program)
            #expect(try await program.run("flag", "flagged", one, "--offline").status == 3)
            #expect(try await program.run("flag", "seen", one, "--offline").status == 3)
            let waiting = try await entries(program, "--waiting")
            #expect(waiting.count == 2 && waiting[0]["subject"] as? String == "One")
            let numbers = try waiting.map { try #require($0["id"] as? Int) }

            #expect(try await program.run("journal", "cancel", "\(numbers[0])").status == 0)
            #expect(try await program.run("journal", "cancel", "\(numbers[0])").status == 1)
            #expect(try await program.run("journal", "retry", "\(numbers[1])").status == 0)

            let flags = try await dovecot.doveadm("fetch", "-u", "robin", "flags", "mailbox", "INBOX", "subject", "One")
            #expect(flags.contains("\\Flagged") && !flags.contains("\\Seen"))
            #expect(try await entries(program).compactMap { $0["state"] as? String } == ["undone", "done"])
            #expect(try await entries(program, "--waiting").isEmpty)
        }
    }

    @Test func `what was refused says why and is tried again`() async throws {
        try await with { dovecot, program in
            let one = try await id(of: "One", program)
            #expect(try await program.run("folder", "create", "Later").status == 0)
            #expect(try await program.run("move", "Later", one, "--offline").status == 3)
            try await dovecot.doveadm("mailbox", "delete", "-u", "robin", "-s", "Later")

            #expect(try await program.run("sync").status == 1)

            let refused = try await entries(program, "--refused")
            let number = try #require(refused.first?["id"] as? Int)
            #expect((refused.first?["error"] as? String)?.isEmpty == false)
            let plain = try await program.run("journal", "--refused")
            #expect(plain.output.contains("refused") && plain.output.contains("move"))
            let again = try await program.run("journal", "retry", "\(number)")
            #expect(again.status == 1)
            #expect(try await program.run("journal", "retry", "99999").errors.contains("there is no change 99999"))
            #expect(try await program.run("journal", "--waiting", "--refused").status == 2)
        }
    }

    @Test func `check --store looks through the store and tidies it`() async throws {
        try await with { _, program in
            #expect(try await program.run("sync", "--bodies").status == 0)

            let check = try await program.run("check", "--store", "--json")

            #expect(check.status == 0, "\(check.errors)")
            let object = try #require(try check.objects.first)
            #expect((object["problems"] as? [String])?.isEmpty == true)
            #expect(object["messages"] as? Int == 2 && object["texts"] as? Int == 2)
            #expect(object["tidied"] as? Bool == true)
            #expect(try await program.run("check", "--store").output.contains("all is well"))
        }
    }

    /// Overwrites the pages that hold a text, as a failing disk does.
    private static func damagePages(of path: String, holding text: String) throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let page = 4_096
        var damaged = 0
        for start in stride(from: 0, to: bytes.count - page, by: page)
        where bytes[start..<start + page].range(of: Data(text.utf8)) != nil {
            bytes.replaceSubrange(start..<start + page, with: Data(repeating: 0xEE, count: page))
            damaged += 1
        }
        #expect(damaged > 0)
        try bytes.write(to: URL(fileURLWithPath: path))
    }

    @Test func `a damaged store is set aside, and what waited is still done`() async throws {
        try await with { dovecot, program in
            try dovecot.deliver([Letters.plain("Long", body: String(repeating: "Marker of a page. ", count: 3_000))])
            #expect(try await program.run("sync", "--bodies").status == 0)
            let one = try await id(of: "One", program)
            #expect(try await program.run("archive", one, "--offline").status == 3)
            #expect(try await program.run("check", "--store").status == 0)
            try Self.damagePages(of: program.home + "/data/martlet/mail.sqlite", holding: "Marker of a page. Marker")

            let check = try await program.run("check", "--store")

            #expect(check.output.contains("set aside") && check.output.contains("1 waiting changes"))
            #expect(try await program.run("sync").status == 0)
            let status = try await dovecot.doveadm("mailbox", "status", "-u", "robin", "messages", "INBOX", "Archive")
            #expect(status.contains("INBOX messages=2") && status.contains("Archive messages=1"))
        }
    }

    @Test func `a file that is no store is set aside by whatever command meets it`() async throws {
        try await with { _, program in
            #expect(try await program.run("sync").status == 0)
            let file = program.home + "/data/martlet/mail.sqlite"
            try Data(repeating: 0x41, count: 9_000).write(to: URL(fileURLWithPath: file))

            let list = try await program.run("list", "INBOX", "--json")

            #expect(list.status == 0)
            #expect(list.errors.contains("was damaged and is rebuilt"))
            #expect(try list.objects.count == 2)
        }
    }
}
