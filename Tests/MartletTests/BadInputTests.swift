import Foundation
import GRDB
import TestSupport
import Testing

/// Everything that can be wrong before mail is read: one clear line, the right exit code.
@Suite(.serialized) struct BadInputTests {
    @Test func `wrong usage ends with 2`() async throws {
        try await Program.with { program in
            for arguments in [
                ["lst"], ["list"], ["flag", "se en", "work/INBOX;uid=1"], ["show", "a", "--raw", "--json"],
            ] {
                let outcome = try await program.run(arguments)
                #expect(outcome.status == 2, "\(arguments)")
            }
            let help = try await program.run("--help")
            #expect(help.status == 0)
            #expect(help.output.contains("folders"))
            let version = try await program.run("--version")
            #expect(version.status == 0)
        }
    }

    @Test func `without an account a command says where to write one`() async throws {
        try await Program.with { program in
            let outcome = try await program.run("folders")

            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("config.toml"))
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
    }

    @Test func `a misspelt configuration is named with file, line and the nearest key`() async throws {
        try await Program.with { program in
            try program.configure("[accounts.work]\nadress = \"x\"\n")

            let outcome = try await program.run("folders")

            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("config.toml:2:"))
            #expect(outcome.errors.contains("did you mean 'address'?"))
        }
    }

    @Test func `a closed port, an unknown host, a wrong password and a refused password command`() async throws {
        try await DovecotServer.with { dovecot in
            try await Program.with { program in
                let closed = try DovecotServer.freePorts(1)[0]
                try program.configure(imap: "imap+plain://robin@127.0.0.1:\(closed)", password: "x")
                try await expect(program, 3, "refuses connections")
                try program.configure(imap: "imaps://robin@no-such-host.invalid", password: "x")
                try await expect(program, 3, "not found")
                try program.configure(imap: "imap+plain://robin@127.0.0.1:\(dovecot.port)", password: "sesame")
                try await expect(program, 4, "login", withheld: "sesame")
                try program.configure(
                    """
                    [accounts.work]
                    address = "robin@example.org"
                    imap = "imap+plain://robin@127.0.0.1:\(dovecot.port)"
                    password-command = "echo sesame; exit 7"
                    """)
                try await expect(program, 4, "status 7", withheld: "sesame")
            }
        }
    }

    @Test(arguments: [
        (DovecotServer.Certificate.good, "itself"), (.expired, "expired"), (.wrongName, "not for localhost"),
    ])
    func `a certificate that can't be trusted is refused with the reason`(
        certificate: DovecotServer.Certificate, words: String
    ) async throws {
        try await DovecotServer.with(certificate: certificate) { dovecot in
            try await Program.with { program in
                // The unknown one is not told about the authority; the others are, and are wrong all the same.
                let trust = certificate == .good ? "" : "trust = \"\(dovecot.certificateFile)\""
                for address in ["imaps://robin@localhost:\(dovecot.tlsPort)", "imap://robin@localhost:\(dovecot.port)"]
                {
                    try program.configure(imap: address, password: DovecotServer.password, more: trust)
                    try await expect(program, 5, words)
                }
            }
        }
    }

    @Test func `TLS from the start and STARTTLS work with a trusted and with a pinned certificate`() async throws {
        try await DovecotServer.with { dovecot in
            try await Program.with { program in
                let trust = "trust = \"\(dovecot.certificateFile)\""
                for address in ["imaps://robin@localhost:\(dovecot.tlsPort)", "imap://robin@localhost:\(dovecot.port)"]
                {
                    try program.configure(imap: address, password: DovecotServer.password, more: trust)
                    let check = try await program.run("check", "--json")
                    #expect(check.status == 0, "\(check.errors)")
                    let tls = try #require(try check.objects.first?["tls"] as? [String: String])
                    let fingerprint = try #require(tls["fingerprint"])
                    let pin = "certificate = \"sha256:\(fingerprint)\""
                    try program.configure(imap: address, password: DovecotServer.password, more: pin)
                    #expect(try await program.run("check").status == 0)
                }
            }
        }
    }

    @Test func `a folder that is not there is named with the nearest one`() async throws {
        try await DovecotServer.with { dovecot in
            try await Program.with { program in
                try program.configure(
                    imap: "imap+plain://robin@127.0.0.1:\(dovecot.port)", password: DovecotServer.password)
                let outcome = try await program.run("list", "Archiv")
                #expect(outcome.status == 1)
                #expect(outcome.errors.contains("did you mean 'Archive'?"))
            }
        }
    }

    @Test func `a damaged store is named, set aside as it is, and made anew`() async throws {
        try await Program.with { program in
            try program.configure(imap: "imaps://robin@localhost", password: "x")
            let folder = program.home + "/data/martlet"
            _ = try await program.run("journal")
            let file = try #require(
                try FileManager.default.contentsOfDirectory(atPath: folder).first {
                    !$0.contains("-wal") && !$0.contains("-shm") && !$0.hasSuffix(".lock")
                })
            let path = folder + "/" + file
            try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: path))

            let outcome = try await program.run("journal")

            #expect(outcome.status == 0)
            #expect(outcome.errors.contains("damaged"))
            let aside = try #require(
                try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasPrefix("mail-damaged-") })
            #expect(outcome.errors.contains(folder + "/" + aside))
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + aside)).first == 0x41)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)).first == 0x53)
        }
    }

    @Test(arguments: [["journal"], ["list", "INBOX", "--offline"], ["check", "--store"]])
    func `a store of a newer version is refused in one line, and left as it is`(command: [String]) async throws {
        try await Program.with { program in
            try program.configure(imap: "imaps://robin@localhost", password: "x")
            _ = try await program.run("journal")
            let path = program.home + "/data/martlet/mail.sqlite"
            let queue = try DatabaseQueue(path: path)
            try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 of the future')") }
            try queue.close()
            let outcome = try await program.run(command)

            #expect(outcome.status == 1)
            #expect(outcome.errors == "martlet: The mail store \(path) was written by a newer Martlet; use that one.\n")
            let again = try DatabaseQueue(path: path)
            let sql = "SELECT count(*) FROM grdb_migrations WHERE identifier = '9 of the future'"
            #expect(try await again.read { try Int.fetchOne($0, sql: sql) } == 1)
        }
    }

    @Test func `a store that can't be written is named`() async throws {
        try await Program.with { program in
            try program.configure(imap: "imaps://robin@localhost", password: "x")

            let outcome = try await program.run("journal", "--data", "/proc/martlet")

            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("/proc/martlet"))
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
    }

    private func expect(
        _ program: Program, _ status: Int32, _ words: String, withheld: String? = nil,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let outcome = try await program.run("check")
        #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: location)
        #expect(outcome.errors.contains(words), "\(outcome.errors)", sourceLocation: location)
        #expect(outcome.errors.split(separator: "\n").count == 1, sourceLocation: location)
        if let withheld { #expect(!outcome.errors.contains(withheld), sourceLocation: location) }
    }
}
