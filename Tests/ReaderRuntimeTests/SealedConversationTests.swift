import MailCrypto
import MailModel
import MessageContent
import Reader
import TestSupport
import Testing

@testable import ReaderRuntime

/// A conversation of which some messages are signed or encrypted.
@Suite struct SealedConversationTests {
    private func loaded(_ mailbox: SealedMailbox, from id: MessageID, _ engine: any SealEngine) async -> HeardEvents {
        let heard = HeardEvents()
        await ConversationLoader(store: mailbox.store, account: nil, engine: engine) { heard.hear($0) }.load(id)
        return heard
    }

    private func conversations(_ heard: HeardEvents) -> [[ReadableMessage]] {
        heard.all.compactMap { event in
            guard case .conversation(_, let entries) = event else { return nil }
            return entries.compactMap { if case .ready(let message) = $0.content { message } else { nil } }
        }
    }

    @Test func `each is shown at once, then opened, the one first that was being read`() async throws {
        let keys = try KeyRing()
        try await keys.makeKey("Ada <ada@example.org>")
        let part = Letter.part("Signed.")
        let sources = [
            Letter.bytes(Letter.signed(part, signature: try await keys.signature(of: part))),
            Letter.bytes(Letter.part("Plain.")),
            Letter.bytes(Letter.encrypted(try await keys.encrypted(Letter.part("Secret."), to: "ada@example.org"))),
        ]
        let mailbox = try SealedMailbox(sources)
        for (id, source) in zip(mailbox.ids, sources) { try mailbox.store.saveBody(id, parts: ["": source]) }

        let heard = await loaded(mailbox, from: mailbox.ids[2], GnuPG(home: keys.home))
        await keys.close()
        try mailbox.remove()

        let texts = conversations(heard).map { $0.map(\.plainText) }
        #expect(
            texts == [
                ["Signed.\n", "Plain.\n", "(encrypted)\n"], ["Signed.\n", "Plain.\n", "Secret.\n"],
                ["Signed.\n", "Plain.\n", "Secret.\n"],
            ])
        let states = conversations(heard).map { $0.map { $0.seals.map(\.state) } }
        #expect(states.first == [[.unchecked], [], [.unchecked]])
        #expect(states.dropFirst().first?[0] == [.unchecked])
        #expect(states.last?[0] != [.unchecked])
    }

    @Test func `one that can't be had is left as it is, with a notice, and the others are opened`() async throws {
        let signed = Letter.bytes(Letter.signed(Letter.part("Signed."), signature: "x"))
        let mailbox = try SealedMailbox([signed, signed])
        try mailbox.store.saveBody(mailbox.ids[1], parts: ["": signed])

        let heard = await loaded(mailbox, from: mailbox.ids[0], GnuPG(program: "/nowhere/gpg"))
        try mailbox.remove()

        #expect(conversations(heard).last?.map { $0.seals.map(\.state) } == [[.unchecked], [.noProgram]])
        #expect(heard.notices.map { $0.hasPrefix("Not all was checked: ") } == [true])
    }

    @Test func `a program that does not answer is asked once`() async throws {
        let signed = Letter.bytes(Letter.signed(Letter.part("Signed."), signature: "x"))
        let mailbox = try SealedMailbox([signed, signed, signed])
        for id in mailbox.ids { try mailbox.store.saveBody(id, parts: ["": signed]) }
        let engine = WaitingEngine()
        engine.release()

        let heard = await loaded(mailbox, from: mailbox.ids[0], engine)
        try mailbox.remove()

        #expect(engine.calls == 1)
        #expect(conversations(heard).last?.map { $0.seals.map(\.state) } == [[.noAnswer], [.unchecked], [.unchecked]])
    }
}
