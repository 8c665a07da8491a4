import IMAPWire
import MailModel
import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import IMAPClient

/// How much of a large section is in memory at a time.
@Suite struct SectionMemoryTests {
    /// What a consumer got, and the most that was here while it worked.
    private struct Tally {
        var count = 0
        var most = 0
        var isInOrder = true
    }

    @Test(arguments: [1 << 20, 4 << 20, 12 << 20])
    func `no more is held than the pieces under way, however large the section and slow its consumer`(
        size: Int
    ) async throws {
        let server = try await SectionServer.start(size: size)
        let connection = try await IMAPConnection.open(
            IMAPEndpoint(host: "127.0.0.1", port: server.port, security: .plaintext), login: Conversation.login)
        _ = try await connection.select("INBOX")
        let request = SectionRequest(uid: UID(20), section: "2", expectedSize: size)
        let tally = NIOLockedValueBox(Tally())

        let end = try await connection.fetch(request) { bytes in
            // As slow as can be: when this is answered, all that was asked for before has come.
            try await connection.noop()
            let waiting = await connection.octetsHeld
            tally.withLockedValue { tally in
                tally.most = max(tally.most, waiting + bytes.count)
                tally.isInOrder =
                    tally.isInOrder && bytes == SectionServer.octets(tally.count..<(tally.count + bytes.count))
                tally.count += bytes.count
            }
            return true
        }

        #expect(end == .whole)
        let found = tally.withLockedValue { $0 }
        #expect(found.count == size)
        #expect(found.isInOrder)
        #expect(found.most <= request.window * request.pieceLengths.upperBound)
        await connection.closeNow()
        await server.stop()
    }
}

extension IMAPConnection {
    /// Octets of sections that have come and that nobody has taken yet, and those of responses that are not whole.
    fileprivate var octetsHeld: Int {
        let arrived = answers.values.reduce(0) { sum, answer in
            if case .arrived(.success(let outcome)) = answer { sum + Self.octets(outcome.responses) } else { sum }
        }
        return machine.commands.inFlight.reduce(arrived + framer.bufferedBytes) { $0 + Self.octets($1.responses) }
    }

    private static func octets(_ responses: [Response]) -> Int {
        responses.reduce(0) { sum, response in
            guard case .fetch(let fetch) = response else { return sum }
            return sum + fetch.sections.reduce(0) { $0 + ($1.bytes?.count ?? 0) }
        }
    }
}
