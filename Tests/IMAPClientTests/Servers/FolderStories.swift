import IMAPClient
import MailModel
import TestSupport
import Testing

extension ExtensionStory {
    /// Mailboxes and what belongs to them.
    static let folders: [ExtensionStory] = [
        ExtensionStory("NAMESPACE", title: "where one's own mailboxes lie") { stage in
            let found = try await stage.connection.namespaces()
            #expect(found.personal.first?.delimiter == "/")
            #expect(!found.otherUsers.isEmpty)
            #expect(!found.shared.isEmpty)
        },
        ExtensionStory("LIST-EXTENDED", "CHILDREN", title: "mailboxes that match in a way that is chosen") { stage in
            for name in ["Work", "Work/Old", "Plans"] { try await stage.connection.create(name) }
            try await stage.connection.subscribe("Work/Old")
            var request = ListRequest()
            request.patterns = ["Work", "Pl%"]
            let both = try await stage.connection.list(request)
            #expect(Set(both.map(\.folder.wireName)) == ["Work", "Plans"])
            let parent = both.first { $0.folder.wireName == "Work" }
            #expect(parent?.attributes.contains("\\haschildren") == true)
            request.patterns = ["%"]
            request.selection = [.subscribed, .recursiveMatch]
            let parents = try await stage.connection.list(request)
            let work = try #require(parents.first { $0.folder.wireName == "Work" })
            #expect(work.childInfo.map { $0.uppercased() } == ["SUBSCRIBED"])
        },
        ExtensionStory("LIST-STATUS", "STATUS=SIZE", title: "counts and sizes come with the list") { stage in
            try await stage.open([OutgoingMessage(Letter.plain(1))])
            var request = ListRequest()
            request.patterns = ["INBOX"]
            request.status = [.messages, .unseen, .size]
            let inbox = try #require(try await stage.connection.list(request).first)
            #expect(inbox.status?.messages == 1)
            #expect(inbox.status?.unseen == 1)
            #expect(inbox.status?.size == Letter.plain(1).count)
            #expect(try await stage.connection.status(of: "INBOX", [.size]).size == Letter.plain(1).count)
        },
        ExtensionStory("SPECIAL-USE", title: "which mailbox is for what") { stage in
            let roles = Set(try await stage.connection.list().compactMap(\.role))
            #expect(roles.isSuperset(of: [.archive, .drafts, .junk, .sent, .trash]))
            var request = ListRequest()
            request.selection = [.specialUse]
            let special = try await stage.connection.list(request)
            #expect(special.contains { $0.folder.role == .trash })
            #expect(!special.contains { $0.folder.wireName == "INBOX" })
        },
        ExtensionStory("CREATE-SPECIAL-USE", title: "a mailbox is made for a use") { stage in
            try await stage.connection.create("First of all", uses: [.important])
            let important = try await stage.connection.list().first { $0.role == .important }
            #expect(important?.wireName == "First of all")
        },
        ExtensionStory("LIST-MYRIGHTS", title: "what one may do comes with the list") { stage in
            var request = ListRequest()
            request.patterns = ["INBOX"]
            request.rights = true
            let inbox = try await stage.connection.list(request).first
            #expect(inbox?.rights?.contains("r") == true)
        },
        ExtensionStory("LIST-METADATA", title: "notes on mailboxes come with the list") { stage in
            try await stage.connection.setMetadata(of: "INBOX", ["/private/comment": "mine"])
            var request = ListRequest()
            request.patterns = ["INBOX"]
            request.metadata = ["/private/comment"]
            let inbox = try await stage.connection.list(request).first
            #expect(inbox?.metadata == ["/private/comment": "mine"])
        },
        ExtensionStory("METADATA", title: "notes on mailboxes and on the server") { stage in
            try await stage.connection.setMetadata(of: "INBOX", ["/private/comment": "two\r\nlines"])
            let notes = try await stage.connection.metadata(of: "INBOX", ["/private/comment"])
            #expect(notes == ["/private/comment": "two\r\nlines"])
            let below = try await stage.connection.metadata(
                of: "INBOX", ["/private"], largest: 1000, depth: .everything)
            #expect(below["/private/comment"] == "two\r\nlines")
            try await stage.connection.setMetadata(of: "INBOX", ["/private/comment": nil])
            #expect(try await stage.connection.metadata(of: "INBOX", ["/private/comment"]) == [:])
        },
        ExtensionStory("QUOTA", title: "how much room is left, and who may change it") { stage in
            let quotas = try await stage.connection.quotas(of: "INBOX")
            let quota = try #require(quotas.first)
            let storage = try #require(quota.resources.first { $0.name == "STORAGE" })
            #expect(storage.limit > 0)
            let limits = [QuotaLimit(resource: "STORAGE", limit: 4321)]
            let refusal = await Conversation.failure {
                _ = try await stage.connection.setQuota(root: quota.root, limits)
            }
            guard case .no? = refusal else {
                Issue.record("a user could change the quota: \(String(describing: refusal))")
                return
            }
            guard stage.server == .cyrus else {
                #expect(try await stage.connection.quota(root: quota.root)?.resources.isEmpty == false)
                return
            }
            let administrator = try await stage.server.open(CyrusServer.administrator)
            _ = try await administrator.setQuota(root: "user/\(stage.user)", limits)
            #expect(try await administrator.quota(root: "user/\(stage.user)")?.resources.isEmpty == false)
            await administrator.close()
            let changed = try await stage.connection.quotas(of: "INBOX").first?.resources
            #expect(changed?.first { $0.name == "STORAGE" }?.limit == 4321)
        },
        ExtensionStory("ACL", "RIGHTS=", title: "somebody else may read a mailbox, and then not") { stage in
            try await stage.connection.create("Shared")
            #expect(try await stage.connection.myRights(on: "Shared")?.contains("a") == true)
            try await stage.connection.setRights(.replace("lr"), of: "user200", on: "Shared")
            try await stage.connection.setRights(.add("s"), of: "user200", on: "Shared")
            try await stage.connection.setRights(.remove("r"), of: "user200", on: "Shared")
            let given = try await stage.connection.rights(on: "Shared").first { $0.identifier == "user200" }
            #expect(given?.rights == "ls")
            #expect(try await stage.connection.possibleRights(of: "user200", on: "Shared").count > 1)
            try await stage.connection.deleteRights(of: "user200", on: "Shared")
            let left = try await stage.connection.rights(on: "Shared")
            #expect(!left.contains { $0.identifier == "user200" })
        },
    ]
}
