import ArgumentParser
import CMalloc
import Foundation
import MailStore

/// The program: reads the arguments and turns every failure into one line and an exit code.
@main
struct Martlet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "martlet",
        abstract: "A mail reader for the terminal. Without a subcommand it opens the reader.",
        version: "0.1.0",
        subcommands: [
            ReadCommand.self, DemoCommand.self, CheckCommand.self, SyncCommand.self, FoldersCommand.self,
            ListCommand.self, ShowCommand.self, AttachmentsCommand.self, FlagCommand.self, UnflagCommand.self,
            MoveCommand.self, CopyCommand.self, DeleteCommand.self, ArchiveCommand.self, AppendCommand.self,
            FolderCommand.self, JournalCommand.self, DebugCommand.self,
        ],
        defaultSubcommand: ReadCommand.self)

    static func main() async {
        // A reader of our output that goes away must not kill us in the middle of a change.
        signal(SIGPIPE, SIG_IGN)
        // Else every thread has a heap of its own, and what one of them once needed stays with it.
        _ = mallopt(M_ARENA_MAX, 4)
        Foundation.exit(await code(for: Array(CommandLine.arguments.dropFirst())))
    }

    /// Runs the command and says how it ended: 0 done, 1 refused or failed, 2 wrong usage, 3 offline, 4 login refused,
    /// 5 not trusted.
    static func code(for arguments: [String]) async -> Int32 {
        do {
            var command = try Martlet.parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return 0
        } catch let failure as CommandFailure {
            CommandFailure.report(failure.line)
            return failure.code.rawValue
        } catch let ended as EndedBySignal {
            return 128 + ended.number
        } catch let error as StoreError {
            CommandFailure.report(CommandFailure(error).line)
            return CommandFailure.Code.refused.rawValue
        } catch {
            return usage(error)
        }
    }

    /// Help and the version are printed where they were asked for; anything else was wrong usage.
    private static func usage(_ error: any Error) -> Int32 {
        let text = Martlet.fullMessage(for: error)
        if Martlet.exitCode(for: error).isSuccess {
            PlainOutput.line(text)
            return 0
        }
        FileHandle.standardError.write(Data((text + "\n").utf8))
        return CommandFailure.Code.usage.rawValue
    }
}
