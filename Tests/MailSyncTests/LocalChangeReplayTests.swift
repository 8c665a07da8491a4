import MailModel
import Testing

@testable import MailSync

struct LocalChangeReplayTests {
    private static let inbox = FolderID(1)
    private static let trash = FolderID(2)

    private static func entry(
        _ id: Int64, _ kind: LocalChange.Kind, _ uids: ClosedRange<UInt32>? = nil, folder: FolderID? = inbox,
        state: LocalChange.State = .pending
    ) -> LocalChange {
        LocalChange(
            id: LocalChangeID(id), account: AccountID("work"), kind: kind, folder: folder,
            uids: uids.map { UIDSet($0) } ?? UIDSet(), uidValidity: UIDValidity(7), state: state, attempts: 0,
            error: nil, createdAt: 0)
    }

    @Test func `two hundred deletes become one move`() {
        // Given
        let entries = (1...200).map { Self.entry(Int64($0), .move(to: Self.trash), UInt32($0)...UInt32($0)) }

        // When
        let replay = LocalChangeReplay(entries)

        // Then
        #expect(replay.groups.count == 1)
        #expect(replay.groups.first?.uids == UIDSet(1...200))
        #expect(replay.groups.first?.ids.count == 200)
    }

    @Test func `deletes join across flags of other messages`() {
        // When
        let replay = LocalChangeReplay([
            Self.entry(1, .move(to: Self.trash), 1...1), Self.entry(2, .setFlag(.system(.seen), true), 2...2),
            Self.entry(3, .move(to: Self.trash), 3...3), Self.entry(4, .setFlag(.system(.seen), true), 4...4),
        ])

        // Then
        #expect(replay.groups.map(\.uids.wireNotation) == ["1,3", "2,4"])
    }

    @Test func `nothing overtakes a change of the same message`() {
        // When
        let replay = LocalChangeReplay([
            Self.entry(1, .setFlag(.system(.seen), true), 1...1),
            Self.entry(2, .setFlag(.system(.seen), false), 1...1),
            Self.entry(3, .setFlag(.system(.seen), true), 1...1),
        ])

        // Then
        #expect(replay.groups.count == 3)
    }

    @Test func `nothing overtakes a change of folders`() {
        // When
        let replay = LocalChangeReplay([
            Self.entry(1, .move(to: Self.trash), 1...1),
            Self.entry(2, .renameFolder(newName: "Old"), folder: Self.trash),
            Self.entry(3, .move(to: Self.trash), 2...2),
        ])

        // Then
        #expect(replay.groups.count == 3)
    }

    @Test func `a message copied twice is copied twice`() {
        // When
        let replay = LocalChangeReplay([
            Self.entry(1, .copy(to: Self.trash), 1...1), Self.entry(2, .copy(to: Self.trash), 1...1),
        ])

        // Then
        #expect(replay.groups.count == 2)
    }

    @Test func `what was sent without an answer is settled apart`() {
        // When
        let replay = LocalChangeReplay([
            Self.entry(2, .move(to: Self.trash), 2...2), Self.entry(1, .move(to: Self.trash), 1...1, state: .sent),
        ])

        // Then
        #expect(replay.unsettled.map(\.id.row) == [1])
        #expect(replay.groups.map(\.ids) == [[LocalChangeID(2)]])
    }
}
