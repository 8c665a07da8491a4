import Foundation
import MailModel
import Testing

@testable import ReaderRuntime

/// A file that gets its name when it is whole.
@Suite struct PartialFileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "martlet-partial-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private static let refused: PartialFile.Linking = { _, _ in
        errno = EPERM
        return -1
    }

    @Test(arguments: [true, false])
    func `has its name and nothing beside it, with links and without`(hasLinks: Bool) throws {
        try withFolder { folder in
            let path = folder + "/drawing.png"
            let file = hasLinks ? try PartialFile(beside: path) : try PartialFile(beside: path, linking: Self.refused)
            try file.write([1, 2, 3])
            #expect(!FileManager.default.fileExists(atPath: path))

            try file.moveIntoPlace(overwrite: false)

            #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3]))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["drawing.png"])
        }
    }

    @Test(arguments: [true, false])
    func `leaves alone what stands there, with links and without`(hasLinks: Bool) throws {
        try withFolder { folder in
            let path = folder + "/drawing.png"
            let file = hasLinks ? try PartialFile(beside: path) : try PartialFile(beside: path, linking: Self.refused)
            try file.write([1, 2, 3])
            try Data([9]).write(to: URL(fileURLWithPath: path))

            #expect(throws: PartialFile.Failure.exists) { try file.moveIntoPlace(overwrite: false) }
            file.discard()

            #expect(FileManager.default.contents(atPath: path) == Data([9]))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["drawing.png"])
        }
    }

    // MARK: Going on

    private static let origin = PartOrigin(
        account: "work", folder: "INBOX", validity: UIDValidity(7), uid: UID(12), messageSize: 9_000, section: "2",
        encoding: "base64", size: 8_000)

    /// A file with three octets, which came of six encoded ones.
    private func leave(_ path: String, of origin: PartOrigin = origin) throws {
        let file = try PartialFile(beside: path, of: origin)
        try file.write([1, 2, 3])
        try file.note(taken: 6, decoder: "2.1a3")
        // Not to be gone on from: the blanks at its end may be text or not.
        try file.write([4])
        try file.note(taken: 1, decoder: nil)
        #expect(file.keep() == 6)
    }

    private func only(in folder: String) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count == 1)
        return folder + "/" + (names.first ?? "")
    }

    @Test func `a later one of the same part goes on where the decoder can`() throws {
        try withFolder { folder in
            let path = folder + "/film.mp4"
            try leave(path)

            let file = try PartialFile(beside: path, of: Self.origin)
            #expect(file.reach == .init(taken: 6, written: 3, decoder: "2.1a3"))
            try file.write([5])
            try file.moveIntoPlace(overwrite: false)

            #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3, 5]))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["film.mp4"])
        }
    }

    static let others: [(String, @Sendable (inout PartOrigin) -> Void)] = [
        ("account", { $0.account = "home" }), ("folder", { $0.folder = "Archive" }),
        ("UIDVALIDITY", { $0.validity = UIDValidity(8) }), ("UID", { $0.uid = UID(13) }),
        ("size of the message", { $0.messageSize += 1 }), ("part", { $0.section = "3" }),
        ("encoding", { $0.encoding = "8bit" }), ("size of the part", { $0.size += 1 }),
    ]

    @Test(arguments: others.indices)
    func `one of another part begins anew`(number: Int) throws {
        try withFolder { folder in
            let path = folder + "/film.mp4"
            try leave(path)
            var other = Self.origin
            Self.others[number].1(&other)
            #expect(other != Self.origin)

            let file = try PartialFile(beside: path, of: other)

            #expect(file.reach == .init())
            file.discard()
            // What belongs to the other stays for it.
            #expect(try PartialFile(beside: path, of: Self.origin).reach.taken == 6)
        }
    }

    @Test func `another name is another file`() throws {
        try withFolder { folder in
            try leave(folder + "/film.mp4")
            #expect(try PartialFile(beside: folder + "/film-2.mp4", of: Self.origin).reach == .init())
            // Long names are cut to fit, and stay two.
            let long = String(repeating: "ä", count: 120)
            try leave(folder + "/\(long)1")
            #expect(try PartialFile(beside: folder + "/\(long)2", of: Self.origin).reach == .init())
            #expect(try PartialFile(beside: folder + "/\(long)1", of: Self.origin).reach.taken == 6)
        }
    }

    static let spoilings: [(String, @Sendable (String) throws -> Void)] = [
        (
            "a link",
            { path in
                try FileManager.default.moveItem(atPath: path, toPath: path + ".else")
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path + ".else")
            }
        ),
        ("a second name", { try FileManager.default.linkItem(atPath: $0, toPath: $0 + ".else") }),
        ("writable by others", { chmod($0, 0o666) }),
        (
            "a pipe",
            { path in
                unlink(path)
                mkfifo(path, 0o600)
            }
        ),
        ("shorter than it says", { truncate($0, 2) }),
        (
            "a decoder that can't be",
            { try FileManager.default.moveItem(atPath: $0, toPath: $0.dropLast(5) + "7.1a3") }
        ),
    ]

    @Test(arguments: spoilings.indices)
    func `what is not as it was left is not gone on with`(number: Int) throws {
        try withFolder { folder in
            let path = folder + "/film.mp4"
            try leave(path)
            try Self.spoilings[number].1(try only(in: folder))

            let file = try PartialFile(beside: path, of: Self.origin)

            #expect(file.reach == .init(), "\(Self.spoilings[number].0)")
            try file.write([9])
            try file.moveIntoPlace(overwrite: false)
            #expect(FileManager.default.contents(atPath: path) == Data([9]))
        }
    }

    @Test func `one that is being written is left to whoever writes it`() throws {
        try withFolder { folder in
            let path = folder + "/film.mp4"
            try leave(path)
            let first = try PartialFile(beside: path, of: Self.origin)
            let second = try PartialFile(beside: path, of: Self.origin)
            #expect(first.reach.taken == 6)
            #expect(second.reach == .init())
            try second.write([1, 2])
            try second.moveIntoPlace(overwrite: false)
            try first.write([3])
            try first.moveIntoPlace(overwrite: true)
            #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3, 3]))
        }
    }

    @Test func `one that was left is free, also while a program that is being started has it open`() throws {
        try withFolder { folder in
            let path = folder + "/film.mp4"
            let file = try PartialFile(beside: path, of: Self.origin)
            try file.write([1, 2, 3])
            try file.note(taken: 6, decoder: "0")
            let name = try only(in: folder)
            let own = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").first {
                // Of those that others close meanwhile nothing is to be read.
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0)) == name
            }
            let copy = dup(try #require(own.flatMap { Int32($0) }))
            defer { close(copy) }

            #expect(file.keep() == 6)
            #expect(try PartialFile(beside: path, of: Self.origin).reach.taken == 6)
        }
    }

    @Test func `the name follows each megabyte, never ahead of the octets`() throws {
        try withFolder { folder in
            let file = try PartialFile(beside: folder + "/film.mp4", of: Self.origin)
            let piece = [UInt8](repeating: 7, count: 300_000)
            for number in 1...8 {
                try file.write(piece)
                try file.note(taken: 400_000, decoder: "0")
                let path = try only(in: folder)
                let name = try #require(PartialName((path as NSString).lastPathComponent))
                #expect(name.reach.taken > number * 400_000 - PartialFile.noteEvery)
                #expect(name.reach.written == name.reach.taken / 4 * 3)
                #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == number * 300_000)
            }
            file.discard()
        }
    }

    @Test func `what nobody came back for is removed after a week, and nothing else`() throws {
        try withFolder { folder in
            try leave(folder + "/film.mp4")
            let own = try only(in: folder)
            for name in ["report.pdf", "notes.martlet-1", "film.mp4.martlet-0123456789abcdef-1-1-0.txt"] {
                try Data([1]).write(to: URL(fileURLWithPath: folder + "/" + name))
            }
            let link = folder + "/x.martlet-0123456789abcdef-0-0-0"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder + "/report.pdf")
            let open = try PartialFile(beside: folder + "/other.mp4", of: Self.origin)
            let all = try Set(FileManager.default.contentsOfDirectory(atPath: folder))

            PartialOpening.removeForgotten(in: folder, now: Date(timeIntervalSinceNow: 6.9 * 86_400))
            #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder)) == all)
            PartialOpening.removeForgotten(in: folder, now: Date(timeIntervalSinceNow: 7.1 * 86_400))
            #expect(
                try Set(FileManager.default.contentsOfDirectory(atPath: folder))
                    == all.subtracting([(own as NSString).lastPathComponent]))
            open.discard()
        }
    }
}
