import ArgumentParser
import Foundation
import MailModel
import MailSync

/// `martlet sync`
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Bring the store up to date, and make waiting changes on the server.")

    @Option(help: "The account; all of them where it is left out.") var account: String?
    @Option(help: "A folder; all of them where none is given. May be given several times.") var folder: [String] = []
    @ArgumentParser.Flag(help: "Fetch the texts of all messages too.") var bodies = false
    @ArgumentParser.Flag(help: "One JSON object for each folder.") var json = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let workplace = try Workplace(common)
        if workplace.isOffline { throw CommandFailure(.usage, "sync needs the server: leave --offline out") }
        let store = try workplace.openStore()
        let bar = ProgressLine(isShown: !json)
        for account in try workplace.accounts(named: account) {
            guard let hold = try store.hold(account.id) else {
                CommandFailure.report("\(account.id): another Martlet keeps this account in step already")
                continue
            }
            defer { hold.release() }
            do {
                let connection = workplace.connection(of: account)
                let report = try await AccountSync.replay(connection, store: store)
                let folders = try await AccountSync.synchronise(
                    connection, store: store, folders: folder.isEmpty ? nil : folder, bodies: bodies,
                    onProgress: { bar.show($0) })
                bar.clear()
                for folder in folders { try show(folder) }
                for folder in folders where folder.textsOverLimit > 0 {
                    CommandFailure.report(
                        "\(account.id): text-limit is reached: \(folder.textsOverLimit) texts of \(folder.folder) "
                            + "are not here")
                }
                if report.refused > 0 {
                    throw CommandFailure(
                        .refused, "\(report.refused) waiting changes were refused; 'martlet journal' says why")
                }
            } catch let error as SyncError {
                bar.clear()
                throw CommandFailure(error, account: account.id)
            }
        }
    }

    private func show(_ report: FolderReport) throws {
        if json { return try JSONOutput.printLine(SyncJSON(report)) }
        PlainOutput.line(
            PlainOutput.column(report.folder, width: 32)
                + "  \(report.new) new, \(report.changed) changed, \(report.vanished) vanished, "
                + "\(report.bytesReceived) bytes, \(report.turns) turns")
    }
}

/// A folder's report as `sync` prints it.
struct SyncJSON: Encodable {
    var folder: String
    var new: Int
    var changed: Int
    var vanished: Int
    var bytesReceived: Int
    var bytesSent: Int
    var turns: Int
    var seconds: Double

    init(_ report: FolderReport) {
        folder = report.folder
        new = report.new
        changed = report.changed
        vanished = report.vanished
        bytesReceived = report.bytesReceived
        bytesSent = report.bytesSent
        turns = report.turns
        seconds = (report.seconds * 1000).rounded() / 1000
    }
}
