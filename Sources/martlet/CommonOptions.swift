import ArgumentParser
import Foundation
import IMAPClient
import MailModel
import MailStore
import MailSync
import ReaderRuntime

/// Options of every subcommand.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The folder of the store and the journal.", valueName: "folder"))
    var data: String?

    @Option(help: ArgumentHelp("Write a log to this file.", valueName: "file"))
    var log: String?

    @Option(name: .customLong("log-level"), help: ArgumentHelp("error, warning, info or debug.", valueName: "level"))
    var logLevel = LogLevel.info

    @Option(help: ArgumentHelp("Write what passes on the wire to this file, secrets left out.", valueName: "file"))
    var transcript: String?

    @ArgumentParser.Flag(help: "Use the store only; do not connect.")
    var offline = false
}

/// How much goes into the log.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case error, warning, info, debug
}
