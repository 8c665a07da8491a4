import ArgumentParser
import MailModel
import MailSync

/// `martlet check`
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Connect and report: address, TLS, capabilities, how folders are kept in step, times, what to do.")

    @Argument(help: "The account; the first one where it is left out.") var account: String?
    @ArgumentParser.Flag(help: "One JSON object.") var json = false
    @ArgumentParser.Flag(help: "Look through the mail store instead: its integrity, and what it holds; then tidy it.")
    var store = false
    @ArgumentParser.Flag(help: "Show the server's certificate and ask whether to trust it.") var trust = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if store, trust || account != nil { throw ValidationError("--store goes without an account and --trust") }
        if trust, json { throw ValidationError("--trust asks a question and goes without --json") }
    }

    func run() async throws {
        let workplace = try Workplace(common)
        if store { return try StoreCheckRun(workplace: workplace, json: json).run() }
        let account = try workplace.account(named: account)
        if trust { try await TrustRun(workplace: workplace, account: account).run() }
        do {
            var report = try await AccountSync.check(workplace.connection(of: account))
            report.problems += account.unknownKeptFolders(among: report.folders.map { ($0.name, $0.wireName) })
            if json { return try JSONOutput.printLine(CheckJSON(report)) }
            for line in CheckText.lines(for: report) { PlainOutput.line(PlainOutput.safe(line)) }
        } catch let error as SyncError {
            throw CommandFailure(error, account: account.id)
        }
    }
}

/// The report as `check --json` prints it.
struct CheckJSON: Encodable {
    struct TLS: Encodable {
        var version: String
        var fingerprint: String
    }

    var host: String
    var port: Int
    var tls: TLS?
    var capabilities: [String]
    var rung: String
    var quirks: [String]
    /// Seconds by step.
    var timings: [String: Double]
    var problems: [String]

    init(_ report: CheckReport) {
        host = report.host
        port = report.port
        tls = report.tls.map { TLS(version: $0.version, fingerprint: $0.fingerprint) }
        capabilities = report.capabilities
        rung = report.rung
        quirks = report.quirks
        timings = report.timings.mapValues { ($0 * 10_000).rounded() / 10_000 }
        problems = report.problems
    }
}

/// The report for people.
enum CheckText {
    static func lines(for report: CheckReport) -> [String] {
        var lines = ["server        \(report.host):\(report.port)"]
        if let tls = report.tls {
            lines.append("TLS           \(tls.version)")
            lines.append("certificate   sha256:\(tls.fingerprint)")
        } else {
            lines.append("TLS           none: mail and password pass in the clear")
        }
        lines.append("keeps in step by \(report.rung)")
        lines += report.timings.sorted { $0.key < $1.key }.map { "time          \($0.key) \(Int($0.value * 1000)) ms" }
        lines.append("capabilities  " + report.capabilities.joined(separator: " "))
        lines += report.quirks.map { "quirk         \($0)" }
        lines += report.problems.map { "problem       \($0)" }
        return lines
    }
}
