import IMAPClient
import MailModel
import TestSupport
import Testing

extension ExtensionStory {
    /// The session itself: logging in, saying who one is, hearing news.
    static let session: [ExtensionStory] = [
        ExtensionStory("LITERAL+", title: "a message is uploaded without asking") { stage in
            let lines = Lines()
            let connection = try await stage.server.open(stage.user, options: IMAPOptions(transcript: lines.append))
            _ = try await connection.append("INBOX", Letter.plain(1))
            await connection.close()
            #expect(lines.all.contains { $0.hasPrefix("C: ") && $0.contains("{\(Letter.plain(1).count)+}") })
        },
        ExtensionStory("SASL-IR", title: "the login takes one turn") { stage in
            let lines = Lines()
            let connection = try await stage.server.open(stage.user, options: IMAPOptions(transcript: lines.append))
            await connection.close()
            #expect(lines.all.contains { $0.contains("AUTHENTICATE PLAIN <redacted>") })
        },
        ExtensionStory("COMPRESS=DEFLATE", title: "what crosses the wire is deflated, both ways") { stage in
            #expect(try await stage.connection.compress())
            #expect(await stage.connection.isCompressed)
            let text = Letter.plain(1) + Array(String(repeating: "The same again.\r\n", count: 5000).utf8)
            let uids = try await stage.open([OutgoingMessage(text)])
            let found = try await stage.connection.fetch(.uids(UIDSet(uids)), [.peek(section: "")])
            #expect(found.first?.sections[""] == text)
        },
        ExtensionStory("QRESYNC", title: "opening a folder again tells only what happened meanwhile") { stage in
            let uids = try await stage.open((1...4).map { OutgoingMessage(Letter.plain($0)) })
            let before = try await stage.connection.select("INBOX")
            let known = KnownMailbox(
                uidValidity: before.uidValidity, highestModSeq: try #require(before.highestModSeq),
                uids: UIDSet(uids))
            try await stage.second { other in
                _ = try await other.select("INBOX")
                try await other.store(UIDSet([uids[1]]), [.system(.flagged)], adding: true)
                _ = try await other.move(UIDSet([uids[2]]), to: "Archive")
            }
            try await stage.second { again in
                let now = try await again.select("INBOX", known: known)
                let changes = try #require(now.changes)
                #expect(now.exists == 3)
                #expect(changes.vanished == UIDSet([uids[2]]))
                #expect(changes.changed.map(\.uid) == [uids[1]])
                #expect(changes.changed.first?.flags?.isFlagged == true)
            }
        },
        ExtensionStory("ID", title: "the server says what it is") { stage in
            let identity = try await stage.connection.identify()
            #expect(identity["name"]?.isEmpty == false)
        },
        ExtensionStory("IDLE", title: "new mail is told while nothing is asked") { stage in
            try await stage.open([])
            async let idle: Void = stage.connection.idle()
            try await stage.second { _ = try await $0.append("INBOX", Letter.plain(1)) }
            #expect(try await stage.news { $0 == .exists(1) ? true : nil })
            await stage.connection.stopIdle()
            try await idle
        },
        ExtensionStory("UNSELECT", title: "a mailbox is left and nothing removed from it") { stage in
            let uids = try await stage.open([OutgoingMessage(Letter.plain(1))])
            try await stage.connection.store(UIDSet(uids), [.system(.deleted)], adding: true)
            try await stage.connection.unselect()
            let failure = await Conversation.failure { _ = try await stage.connection.search(.all) }
            #expect(failure != nil)
            #expect(try await stage.connection.select("INBOX").exists == 1)
        },
        ExtensionStory("NOTIFY", title: "news of mailboxes that are not open") { stage in
            try await stage.connection.create("Plans")
            try await stage.open([])
            let stand = try await stage.connection.notify([
                NotifyGroup(.selected, [.messageNew([.uid, .flags]), .messageExpunge, .flagChange]),
                NotifyGroup(.personal, [.messageNew([]), .messageExpunge, .mailboxName, .subscriptionChange]),
            ])
            #expect(stand["Plans"]?.messages == 0)
            try await stage.second { other in
                _ = try await other.append("Plans", Letter.plain(1))
                try await other.create("Fresh")
            }
            let seen = Seen()
            _ = try await stage.news { update -> Bool? in
                switch update {
                case .mailboxStatus("Plans", let values): if values.messages == 1 { seen.note("mail") }
                case .mailboxListed(let folder, true, _): if folder.wireName == "Fresh" { seen.note("mailbox") }
                default: break
                }
                return seen.all == ["mail", "mailbox"] ? true : nil
            }
            try await stage.connection.notifyNone()
        },
    ]
}

/// What has been seen so far.
final class Seen: Sendable {
    private let lines = Lines()

    func note(_ what: String) { lines.append(what) }

    var all: [String] { Set(lines.all).sorted() }
}
