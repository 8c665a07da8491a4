import Foundation
import MailCrypto
import MailModel
import MailStore
import MessageContent
import Reader
import Synchronization
import TestSupport
import Testing

@testable import ReaderRuntime

/// Signed and encrypted messages on their way from the store to the screen.
@Suite struct SealLoaderTests {
    private func withKeys(_ body: (KeyRing, GnuPG) async throws -> Void) async throws {
        let keys = try KeyRing()
        do {
            try await keys.makeKey("Ada <ada@example.org>")
            try await body(keys, GnuPG(home: keys.home))
        } catch {
            await keys.close()
            throw error
        }
        await keys.close()
    }

    private func openSeals(_ source: [UInt8], _ engine: any SealEngine, size: Int? = nil) async throws -> HeardEvents {
        let mailbox = try SealedMailbox([source], sizes: size)
        let heard = HeardEvents()
        let loader = MessageLoader(store: mailbox.store) { heard.hear($0) }
        #expect(loader.showFromStore(mailbox.ids[0]))
        await loader.openSeals(of: mailbox.ids[0], mailbox.bytes(engine), engine)
        try mailbox.remove()
        return heard
    }

    private func states(_ heard: HeardEvents) -> [[Seal.State]] {
        heard.all.compactMap { event in
            if case .message(_, .ready(let message)) = event { message.seals.map(\.state) } else { nil }
        }
    }

    @Test func `a signed message is shown at once, and again when it was checked`() async throws {
        try await withKeys { keys, engine in
            let part = Letter.part("I have signed this.")
            let signed = Letter.signed(part, signature: try await keys.signature(of: part))

            let states = states(try await openSeals(Letter.bytes(signed), engine))

            #expect(states.count == 2)
            #expect(states.first == [.unchecked])
            guard case .opened(let signatures) = states.last?.first else { throw Unopened() }
            #expect(signatures.map(\.verdict) == [.good])
        }
    }

    private struct Unopened: Error {}

