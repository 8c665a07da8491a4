import DemoServer
import MailCrypto
import MailModel
import MessageContent
import Reader
import TestSupport
import Testing

/// The signed letter of the demo, without its key and with it.
@Suite struct DemoSealTests {
    private func letter() async throws -> [UInt8] {
        let server = try await DemoServer.start(maildrop: .demo(now: 1_771_927_200))
        let letters = (server.snapshot().folders["INBOX"]?.uids ?? []).compactMap { uid in
            server.bytes(uid: uid, in: "INBOX")
        }
        await server.stop()
        return try #require(
            letters.first { String(decoding: $0, as: UTF8.self).contains("Subject: The slipway") })
    }

    @Test func `is checked with the key that comes with it, and says so where nobody has that`() async throws {
        let source = try await letter()
        let keys = try KeyRing()

        let unknown = MessageReader.readable(source: source, engine: GnuPG(home: keys.home))
        let file = try #require(unknown.attachments.first { $0.filename == "ines-aalto.asc" })
        let key = try #require(MessageReader.part(section: file.section, ofSource: source))
        try await keys.gpg(["--import", try keys.write(String(decoding: key.bytes, as: UTF8.self), to: "key")])
        let known = MessageReader.readable(source: source, engine: GnuPG(home: keys.home))
        await keys.close()

        let without = LaidOutText.lines(of: unknown, columns: 200)
        #expect(without.first == "┏ ! signed by a key …9EB1DBAD8FCCB721 that is not on this machine: not checked")
        #expect(without.contains("┃ The board agreed last night: the slipway is rebuilt this spring, with"))
        let with = LaidOutText.lines(of: known, columns: 200)
        #expect(with.first?.hasPrefix("┏ ! good signature of Ines Aalto <ines@tidewater.example>; but nobody") == true)
        #expect(known.attachments.map(\.filename) == ["ines-aalto.asc"])
    }
}
