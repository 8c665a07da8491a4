import DemoServer
import IMAPClient
import MailModel
import MailStore
import MailSync
import Testing

/// An account and a demo server, from the first connection on.
@Suite(.serialized) struct AccountStoryTests {
    @Test func `a folder never seen is filled from the newest on`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(200), adjust: PostOffice.smallWindows)

        try await office.running {
            // When
            let inbox = try await office.listed("INBOX")
            _ = try await office.message(200)

            // Then
            try await office.inStep()
            let state = try #require(try office.store.syncState(of: inbox.id))
            #expect(state.isComplete)
            #expect(state.uidNext == UID(201))
        }
    }

    @Test func `the first screenful costs few turns and few bytes`() async throws {
        // Given
        let office = try await PostOffice.open(Maildrop.generated(count: 5_000))
        let store = office.store
        // The search for the rest is where the test stops the clock.
        office.server.inject(.stallAt(command: "SEARCH"))
        office.server.inject(.stallAt(command: "STATUS"))

        try await office.running {
            // When
            let inbox = try await office.listed("INBOX")
            try await eventually("forty rows") {
                try store.syncState(of: inbox.id).flatMap { $0.rows >= 40 ? $0 : nil }
            }

            // Then
            let counters = try #require(await office.account.counters)
            #expect(counters.turns <= 5)
            #expect(counters.bytesReceived < 30_000)
        }
    }

    @Test func `new mail comes by itself`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(3))

        try await office.running {
            try await office.inStep()

            // When
            office.server.deliver(Post.message(77))

            // Then
            try await office.inStep()
            #expect(try await office.message(4).subject == "Letter 77")
        }
    }

    @Test(arguments: [
        Capability.everything, .everything(except: .condstore), .everything(except: .condstore, .extendedSearch),
    ])
    func `another client's flags and removals come by themselves`(_ capabilities: Set<Capability>) async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(20), capabilities: capabilities)

        try await office.running {
            try await office.inStep()

            // When
            office.server.setFlags(["\\Seen", "\\Flagged"], uid: 7, in: "INBOX")
            office.server.expunge([3, 9], in: "INBOX")

            // Then
            try await office.inStep()
        }
    }

    @Test func `a change while offline is seen after the reconnection`() async throws {
        // Given
        let office = try await PostOffice.open(
            Post.maildrop(150), capabilities: .everything(except: .condstore), adjust: PostOffice.smallWindows)
        try await office.running {
            try await office.inStep()

            // When
            office.server.inject(.refuseConnections)
            office.server.cutAllConnections()
            try await eventually("offline") { office.server.connectionCount == 0 ? true : nil }
            office.server.setFlags(["\\Seen"], uid: 2, in: "INBOX")
            office.server.setFlags(["\\Answered"], uid: 140, in: "INBOX")
            office.server.expunge([5, 70], in: "INBOX")
            office.server.deliver(Post.message(5_000))
            office.server.clearFaults()

            // Then
            try await office.inStep()
        }
    }

    @Test func `a folder that is renumbered is fetched anew`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(30))

        try await office.running {
            try await office.inStep()
            office.server.expunge([1, 2, 3], in: "INBOX")
            try await office.inStep()

            // When
            office.server.inject(.newUIDValidity(folder: "INBOX"))

            // Then
            try await office.inStep()
        }
    }

    static let breakdowns: [Fault] = [.bye(text: "Going down."), .wrongTag, .stall]

    @Test(arguments: breakdowns)
    func `a broken connection is noticed and replaced`(_ fault: Fault) async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(5), silence: .milliseconds(300))

        try await office.running {
            try await office.inStep()

            // When
            office.server.inject(fault)
            await office.account.syncNow()
            office.server.deliver(Post.message(50))

            // Then
            try await office.inStep()
        }
    }

    @Test func `a refused login stops and is not tried again`() async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(1), password: "wrong")

        try await office.running {
            // When
            var reason: String?
            for await status in office.account.statuses {
                if case .stopped(let words) = status.link {
                    reason = words
                    break
                }
            }

            // Then
            #expect(reason?.contains("login") == true)
            #expect(reason?.contains("wrong") == false)
        }
    }

    @Test func `another folder is opened when the user goes there`() async throws {
        // Given
        var maildrop = Post.maildrop(5)
        for number in 0..<60 { maildrop.add(Post.message(number + 500), to: "Archive", received: Post.now) }
        let office = try await PostOffice.open(maildrop)

        try await office.running {
            let archive = try await office.listed("Archive")

            // When
            await office.account.openFolder(archive.id)

            // Then
            try await office.inStep(["Archive"])
            office.server.deliver(Post.message(999), to: "Archive")
            try await office.inStep(["Archive"])
        }
    }

    @Test func `the counts of other folders are learnt`() async throws {
        // Given
        var maildrop = Post.maildrop(1)
        for number in 0..<4 { maildrop.add(Post.message(number), to: "Archive", received: Post.now) }
        let office = try await PostOffice.open(maildrop)

        try await office.running {
            // Then
            try await eventually("counts") { () -> Bool? in
                let archive = try office.folder("Archive")
                return archive?.total == 4 && archive?.unread == 4 ? true : nil
            }
        }
    }
}
