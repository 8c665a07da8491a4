import IMAPClient
import MailModel
import MailStore
import MessageContent
import Testing

@testable import MailSync

struct BackoffTests {
    @Test func `the bound doubles up to the longest and starts over after success`() {
        // Given
        var backoff = Backoff()

        // When
        let waits = (0..<12).map { _ in backoff.next(chance: 1) }
        backoff.reset()

        // Then
        #expect(waits.prefix(4) == [.seconds(2), .seconds(4), .seconds(8), .seconds(16)])
        #expect(waits.last == .seconds(300))
        #expect(backoff.next(chance: 0) == .seconds(1))
        #expect(backoff.next(chance: 1) == .seconds(4))
    }
}

struct FolderRolesTests {
    @Test func `a role that the user gives by name is taken from the folder that had it`() {
        func listed(_ name: String, _ role: FolderRole?) -> ListedFolder {
            ListedFolder(
                name: name, wireName: name, delimiter: "/", role: role, isSubscribed: true, isSelectable: true)
        }
        let folders = [listed("INBOX", .inbox), listed("Trash", .trash), listed("Bin", nil)]

        let given = folders.assigning([.trash: "Bin", .archive: "Gone"])

        #expect(given.map(\.role) == [.inbox, nil, .trash])
    }

    private static func folder(_ row: Int64, _ name: String, _ role: FolderRole? = nil) -> Folder {
        Folder(
            id: FolderID(row), account: AccountID("work"), name: name, wireName: name, delimiter: "/", role: role,
            isSubscribed: true, isSelectable: true, total: 0, unread: 0)
    }

    @Test func `the user's name for a role comes before the server's`() {
        // Given
        let folders = [Self.folder(1, "INBOX"), Self.folder(2, "Trash", .trash), Self.folder(3, "Bin")]

        // Then
        #expect(FolderRoles(folders).folder(.trash)?.name == "Trash")
        #expect(FolderRoles(folders, configured: [.trash: "Bin"]).folder(.trash)?.name == "Bin")
        #expect(FolderRoles(folders, configured: [.trash: "Gone"]).folder(.trash)?.name == "Trash")
        #expect(FolderRoles(folders).folder(.archive) == nil)
        #expect(FolderRoles(folders).folder(.inbox)?.name == "INBOX")
        #expect(FolderRoles(folders).named("inbox")?.name == "INBOX")
    }
}

struct WorkQueueTests {
    @Test func `the user comes before the background`() {
        // Given
        var queue = WorkQueue()
        queue.wantsStatuses = true
        queue.hasChanges = true
        queue.prefetch([MessageID(2), MessageID(3)])
        queue.want(MessageID(3))
        queue.want(MessageID(1))

        // When
        var order: [WorkQueue.Work] = []
        while order.count < 20, let work = queue.next(syncIsUrgent: order.count == 2, syncIsDue: order.count < 7) {
            order.append(work)
        }

        // Then
        #expect(
            order == [
                .body(MessageID(3)), .body(MessageID(1)), .sync, .replay, .prefetch([MessageID(2)]), .statuses, .sync,
            ])
    }

    @Test func `attachments are served in turn`() {
        // Given
        var queue = WorkQueue()
        queue.add(attachment: 1)
        queue.add(attachment: 2)

        // Then
        #expect(queue.next(syncIsUrgent: false, syncIsDue: true) == .piece(1))
        #expect(queue.next(syncIsUrgent: false, syncIsDue: true) == .piece(2))
        #expect(queue.next(syncIsUrgent: false, syncIsDue: true) == .piece(1))
    }
}

struct BodyPlanTests {
    private static let text = PartTree(section: "1", type: "text/plain", size: 2_000)
    private static let file = PartTree(
        section: "2", type: "application/pdf", size: 5_000_000, disposition: "attachment", filename: "a.pdf")

    @Test func `only the text is fetched beside a large attachment`() {
        // Given
        let structure = PartTree(section: "", type: "multipart/mixed", children: [Self.text, Self.file])

        // When
        let request = BodyPlan.request(structure: structure, size: 5_002_000, wasAsked: false, longestText: 1 << 20)

        // Then
        #expect(request == .sections([.uid, .headerFields(MessageReader.headerFieldsToFetch), .peek(section: "1")]))
    }

    @Test func `a text longer than the limit is cut`() {
        // Given
        let long = PartTree(section: "1", type: "text/plain", size: 9_000_000)

        // When
        let request = BodyPlan.request(structure: long, size: 9_000_100, wasAsked: false, longestText: 1_000)

        // Then
        #expect(
            request
                == .sections([
                    .uid, .headerFields(MessageReader.headerFieldsToFetch), .peek(section: "1", partial: 0..<1_000),
                ]))
    }

    @Test func `an unknown structure is asked for where the message is large`() {
        #expect(
            BodyPlan.request(structure: nil, size: 900, wasAsked: false, longestText: 1_000)
                == .sections([.uid, .peek(section: "")]))
        #expect(BodyPlan.request(structure: nil, size: 9_000_000, wasAsked: false, longestText: 1_000) == .structure)
        #expect(
            BodyPlan.request(structure: nil, size: 9_000_000, wasAsked: true, longestText: 1_000)
                == .sections([.uid, .peek(section: "TEXT", partial: 0..<1_000)]))
    }
}

struct SyncErrorTests {
    static let cases: [(IMAPError, Int32)] = [
        (.connectionRefused(host: "h", port: 1), 3), (.closed(byServer: nil), 3), (.timedOut(doing: "x"), 3),
        (.loginRefused(text: "no", code: nil), 4), (.passwordCommandFailed(reason: "x"), 4),
        (.certificate(reason: .pinMismatch(pinned: "00"), shown: nil), 5), (.tokenCommandFailed(reason: "x"), 4),
        (.sasl(mechanism: .scramSHA1, .serverNotAuthentic), 5), (.sasl(mechanism: .plain, .unexpectedChallenge), 4),
        (.loginRefused(text: "busy", code: "UNAVAILABLE"), 3), (.startTLSRefused, 5), (.plaintextRefused, 5),
        (.no(command: "SELECT", code: nil, text: "no"), 1),
    ]

    @Test(arguments: cases)
    func `every error has its exit code`(_ error: IMAPError, _ code: Int32) {
        #expect(SyncError(error as any Error).exitCode == code)
        #expect(!ErrorWords.words(for: SyncError(error as any Error)).isEmpty)
    }
}
