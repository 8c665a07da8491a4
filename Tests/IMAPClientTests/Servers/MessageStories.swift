import IMAPClient
import MailModel
import TestSupport
import Testing

extension ExtensionStory {
    /// Messages: uploading, moving, flags and what is told of them.
    static let messages: [ExtensionStory] = [
        ExtensionStory("UIDPLUS", title: "only what one has marked oneself is removed") { stage in
            let uids = try await stage.open([1, 2, 3].map { OutgoingMessage(Letter.plain($0)) })
            try await stage.connection.store(UIDSet(uids.prefix(2)), [.system(.deleted)], adding: true)
            try await stage.connection.expunge(UIDSet([uids[0]]))
            #expect(try await stage.connection.search(.all) == UIDSet(uids.dropFirst()))
            try await stage.connection.create("Plans")
            let copied = try await stage.connection.copy(UIDSet([uids[2]]), to: "Plans")
            #expect(copied?.targets.keys.map { $0 } == [uids[2]])
        },
        ExtensionStory("MOVE", title: "a message moves in one step") { stage in
            let uids = try await stage.open([1, 2].map { OutgoingMessage(Letter.plain($0)) })
            let moved = try #require(try await stage.connection.move(UIDSet([uids[0]]), to: "Archive"))
            #expect(try await stage.connection.search(.all) == UIDSet([uids[1]]))
            let archive = try await stage.connection.select("Archive")
            #expect(archive.uidValidity == moved.uidValidity)
            #expect(try await stage.connection.search(.all) == UIDSet(moved.targets.values))
        },
        ExtensionStory("MULTIAPPEND", title: "several messages are uploaded, or none") { stage in
            let uids = try await stage.open([1, 2, 3].map { OutgoingMessage(Letter.plain($0)) })
            #expect(uids.count == 3)
            let failure = await Conversation.failure {
                _ = try await stage.connection.append(
                    "Nowhere", all: [1, 2].map { OutgoingMessage(Letter.plain($0)) })
            }
            guard case .no("APPEND", "TRYCREATE", _)? = failure else {
                Issue.record("it was not refused: \(String(describing: failure))")
                return
            }
        },
        ExtensionStory("CATENATE", title: "a message is put together on the server") { stage in
            let uids = try await stage.open([OutgoingMessage(Letter.plain(1))])
            let validity = try await stage.connection.select("INBOX").uidValidity.value
            let url = "/INBOX;UIDVALIDITY=\(validity)/;UID=\(uids[0].value)/;SECTION=HEADER"
            let placed = try await stage.connection.append(
                "INBOX", all: [OutgoingMessage(.parts([.url(url), .text(Array("Another text.\r\n".utf8))]))])
            let uid = try #require(placed.first ?? nil).uid
            let text = try await whole(uid, stage)
            #expect(text.hasPrefix("From: Ada"))
            #expect(text.hasSuffix("\r\n\r\nAnother text.\r\n"))
        },
        ExtensionStory("URL-PARTIAL", title: "a piece of a message becomes one of another") { stage in
            let uids = try await stage.open([OutgoingMessage(Letter.plain(1))])
            let validity = try await stage.connection.select("INBOX").uidValidity.value
            let url = "/INBOX;UIDVALIDITY=\(validity)/;UID=\(uids[0].value)/;SECTION=TEXT/;PARTIAL=0.7"
            let placed = try await stage.connection.append(
                "INBOX",
                all: [OutgoingMessage(.parts([.text(Array("Subject: Piece\r\n\r\n".utf8)), .url(url)]))])
            let uid = try #require(placed.first ?? nil).uid
            #expect(try await whole(uid, stage) == "Subject: Piece\r\n\r\nThis is")
        },
        ExtensionStory("BINARY", title: "an attachment comes without its transfer encoding") { stage in
            let uids = try await stage.open([OutgoingMessage(Letter.withAttachment)])
            let found = try await stage.connection.fetch(
                .uids(UIDSet(uids)), [.binary(section: "2", partial: nil), .binarySize(section: "2")])
            #expect(found.first?.sections["2"] == [0, 1, 2, 3, 0xFF])
            #expect(found.first?.binarySizes["2"] == 5)
            let piece = try await stage.connection.fetch(
                .uids(UIDSet(uids)), [.binary(section: "2", partial: 1..<3)])
            #expect(piece.first?.sections["2"] == [1, 2])
        },
        ExtensionStory("APPENDLIMIT=", title: "what is too large is not uploaded") { stage in
            let limit = try #require(stage.capabilities.appendLimit)
            let sent = stage.connection.counters.bytesSent
            let failure = await Conversation.failure {
                _ = try await stage.connection.append("INBOX", [UInt8](repeating: 65, count: limit + 1))
            }
            guard case .no("APPEND", "TOOBIG", _)? = failure else {
                Issue.record("it was not refused: \(String(describing: failure))")
                return
            }
            #expect(stage.connection.counters.bytesSent == sent)
        },
        ExtensionStory("ENABLE", "CONDSTORE", title: "flags are changed where nobody else has") { stage in
            let uids = try await stage.open([1, 2].map { OutgoingMessage(Letter.plain($0)) })
            let before = try #require(try await stage.connection.select("INBOX").highestModSeq)
            try await stage.second { other in
                _ = try await other.select("INBOX")
                try await other.store(UIDSet([uids[0]]), [.system(.flagged)], adding: true)
            }
            let changed = try await stage.connection.store(
                UIDSet(uids), [.system(.seen)], adding: true, unchangedSince: before)
            #expect(changed == UIDSet([uids[0]]))
            let found = try await stage.connection.fetch(.uids(UIDSet(uids)), [.flags, .modSeq])
            #expect(found.map(\.flags?.isSeen) == [false, true])
            #expect(found.allSatisfy { ($0.modSeq ?? before) > before })
            #expect(try await stage.connection.search(.key(.modSeq(before.value + 1))) == UIDSet(uids))
        },
        ExtensionStory("PREVIEW", title: "the first words come without the message") { stage in
            let uids = try await stage.open([OutgoingMessage(Letter.plain(1))])
            let found = try await stage.connection.fetch(.uids(UIDSet(uids)), [.preview(isLazy: false)])
            #expect(found.map(\.uid) == uids)
            // Cyrus has none but those that a JMAP client has written.
            let isTold = found.first?.preview?.contains("This is letter number 1") == true
            #expect(isTold == (stage.server == .dovecot))
            let lazy = try await stage.connection.fetch(.uids(UIDSet(uids)), [.preview(isLazy: true), .flags])
            #expect(lazy.first?.flags != nil)
        },
        ExtensionStory("SAVEDATE", title: "when a message came into this mailbox") { stage in
            let uids = try await stage.open([
                OutgoingMessage(Letter.plain(1), date: MailDate(seconds: 1_000_000_000))
            ])
            let found = try await stage.connection.fetch(.uids(UIDSet(uids)), [.saveDate, .internalDate])
            #expect(found.first?.received?.seconds == 1_000_000_000)
            #expect((found.first?.saveDate?.seconds ?? 0) > 1_600_000_000)
            let day = WireDay(year: 2020, month: 1, day: 1)
            #expect(try await stage.connection.search(.key(.date(.savedSince, day))) == UIDSet(uids))
        },
        ExtensionStory("OBJECTID", title: "a message keeps its id where it is copied to") { stage in
            let uids = try await stage.open([OutgoingMessage(Letter.plain(1))])
            let before = try await stage.connection.fetch(.uids(UIDSet(uids)), [.objectIDs])
            let id = try #require(before.first?.emailID)
            #expect(before.first?.threadID != nil)
            #expect(try await stage.connection.search(.key(.emailID(id))) == UIDSet(uids))
            let copied = try #require(try await stage.connection.copy(UIDSet(uids), to: "Archive"))
            let mailbox = try await stage.connection.status(of: "Archive", [.mailboxID]).mailboxID
            #expect(mailbox?.isEmpty == false)
            _ = try await stage.connection.select("Archive")
            let after = try await stage.connection.fetch(.uids(UIDSet(copied.targets.values)), [.objectIDs])
            #expect(after.first?.emailID == id)
            let made = try await stage.connection.create("Named", uses: [])
            #expect(made != nil && made != mailbox)
        },
    ]

    private static func whole(_ uid: UID, _ stage: Stage) async throws -> String {
        let found = try await stage.connection.fetch(.uids(UIDSet([uid])), [.peek(section: "")])
        return String(decoding: found.first?.sections[""] ?? [], as: UTF8.self)
    }
}
