import Foundation
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
}
