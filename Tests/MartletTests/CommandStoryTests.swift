import Foundation
import TestSupport
import Testing

/// The commands without a screen, against a private Dovecot.
@Suite(.serialized) struct CommandStoryTests {
    /// A Dovecot with some mail and a program configured for it.
    private func with(
        _ body: (DovecotServer, Program) async throws -> Void
    ) async throws {
        try await DovecotServer.with { dovecot in
            try dovecot.deliver([Letters.plain("One"), Letters.plain("Two"), Letters.withAttachment])
            try await Program.with { program in
                try program.configure(
                    imap: "imap+plain://robin@127.0.0.1:\(dovecot.port)", password: DovecotServer.password)
                try await body(dovecot, program)
            }
        }
    }

    /// The id of the message with that subject.
    private func id(of subject: String, in folder: String, _ program: Program) async throws -> String {
        let list = try await program.run("list", folder, "--json")
        #expect(list.status == 0, "\(list.errors)")
        let object = try #require(try list.objects.first { $0["subject"] as? String == subject })
        return try #require(object["id"] as? String)
    }

    @Test func `folders and messages are listed as JSON lines`() async throws {
        try await with { _, program in
            let folders = try await program.run("folders", "--json")
            #expect(folders.status == 0, "\(folders.errors)")
            let inbox = try #require(try folders.objects.first { $0["role"] as? String == "inbox" })
            #expect(inbox["total"] as? Int == 3)
            #expect(inbox["unread"] as? Int == 3)

            let list = try await program.run("list", "inbox", "--json")
            let subjects = try list.objects.compactMap { $0["subject"] as? String }
            #expect(Set(subjects) == ["One", "Two", "The drawing"])
            let first = try #require(try list.objects.first { $0["subject"] as? String == "One" })
            #expect(
                (first["from"] as? [[String: String]])?.first == ["name": "Ada Lovelace", "address": "ada@example.org"])
            #expect((first["id"] as? String)?.hasPrefix("work/INBOX;uid=") == true)
            #expect(first["hasAttachments"] as? Bool == false)

            let one = try await program.run("list", "INBOX", "--limit", "1", "--json")
            #expect(try one.objects.count == 1)
        }
    }

    @Test func `a message is shown from the server, then offline`() async throws {
        try await with { _, program in
            let id = try await id(of: "One", in: "INBOX", program)

            let unseen = try await program.run("show", id, "--offline")
            #expect(unseen.status == 3)
            let shown = try await program.run("show", id, "--json")
            #expect(shown.status == 0, "\(shown.errors)")
            #expect(try shown.objects.first?["text"] as? String == "Hello.\n")
            let again = try await program.run("show", id, "--offline")
            #expect(again.status == 0)
            #expect(again.output.contains("Hello."))
            let raw = try await program.run("show", id, "--raw")
            #expect(raw.output.contains("Message-ID: <One@example.org>"))
        }
    }

    @Test func `flags, moves, copies and deletions reach the server before the command returns`() async throws {
        try await with { dovecot, program in
            let one = try await id(of: "One", in: "INBOX", program)
            let two = try await id(of: "Two", in: "INBOX", program)

            #expect(try await program.run("flag", "flagged", one).status == 0)
            #expect(try await program.run("copy", "Archive", one).status == 0)
            #expect(try await program.run("archive", one).status == 0)
            #expect(try await program.run("delete", two).status == 0)

            let flags = try await dovecot.doveadm("fetch", "-u", "robin", "flags", "mailbox", "Archive")
            #expect(flags.contains("\\Flagged"))
            let status = try await dovecot.doveadm(
                "mailbox", "status", "-u", "robin", "messages", "INBOX", "Archive", "Trash")
            #expect(status.contains("INBOX messages=1"))
            #expect(status.contains("Archive messages=2"))
            #expect(status.contains("Trash messages=1"))

            let trashed = try await id(of: "Two", in: "Trash", program)
            #expect(try await program.run("delete", trashed).status == 0)
            #expect(
                try await dovecot.doveadm("mailbox", "status", "-u", "robin", "messages", "Trash").contains(
                    "messages=0"))
        }
    }

    @Test func `a change made offline is kept and made later`() async throws {
        try await with { dovecot, program in
            let one = try await id(of: "One", in: "INBOX", program)

            let offline = try await program.run("flag", "seen", one, "--offline")
            #expect(offline.status == 3)
            #expect(offline.errors.contains("kept"))
            let journal = try await program.run("journal", "--json")
            #expect(try journal.objects.first?["state"] as? String == "pending")
            #expect(try await program.run("sync").status == 0)

            #expect(
                try await dovecot.doveadm("fetch", "-u", "robin", "flags", "mailbox", "INBOX", "subject", "One")
                    .contains("\\Seen"))
        }
    }

    @Test func `folders are created, renamed, subscribed and deleted`() async throws {
        try await with { dovecot, program in
            #expect(try await program.run("folder", "create", "Projects/Größe").status == 0)
            #expect(try await program.run("folder", "rename", "Projects/Größe", "Projects/Weite").status == 0)
            #expect(try await program.run("folder", "subscribe", "Projects/Weite").status == 0)
            #expect(try await dovecot.doveadm("mailbox", "list", "-u", "robin").contains("Projects/Weite"))
            #expect(try await program.run("folder", "delete", "Projects/Weite").status == 0)
            let left = try await dovecot.doveadm("mailbox", "list", "-u", "robin")
            #expect(!left.contains("Projects/Weite"))
        }
    }

    @Test func `a message file is uploaded with network line ends`() async throws {
        try await with { dovecot, program in
            let file = program.home + "/letter.eml"
            try Data("From: a@example.org\nSubject: Uploaded\n\nText\n".utf8).write(to: URL(fileURLWithPath: file))

            #expect(try await program.run("append", "Archive", file).status == 0)

            let text = try await dovecot.doveadm("fetch", "-u", "robin", "hdr.subject", "mailbox", "Archive")
            #expect(text.contains("Uploaded"))
        }
    }

    @Test func `attachments are listed and saved under safe names and nothing is overwritten`() async throws {
        try await with { _, program in
            let id = try await id(of: "The drawing", in: "INBOX", program)
            let list = try await program.run("attachments", id, "--json")
            // Exact where the bytes are at hand; by the encoded size before.
            let size = try #require(try list.objects.first?["size"] as? Int)
            #expect((4...6).contains(size))
            let folder = program.home + "/saved"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)

            for _ in 1...2 { #expect(try await program.run("attachments", id, "--save", folder).status == 0) }

            let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(names == ["carriage-2.bin", "carriage.bin"])
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/carriage.bin")) == Data([0, 1, 2, 3, 4]))
            #expect(!FileManager.default.fileExists(atPath: program.home + "/carriage.bin"))
        }
    }

    @Test func `what a stranger writes reaches no terminal as a control`() async throws {
        try await with { dovecot, program in
            try dovecot.deliver([Letters.hostile])

            let list = try await program.run("list", "INBOX")

            #expect(list.output.contains("money"))
            #expect(!list.output.unicodeScalars.contains { $0.value == 0x1b || $0.value == 0x07 || $0.value == 0x202e })
        }
    }

    @Test func `a transcript is for its owner alone, and has what passed without the password`() async throws {
        try await with { _, program in
            let file = program.home + "/wire.log"
            // One that others may read is there already.
            _ = FileManager.default.createFile(
                atPath: file, contents: Data("old".utf8), attributes: [.posixPermissions: 0o644])

            #expect(try await program.run("folders", "--transcript", file).status == 0)

            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(text.contains("LIST"))
            #expect(!text.contains("old"))
            for secret in [
                DovecotServer.password, Data("\0robin\0\(DovecotServer.password)".utf8).base64EncodedString(),
            ] {
                #expect(!text.contains(secret))
            }
        }
    }

    @Test func `check reports the server`() async throws {
        try await with { dovecot, program in
            let check = try await program.run("check", "--json")

            #expect(check.status == 0, "\(check.errors)")
            let object = try #require(try check.objects.first)
            #expect(object["port"] as? Int == dovecot.port)
            #expect((object["capabilities"] as? [String])?.contains("IMAP4REV1") == true)
        }
    }

    @Test func `check names a folder that is to be kept offline and is not there`() async throws {
        try await with { dovecot, program in
            try program.configure(
                imap: "imap+plain://robin@127.0.0.1:\(dovecot.port)", password: DovecotServer.password,
                more: "keep-offline = [\"INBOX\", \"Archvie\"]")
            let check = try await program.run("check", "--json")

            let problems = try #require(try check.objects.first?["problems"] as? [String])
            let words = "names the folder 'Archvie', which account 'work' does not have; did you mean 'Archive'?"
            #expect(problems.count { $0.contains(words) && $0.contains("config.toml:") } == 1, "\(problems)")
        }
    }
}
