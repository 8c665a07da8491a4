import Foundation
import TestSupport
import Testing

/// The built program, with a home folder of its own.
struct Program {
    let home: String

    /// The program beside the test bundle.
    static var binary: String {
        get throws {
            let folder = try #require(
                Bundle.allBundles.compactMap { $0.bundlePath.hasSuffix(".xctest") ? $0.bundlePath : nil }
                    .first ?? CommandLine.arguments.first)
            return URL(fileURLWithPath: folder).deletingLastPathComponent().appendingPathComponent("martlet").path
        }
    }

    /// Runs the body with a fresh home folder, which is removed afterwards.
    static func with<Result>(_ body: (Program) async throws -> Result) async throws -> Result {
        let home = NSTemporaryDirectory() + "martlet-home-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        return try await body(Program(home: home))
    }

    var configurationFile: String { home + "/config/martlet/config.toml" }

    func configure(_ text: String) throws {
        let folder = (configurationFile as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try text.write(toFile: configurationFile, atomically: true, encoding: .utf8)
    }

    /// An account on a private server.
    func configure(imap: String, password: String, more: String = "") throws {
        try configure(
            """
            [accounts.work]
            address = "robin@example.org"
            name = "Robin Vale"
            imap = "\(imap)"
            password-command = "printf '%s' '\(password)'"
            \(more)
            """)
    }

    var environment: [String: String] {
        [
            "HOME": home, "XDG_CONFIG_HOME": home + "/config", "XDG_DATA_HOME": home + "/data",
            "XDG_STATE_HOME": home + "/state", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        ]
    }

    struct Outcome {
        var status: Int32
        var output: String
        var errors: String

        /// The output's lines as JSON objects.
        var objects: [[String: Any]] {
            get throws {
                try output.split(separator: "\n").map {
                    try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
                }
            }
        }
    }

    /// Runs the program without a screen and waits for its end.
    func run(_ arguments: String...) async throws -> Outcome { try await run(arguments) }

    /// Runs the program with something on its standard input.
    func run(input: String, _ arguments: String...) async throws -> Outcome {
        try await run(arguments, input: input)
    }

    func run(_ arguments: [String], input: String? = nil) async throws -> Outcome {
        let binary = try Program.binary
        let environment = environment
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try Program.launch(binary, arguments, environment, input) })
            }
        }
    }

    private static func launch(
        _ binary: String, _ arguments: [String], _ environment: [String: String], _ input: String?
    ) throws -> Outcome {
        let files = try ["out", "err"].map { name in
            let path = NSTemporaryDirectory() + "martlet-\(name)-\(UUID().uuidString)"
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            return (path, try #require(FileHandle(forWritingAtPath: path)))
        }
        defer { for (path, _) in files { try? FileManager.default.removeItem(atPath: path) } }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: binary)
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        if let input {
            let pipe = Pipe()
            try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try pipe.fileHandleForWriting.close()
            process.standardInput = pipe
        }
        process.standardOutput = files[0].1
        process.standardError = files[1].1
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: try String(contentsOfFile: files[0].0, encoding: .utf8),
            errors: try String(contentsOfFile: files[1].0, encoding: .utf8))
    }
}