    @Test func `what is encrypted goes to the screen and into no file`() async throws {
        try await withKeys { keys, engine in
            let words = "cucumber\(UUID().uuidString)"
            let cipher = try await keys.encrypted(Letter.part("It is \(words)."), to: "ada@example.org")
            try FileManager.default.removeItem(atPath: keys.home + "/text")
            let start = Date(timeIntervalSinceNow: -1)
            let source = Letter.bytes(Letter.encrypted(cipher))
            let mailbox = try SealedMailbox([source])
            let heard = HeardEvents()
            let runner = EffectRunner(store: mailbox.store, accounts: [:], engine: engine) { heard.hear($0) }

            let loader = MessageLoader(store: mailbox.store) { heard.hear($0) }
            #expect(loader.showFromStore(mailbox.ids[0]))
            await loader.openSeals(of: mailbox.ids[0], mailbox.bytes(engine), engine)
            await runner.perform(.loadMessage(mailbox.ids[0]))
            await runner.stop()

            let shown = heard.shown(mailbox.ids[0])
            #expect(shown.first?.plainText.contains(words) == false)
            #expect(shown.contains { $0.plainText.contains(words) })
            // The search for files finds what is there: the message as it came is.
            #expect(
                try mailbox.files(with: "A letter", since: start).contains {
                    $0.contains("sqlite") || $0.contains("db")
                })
            #expect(try mailbox.files(with: words, since: start) == [])
            let folder = try #require(try mailbox.store.summary(mailbox.ids[0])).folder
            let found = try mailbox.store.window(WindowRequest(folder: folder, search: words, count: 10))
            #expect(found.rows.isEmpty)
            try mailbox.remove()
        }
    }

    @Test(.enabled(if: PictureDrawingTests.hasChafa))
    func `a picture that is encrypted is drawn, and goes into no file`() async throws {
        try await withKeys { keys, engine in
            // Words behind the picture, by which it would be found.
            let words = "cucumber\(UUID().uuidString)"
            let picture = PictureDrawingTests.chequered + Array(words.utf8)
            let html = Letter.part("<p>Above</p><img src=\"cid:one\"><p>Below</p>", type: "text/html")
            let inner = Letter.related([html, Letter.picture(picture, id: "one")])
            let cipher = try await keys.encrypted(inner, to: "ada@example.org")
            try FileManager.default.removeItem(atPath: keys.home + "/text")
            let start = Date(timeIntervalSinceNow: -1)
            let mailbox = try SealedMailbox([Letter.bytes(Letter.encrypted(cipher))])
            let heard = HeardEvents()
            let id = mailbox.ids[0]
            let loader = MessageLoader(store: mailbox.store) { heard.hear($0) }
            await loader.openSeals(of: id, mailbox.bytes(engine), engine)
            let shown = try #require(heard.shown(id).last)
            let pictures = shown.lines.flatMap(\.spans).compactMap { $0.picture?.section }
            let section = try #require(pictures.first, "\(shown.seals.map(\.state))")
            #expect(shown.lines.map(\.text) == ["Above", "", "[picture]", "", "Below"])

            let wanted = MessagePiece.picture(section: section, columns: 8, rows: 4, isMonochrome: false)
            let drawn = await PieceLoader(bytes: mailbox.bytes(engine)).load(wanted, of: id)

            guard case .picture(let cells) = drawn else { throw Unopened() }
            #expect(cells != PictureCells([]))
            for hidden in [words, String(Data(picture).base64EncodedString().prefix(40))] {
                #expect(try mailbox.files(with: hidden, since: start) == [])
            }
            // The search for files finds what is there.
            #expect(try !mailbox.files(with: "A letter", since: start).isEmpty)
            try mailbox.remove()
        }
    }

    @Test func `the whole of a sealed message is fetched once for all that is in it`() async throws {
        try await withKeys { keys, engine in
            let inner = Letter.related([
                Letter.part("<img src=\"cid:one\">", type: "text/html"), Letter.picture([1, 2, 3], id: "one"),
                Letter.picture([4, 5], id: "two"),
            ])
            let letter = Letter.bytes(
                Letter.encrypted(try await keys.encrypted(inner, to: "ada@example.org")))
            let mailbox = try SealedMailbox([letter, letter])
            let fetches = Mutex<[MessageID]>([])
            let bytes = MessageBytes(
                store: mailbox.store,
                fetch: { _, message, _, onChunk in
                    fetches.withLock { $0.append(message) }
                    try await onChunk(letter, letter.count, letter.count)
                }, engine: engine)
            let loader = MessageLoader(store: mailbox.store) { _ in }

            await loader.openSeals(of: mailbox.ids[0], bytes, engine)
            #expect(try await bytes.bytes(">2", of: mailbox.ids[0], limit: 9).bytes == [1, 2, 3])
            #expect(try await bytes.bytes(">3", of: mailbox.ids[0], limit: 9).bytes == [4, 5])
            #expect(fetches.withLock { $0 } == [mailbox.ids[0]])

            // One message at a time is kept.
            #expect(try await bytes.bytes(">3", of: mailbox.ids[1], limit: 9).bytes == [4, 5])
            #expect(try await bytes.bytes(">3", of: mailbox.ids[0], limit: 9).bytes == [4, 5])
            #expect(fetches.withLock { $0 } == [mailbox.ids[0], mailbox.ids[1], mailbox.ids[0]])
            try mailbox.remove()
        }
    }

    @Test func `a broken one says so, and what stands beside it can be read`() async throws {
        try await withKeys { _, engine in
            let body = Letter.mixed([
                Letter.part("Readable."),
                Letter.encrypted("-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----"),
            ])

            let heard = try await openSeals(Letter.bytes(body), engine)

            #expect(states(heard) == [[.unchecked], [.failed]])
            guard case .message(let id, _) = heard.all.first else { throw Unopened() }
            #expect(heard.shown(id).last?.plainText.contains("Readable.") == true)
            #expect(heard.notices.isEmpty)
        }
    }

    @Test func `a message that is too large is not fetched, and said to be so`() async throws {
        let engine = WaitingEngine()
        engine.release()
        let heard = try await openSeals(Letter.bytes(Letter.encrypted("x")), engine, size: 40 << 20)

        #expect(states(heard) == [[.unchecked], [.tooLarge]])
        #expect(engine.calls == 0)
    }

    @Test func `offline the text stays, and a notice says that it was not checked`() async throws {
        let mailbox = try SealedMailbox([Letter.bytes(Letter.signed(Letter.part("Hello."), signature: "x"))])
        let heard = HeardEvents()
        let loader = MessageLoader(store: mailbox.store) { heard.hear($0) }

        await loader.openSeals(
            of: mailbox.ids[0], MessageBytes(store: mailbox.store, fetch: nil), WaitingEngine())

        #expect(heard.notices.map { $0.hasPrefix("Not checked: ") } == [true])
        #expect(heard.shown(mailbox.ids[0]).isEmpty)
        try mailbox.remove()
    }

    @Test func `while a program hangs other messages are shown`() async throws {
        let plain = Letter.bytes(Letter.part("Nothing sealed."))
        let sealed = Letter.bytes(Letter.signed(Letter.part("Hello."), signature: "x"))
        let mailbox = try SealedMailbox([sealed, plain])
        // The whole of it is here, so that nothing but the program is waited for.
        try mailbox.store.saveBody(mailbox.ids[0], parts: ["": sealed])
        let engine = WaitingEngine()
        let heard = HeardEvents()
        let (events, continuation) = AsyncStream.makeStream(of: Event.self)
        let runner = EffectRunner(store: mailbox.store, accounts: [:], engine: engine) { event in
            heard.hear(event)
            continuation.yield(event)
        }

        await runner.perform(.loadMessage(mailbox.ids[0]))
        await engine.begun()
        await runner.perform(.loadMessage(mailbox.ids[1]))
        for await event in events {
            if case .message(mailbox.ids[1], .ready) = event { break }
        }
        engine.release()

        #expect(heard.shown(mailbox.ids[1]).map(\.plainText) == ["Nothing sealed.\n"])
        await runner.stop()
        try mailbox.remove()
    }
}

/// An engine that gives no answer until it is let go.
final class WaitingEngine: SealEngine {
    private let gate = DispatchSemaphore(value: 0)
    private let count = Mutex(0)
    private let (started, start) = AsyncStream.makeStream(of: Void.self)

    var calls: Int { count.withLock { $0 } }

    func begun() async { for await _ in started { return } }

    func release() { for _ in 0..<10 { gate.signal() } }

    private func answer() -> OpenedSeal {
        count.withLock { $0 += 1 }
        start.yield()
        gate.wait()
        return OpenedSeal(.noAnswer)
    }

    func verify(_ method: Seal.Method, text: [UInt8], signature: [UInt8]) -> OpenedSeal { answer() }
    func verifyOpaque(_ method: Seal.Method, _ message: [UInt8]) -> OpenedSeal { answer() }
    func decrypt(_ method: Seal.Method, _ message: [UInt8]) -> OpenedSeal { answer() }
}
