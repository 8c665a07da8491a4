import MailModel
import Testing

struct FlagsTests {
    @Test func `flags are read from the wire in any case and written sorted`() {
        let flags = Flags(wire: ["\\seen", "$Work", "\\FLAGGED", "\\Recent", "$Answered"])

        #expect(flags.isSeen && flags.isFlagged && !flags.isDeleted)
        #expect(flags.wireNames == ["\\Flagged", "\\Seen", "$Answered", "$Work"])
    }

    @Test func `setting a flag that is set changes nothing`() {
        let flags = Flags(system: [.seen], keywords: ["Work"])

        #expect(flags.setting(.system(.seen), to: true) == flags)
        #expect(flags.setting(.keyword("Other"), to: false) == flags)
        #expect(flags.setting(.keyword("work"), to: false).keywords.isEmpty)
    }

    @Test(arguments: [("a/b/c", "c", 2), ("INBOX", "INBOX", 0)])
    func `a folder knows its leaf and depth`(name: String, leaf: String, depth: Int) {
        let folder = Folder(
            id: FolderID(1), account: AccountID("a"), name: name, wireName: name, delimiter: "/", role: nil,
            isSubscribed: true, isSelectable: true, total: 0, unread: 0)

        #expect(folder.leaf == leaf)
        #expect(folder.depth == depth)
    }

    @Test func `an older key is less, and the row decides within a second`() {
        let keys = [(5, 1), (5, 2), (6, 1)].map { MessageKey(received: $0.0, id: MessageID($0.1)) }

        #expect(keys.shuffled().sorted() == keys)
    }
}
