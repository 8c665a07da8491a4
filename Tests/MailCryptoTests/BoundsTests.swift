import Foundation
import MailCrypto
import MailModel
import MessageContent
import Reader
import TestSupport
import Testing

/// Programs that never answer, and messages that would fill the memory.
@Suite(.serialized) struct BoundsTests {
    /// A program that hangs until it is let go.
    private final class HangingProgram: Sendable {
        let keys: KeyRing
        let path: String
        private var gate: String { keys.home + "/gate" }

        /// - Parameter beforeVersion: whether it does not even tell its version.
        init(beforeVersion: Bool = false) throws {
            keys = try KeyRing()
            let version = "case \"$*\" in *--version*) echo 'gpg (GnuPG) 2.2.40'; exit 0 ;; esac"
            path = try keys.write(
                """
                #!/bin/sh
                \(beforeVersion ? "" : version)
                echo run >>"${0%/*}/runs"
                read -r line <"${0%/*}/gate"

                """, to: "hanging")
            try #require(chmod(path, 0o755) == 0 && mkfifo(keys.home + "/gate", 0o600) == 0)
        }

        var runs: Int {
            // No file: it was never run.
            let text = (try? String(contentsOfFile: keys.home + "/runs", encoding: .utf8)) ?? ""
            return text.split(separator: "\n").count
        }

        func close() async {
            let end = open(gate, O_RDWR | O_NONBLOCK)
            await keys.close()
            Glibc.close(end)
        }
    }

    private let twice = Letter.mixed([
        Letter.signed(Letter.part("One."), signature: "x"), Letter.signed(Letter.part("Two."), signature: "x"),
        Letter.encrypted("y"),
    ])

    @Test(arguments: [false, true])
    func `a gpg that never answers is waited for once, and not for long`(beforeVersion: Bool) async throws {
        let program = try HangingProgram(beforeVersion: beforeVersion)
        let engine = GnuPG(home: program.keys.home, program: program.path, limit: .milliseconds(300))
        let start = ContinuousClock.now

        let message = MessageReader.readable(source: Letter.bytes(twice), engine: engine)

        let time = ContinuousClock.now - start
        #expect(message.seals.map(\.state) == [.noAnswer, .noAnswer, .noAnswer])
        #expect(time < .seconds(10))
        #expect(program.runs <= 1)
        #expect(message.plainText.contains("One.") && message.plainText.contains("Two."))
        #expect(
            LaidOutText.senderLines(of: message, columns: 200) == [
                "! a part: signed, not checked: gpg did not answer in time",
                "! a part: encrypted; gpg did not answer in time: open this again to try once more",
            ])
        await program.close()
    }

    @Test func `a program that is not there is said to be missing`() async throws {
        let engine = GnuPG(program: "/nowhere/gpg")

        let message = MessageReader.readable(source: Letter.bytes(twice), engine: engine)

        #expect(message.seals.map(\.state) == [.noProgram, .noProgram, .noProgram])
    }

    @Test func `a program that ends without a word has checked nothing`() async throws {
        let keys = try KeyRing()
        let program = try keys.write(
            "#!/bin/sh\ncase \"$*\" in *--version*) echo 'gpg (GnuPG) 2.2.40' ;; esac\nexit 0\n", to: "mute")
        try #require(chmod(program, 0o755) == 0)

        let message = MessageReader.readable(
            source: Letter.bytes(twice), engine: GnuPG(home: keys.home, program: program))
        await keys.close()

        #expect(message.seals.map(\.state) == [.failed, .failed, .failed])
    }

    @Test func `what becomes too long by being opened is dropped, and said to be too large`() async throws {
        let keys = try KeyRing()
        try await keys.makeKey("Ada <ada@example.org>")
        let letters = String(repeating: "a", count: 1 << 20)
        let file = try keys.write("", to: "long")
        let handle = try #require(FileHandle(forWritingAtPath: file))
        for _ in 0..<40 { try handle.write(contentsOf: Data(letters.utf8)) }
        try handle.close()
        let bomb = try await keys.gpg([
            "--trust-model", "always", "--armor", "--output", "-", "--recipient", "ada@example.org", "--compress-algo",
            "zlib", "--encrypt", file,
        ])
        try #require(bomb.utf8.count < 2 << 20)

        let message = MessageReader.readable(
            source: Letter.bytes(Letter.encrypted(bomb)), engine: GnuPG(home: keys.home))

        await keys.close()
        #expect(message.seals.map(\.state) == [.tooLarge])
        #expect(!message.plainText.contains("aaa"))
        #expect(
            LaidOutText.lines(of: message, columns: 200).first
                == "┏ ! encrypted, and too large to be opened here: save it and decrypt it with gpg")
    }

    @Test func `a part that is too large is not given to the program`() async throws {
        let program = try HangingProgram()
        let engine = GnuPG(home: program.keys.home, program: program.path, limit: .milliseconds(300))
        let line = String(repeating: "a", count: 990) + "\n"

        let message = MessageReader.readable(
            source: Letter.bytes(Letter.encrypted(String(repeating: line, count: 34_000))), engine: engine)

        #expect(message.seals.map(\.state) == [.tooLarge])
        #expect(program.runs == 0)
        await program.close()
    }
}
