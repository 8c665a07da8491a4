import IMAPClient
import MailModel
import TestSupport
import Testing

extension ExtensionStory {
    private static let four = [
        OutgoingMessage(Letter.plain(3, subject: "Tea", from: "Zoe <a@example.org>")),
        OutgoingMessage(Letter.plain(1, subject: "Biscuits", from: "Ada <z@example.org>")),
        OutgoingMessage(Letter.plain(2, subject: "Tea again", from: "Mia <m@example.org>")),
        OutgoingMessage(
            Letter.plain(4, subject: "Re: Tea", replyTo: 3), date: MailDate(seconds: 1_620_000_000)),
    ]

    /// Searching, sorting and joining.
    static let searching: [ExtensionStory] = [
        ExtensionStory("ESEARCH", title: "a search tells only what is wanted") { stage in
            let uids = try await stage.open(four)
            let found = try await stage.connection.search(.subject("tea"), returning: [.min, .max, .count, .all])
            #expect(found.min == uids[0])
            #expect(found.max == uids[3])
            #expect(found.count == 3)
            #expect(found.all == UIDSet([uids[0], uids[2], uids[3]]))
        },
        ExtensionStory("SEARCHRES", title: "a search goes on from the last") { stage in
            let uids = try await stage.open(four)
            _ = try await stage.connection.search(.subject("tea"), returning: [.save])
            let found = try await stage.connection.search(.every([.key(.uid(.saved)), .subject("again")]))
            #expect(found == UIDSet([uids[2]]))
        },
        ExtensionStory("WITHIN", title: "mail of the last hour") { stage in
            let uids = try await stage.open(four)
            #expect(try await stage.connection.search(.key(.younger(seconds: 3600))) == UIDSet(uids.dropLast()))
            #expect(try await stage.connection.search(.key(.older(seconds: 3600))) == UIDSet([uids[3]]))
        },
        ExtensionStory("CONTEXT=SEARCH", title: "the result of a search is kept up to date") { stage in
            let uids = try await stage.open(four)
            let found = try await stage.connection.search(.seen(false), returning: [.all, .update])
            let context = try #require(found.context)
            try await stage.connection.store(UIDSet([uids[1]]), [.system(.seen)], adding: true)
            let placed = try await stage.second { try await $0.append("INBOX", Letter.plain(5)) }
            let fresh = try #require(placed?.uid)
            try await stage.connection.noop()
            let seen = Seen()
            _ = try await stage.news { update -> Bool? in
                if case .searchChanged(context, let added, let removed) = update {
                    if removed.contains(uids[1]) { seen.note("removed") }
                    if added.contains(fresh) { seen.note("added") }
                }
                return seen.all == ["added", "removed"] ? true : nil
            }
            try await stage.connection.cancel(context)
        },
        ExtensionStory("SEARCH=FUZZY", title: "the server matches as it thinks best") { stage in
            let uids = try await stage.open(four)
            if stage.server == .cyrus { try await #require(RealServers.current).cyrus.index(stage.user) }
            let found = try await stage.connection.search(.key(.fuzzy(.text(.subject, "biscuit"))))
            #expect(found.contains(uids[1]))
        },
        ExtensionStory("SORT", title: "the server sorts") { stage in
            let uids = try await stage.open(four)
            #expect(
                try await stage.connection.sort(by: [SortKey(.date, isReversed: true)])
                    == [uids[3], uids[0], uids[2], uids[1]])
            #expect(
                try await stage.connection.sort(.subject("tea"), by: [SortKey(.subject), SortKey(.arrival)]).last
                    == uids[2])
        },
        ExtensionStory("SORT=DISPLAY", title: "the server sorts by the names that are shown") { stage in
            let uids = try await stage.open(Array(four.prefix(3)))
            #expect(try await stage.connection.sort(by: [SortKey(.displayFrom)]) == [uids[1], uids[2], uids[0]])
            #expect(try await stage.connection.sort(by: [SortKey(.from)]) == [uids[0], uids[2], uids[1]])
        },
        ExtensionStory("ESORT", title: "a sort tells only what is wanted") { stage in
            let uids = try await stage.open(four)
            let found = try await stage.connection.sort(
                .subject("tea"), by: [SortKey(.date)], returning: [.count, .all])
            #expect(found.count == 3)
            #expect(found.ordered == [uids[2], uids[0], uids[3]])
        },
        ExtensionStory("THREAD=REFERENCES", title: "answers belong to what they answer") { stage in
            try await isThreaded(stage, by: .references)
        },
        ExtensionStory("THREAD=REFS", title: "answers belong to what they answer, whatever the subject") { stage in
            try await isThreaded(stage, by: .refs)
        },
        ExtensionStory("THREAD=ORDEREDSUBJECT", title: "mail of one subject belongs together") { stage in
            try await isThreaded(stage, by: .orderedSubject)
        },
    ]

    private static func isThreaded(_ stage: Stage, by algorithm: ThreadAlgorithm) async throws {
        let uids = try await stage.open(four)
        let threads = try await stage.connection.threads(by: algorithm)
        #expect(Set(threads.compactMap(\.uid)) == Set(uids))
        let parent = try #require(threads.firstIndex { $0.uid == uids[0] })
        #expect(threads[parent].depth == 0)
        #expect(threads.indices.contains(parent + 1))
        #expect(threads[parent + 1].uid == uids[3])
        #expect(threads[parent + 1].depth == 1)
    }
}
