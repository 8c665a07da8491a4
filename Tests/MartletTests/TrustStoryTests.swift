import Foundation
import TestSupport
import Testing

/// A certificate that nobody here knows, and how it comes to be trusted.
@Suite(.serialized) struct TrustStoryTests {
    @Test func `a certificate is shown, compared, and trusted from then on`() async throws {
        try await DovecotServer.with { dovecot in
            try await Program.with { program in
                try program.configure(
                    imap: "imaps://robin@localhost:\(dovecot.tlsPort)", password: DovecotServer.password)

                let strange = try await program.run("check")
                #expect(strange.status == 5)
                #expect(strange.errors.contains("signed by nobody but itself"))
                #expect(strange.errors.contains("martlet check --trust"))

                let refused = try await program.run(input: "no\n", "check", "--trust")
                #expect(refused.status == 5)
                #expect(refused.output.contains("subject       CN=localhost"))
                #expect(refused.output.contains("valid         2020-01-01 to 2049-12-31"))
                #expect(refused.errors.contains("nothing was changed"))
                #expect(try await program.run("check").status == 5)

                let trusted = try await program.run(input: "yes\n", "check", "--trust")
                #expect(trusted.status == 0, "\(trusted.errors)")
                #expect(trusted.output.contains("Trusted."))
                #expect(try await program.run("check").status == 0)

                let file = program.home + "/data/martlet/trusted-certificates"
                let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
                #expect(mode == 0o600)
                let other = String(repeating: "5c", count: 32)
                try "localhost:\(dovecot.tlsPort) sha256:\(other)\n".write(
                    toFile: file, atomically: true, encoding: .utf8)
                let changed = try await program.run("check")
                #expect(changed.status == 5)
                #expect(changed.errors.contains("has changed") && changed.errors.contains(other))
            }
        }
    }

    @Test func `the reader asks, connects once yes was typed out, and does not ask again`() async throws {
        try await DovecotServer.with { dovecot in
            try dovecot.deliver([Letters.plain("The first letter", body: "Text of the first letter.")])
            try await Program.with { program in
                try program.configure(
                    imap: "imaps://robin@localhost:\(dovecot.tlsPort)", password: DovecotServer.password)
                var environment = program.environment
                environment["TERM"] = "tmux-256color"
                let command = [try Program.binary]
                try await TerminalSession.with(command, columns: 80, rows: 24, environment: environment) { terminal in
                    try await terminal.waitFor("signed by nobody but itself")
                    try await terminal.type("yes")
                    try await terminal.send("Enter")
                    try await terminal.waitFor("The first letter")
                }
                try await TerminalSession.with(
                    command + ["--data", program.home + "/data/martlet"], columns: 80, rows: 24,
                    environment: environment
                ) { terminal in
                    try dovecot.deliver([Letters.plain("The second letter")])
                    let screen = try await terminal.waitFor("The second letter")
                    #expect(!screen.contains("not trusted"))
                }
            }
        }
    }

    @Test func `the configuration's own certificate is not overruled`() async throws {
        try await DovecotServer.with { dovecot in
            try await Program.with { program in
                let pin = "certificate = \"sha256:\(String(repeating: "0", count: 64))\""
                try program.configure(
                    imap: "imaps://robin@localhost:\(dovecot.tlsPort)", password: DovecotServer.password, more: pin)
                let outcome = try await program.run(input: "yes\n", "check", "--trust")
                #expect(outcome.status == 5)
                #expect(outcome.errors.contains("the configuration names another certificate"))
                #expect(!FileManager.default.fileExists(atPath: program.home + "/data/martlet/trusted-certificates"))
            }
        }
    }
}
