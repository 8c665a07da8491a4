import ArgumentParser
import MailModel

/// `martlet flag FLAG MESSAGE…`
struct FlagCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "flag", abstract: "Set a flag on messages.")

    @Argument(help: "seen, flagged, answered, draft, deleted, or a keyword.") var flag: String
    @Argument(help: "ACCOUNT/FOLDER;uid=N") var messages: [String]
    @OptionGroup var change: ChangeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws { try await FlagChange(flag, true, messages).perform(common, change) }
}

/// `martlet unflag FLAG MESSAGE…`
struct UnflagCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "unflag", abstract: "Take a flag off messages.")

    @Argument(help: "seen, flagged, answered, draft, deleted, or a keyword.") var flag: String
    @Argument(help: "ACCOUNT/FOLDER;uid=N") var messages: [String]
    @OptionGroup var change: ChangeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws { try await FlagChange(flag, false, messages).perform(common, change) }
}

/// What both share.
private struct FlagChange {
    let flag: String
    let isSet: Bool
    let messages: [String]

    init(_ flag: String, _ isSet: Bool, _ messages: [String]) {
        self.flag = flag
        self.isSet = isSet
        self.messages = messages
    }

    func perform(_ common: CommonOptions, _ change: ChangeOptions) async throws {
        guard FlagChange.isFlag(flag) else {
            throw CommandFailure(
                .usage,
                "'\(flag)' is no flag; write seen, flagged, answered, draft, deleted or a keyword of letters and digits"
            )
        }
        let run = try ChangeRun(common, change)
        for (account, summaries) in try await run.messages(messages) {
            try await run.perform([.setFlag(Flag(named: flag), isSet, summaries.map(\.id))], on: account)
        }
    }

    /// A system flag, or an atom (RFC 9051 section 9, `flag-keyword`).
    private static func isFlag(_ name: String) -> Bool {
        if Flags.systemFlag(named: name) != nil { return true }
        return !name.isEmpty
            && name.utf8.allSatisfy { (0x21...0x7e).contains($0) && !"(){%*\"\\]".utf8.contains($0) }
    }
}
