import DemoServer
import IMAPClient
import MailModel
import MailStore
import MailSync
import Testing

/// What was in a folder before something was sent there is no proof that it came.
@Suite(.serialized) struct OlderCopyTests {
    /// A message that has been in the archive for long, and is uploaded there again while the answer is lost.
    private func uploadedAgain(
        _ letter: [UInt8], isPerformed: Bool, isRenumbered: Bool = false
    ) async throws -> [UInt32: String] {
        let office = try await PostOffice.open(Post.maildrop(1))
        office.server.deliver(letter, to: "Archive", received: isRenumbered ? Post.now : nil)
        var found: [UInt32: String] = [:]
        try await office.running {
            try await office.inStep()
            let archive = try await office.listed("Archive").id
            office.server.inject(isPerformed ? .loseAnswer(command: "APPEND") : .cutBefore(command: "APPEND"))
            let change = try #require(
                try office.store.record(.append(archive, bytes: letter, flags: Flags())).first)
            if isRenumbered {
                office.server.inject(.refuseConnections)
                await office.account.changesRecorded()
                try await eventually("cut") {
                    try office.server.connectionCount == 0 && office.store.change(change)?.state == .sent ? true : nil
                }
                office.server.changeUIDValidity("Archive")
                office.server.clearFaults()
            }
            await office.account.changesRecorded()
            try await office.settled()
            #expect(try office.store.change(change)?.state == .done)
            for message in office.server.snapshot().folders["Archive"]?.messages ?? [] {
                found[message.uid] = message.messageID
            }
        }
        return found
    }

    @Test(arguments: [true, false], [true, false])
    func `an older copy of an upload is not taken for the one whose answer is lost`(
        isPerformed: Bool, hasMessageID: Bool
    ) async throws {
        let letter = hasMessageID ? Post.message(900) : Array("Subject: nameless\r\n\r\nHi\r\n".utf8)
        let found = try await uploadedAgain(letter, isPerformed: isPerformed)
        #expect(found.keys.sorted() == [1, 2])
    }

    @Test(arguments: [true, false])
    func `nor is one that came into the open folder since it was opened`(isPerformed: Bool) async throws {
        // Given
        let office = try await PostOffice.open(Post.maildrop(2))
        try await office.running {
            try await office.inStep()
            let inbox = try await office.listed("INBOX").id
            let letter = Post.message(900)
            office.server.deliver(letter)
            try await office.inStep()
            office.server.inject(isPerformed ? .loseAnswer(command: "APPEND") : .cutBefore(command: "APPEND"))

            // When
            try office.store.record(.append(inbox, bytes: letter, flags: Flags()))
            await office.account.changesRecorded()

            // Then
            try await office.settled()
            #expect(office.server.snapshot().folders["INBOX"]?.uids == [1, 2, 3, 4])
        }
    }

    @Test(arguments: [true, false])
    func `nor is one that the server got long before, where the folder was renumbered since`(
        isPerformed: Bool
    ) async throws {
        let found = try await uploadedAgain(Post.message(900), isPerformed: isPerformed, isRenumbered: true)
        #expect(found.count == 2)
    }

    @Test(arguments: [true, false])
    func `nor is an older copy taken for the one that was made where nobody had looked`(isPerformed: Bool) async throws
    {
        // Given: nothing is known of the archive, and the message that is to be copied there is there already.
        let office = try await PostOffice.open(Post.maildrop(2), capabilities: .everything(except: .move)) {
            $0.syncsAllFolders = false
        }
        office.server.deliver(Post.message(1), to: "Archive", received: Post.now)
        try await office.running {
            try await office.inStep()
            let archive = try await office.listed("Archive").id
            #expect(try office.store.syncState(of: archive)?.uidNext == nil)
            office.server.inject(isPerformed ? .loseAnswer(command: "COPY") : .cutBefore(command: "COPY"))

            // When
            try office.store.record(.copy([try await office.message(2).id], to: archive))
            await office.account.changesRecorded()

            // Then
            try await office.settled()
            #expect(office.server.snapshot().folders["Archive"]?.messages.count == 2)
        }
    }
}
