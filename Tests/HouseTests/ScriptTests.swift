import Foundation
import Testing

/// What a newcomer relies on before any Swift runs.
@Suite struct ScriptTests {
    @Test(arguments: ["scripts/run", "scripts/test", "scripts/check", "scripts/fuzz", "scripts/tsan", ".ci/run"])
    func `a script is executable and passes the shell's own check`(path: String) throws {
        #expect(FileManager.default.isExecutableFile(atPath: House.root + "/" + path))

        #expect(try status(of: ["/bin/sh", "-n", House.root + "/" + path]) == 0)
    }

    @Test func `without Swift the scripts say how to get it and stop`() throws {
        let empty = NSTemporaryDirectory() + "martlet-no-swift-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: empty) }
        for tool in ["dirname", "id", "sed", "head"] {
            try FileManager.default.createSymbolicLink(
                atPath: empty + "/" + tool, withDestinationPath: "/usr/bin/" + tool)
        }

        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [House.root + "/scripts/test"]
        process.environment = ["PATH": empty]
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()

        #expect(process.terminationStatus == 1)
        #expect(text.contains("Swift 6.3 or newer is needed"))
        #expect(text.contains("swift.org/install"))
    }

    private func status(of command: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
