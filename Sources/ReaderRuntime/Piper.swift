import Foundation
import MailModel
import MessageContent
import Reader
import Synchronization

/// Gives something of a message to a command on its standard input, and gathers what it prints.
///
/// The command is the user's own and goes to the shell as typed; nothing of a message is ever part of it.
struct Piper: Sendable {
    let bytes: MessageBytes

    /// What a command prints beyond this is dropped.
    static let longestOutput = 1 << 20

    func run(_ request: PipeRequest) async throws -> PipeResult {
        let child = try RunningCommand(request.command)
        return try await withTaskCancellationHandler {
            do {
                try await feed(request, to: child)
            } catch is RunningCommand.Closed {
                // It has read enough: `head` does so, and its answer counts.
            } catch {
                child.stop()
                throw error
            }
            child.finishInput()
            let (status, output) = await child.result()
            try Task.checkCancellation()
            return PipeResult(
                command: request.command, status: status,
                output: MessageReader.textLines(output, charset: nil, limit: 10_000))
        } onCancel: {
            child.stop()
        }
    }

    private func feed(_ request: PipeRequest, to child: RunningCommand) async throws {
        switch request.content {
        case .text(let text): try await child.write(Array(text.utf8))
        case .source: try await bytes.stream("", of: request.message) { try await child.write($0) }
        case .attachments(let sections):
            for section in sections {
                try await bytes.stream(section, of: request.message) { try await child.write($0) }
            }
        }
    }
}

/// A command of the user's while it runs. What waits for it does so on threads of its own.
final class RunningCommand: Sendable {
    /// The command reads no more.
    struct Closed: Error {}

    private let process: Process
    private let input: FileHandle
    private let writing = DispatchQueue(label: "pipe")
    private let ending: AsyncStream<(Int, [UInt8])>

    /// - Parameter command: given to `/bin/sh -c`.
    convenience init(_ command: String) throws { try self.init(program: "/bin/sh", arguments: ["-c", command]) }

    /// - Parameter longestOutput: what it prints beyond this is dropped.
    init(program: String, arguments: [String], longestOutput: Int = Piper.longestOutput) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        self.process = process
        self.input = input.fileHandleForWriting
        // A command that ends early closes its input; that is an error to be told, not a signal that ends the program.
        signal(SIGPIPE, SIG_IGN)
        let (stream, end) = AsyncStream<(Int, [UInt8])>.makeStream()
        ending = stream
        let reading = output.fileHandleForReading
        Thread.detachNewThread {
            let printed = RunningCommand.readAll(reading, limit: longestOutput)
            process.waitUntilExit()
            end.yield((Int(process.terminationStatus), printed))
            end.finish()
        }
    }

    func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        let descriptor = input.fileDescriptor
        let isWritten = await withCheckedContinuation { done in
            writing.async { done.resume(returning: RunningCommand.write(bytes, to: descriptor)) }
        }
        if !isWritten { throw Closed() }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                return false
            }
            rest = rest.dropFirst(written)
        }
        return true
    }

    func finishInput() { try? input.close() }  // closed already where the command has ended

    func stop() {
        finishInput()
        process.terminate()
    }

    func result() async -> (Int, [UInt8]) {
        for await result in ending { return result }
        return (1, [])
    }

    /// Reads on beyond the limit, so that the command is not stopped by a full pipe.
    private static func readAll(_ handle: FileHandle, limit: Int) -> [UInt8] {
        var kept: [UInt8] = []
        while let more = try? handle.read(upToCount: 65_536), !more.isEmpty {
            kept += more.prefix(limit - kept.count)
        }
        return kept
    }
}
