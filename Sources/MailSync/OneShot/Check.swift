import IMAPClient
import MailModel

extension AccountSync {
    /// Connects, logs in, looks around and reports. Changes nothing.
    package static func check(_ configuration: AccountConfiguration) async throws(SyncError) -> CheckReport {
        do {
            let start = ContinuousClock.now
            return try await IMAPConnection.withConnection(
                configuration.endpoint, login: configuration.login, options: configuration.options.imap
            ) { connection in
                var timings = ["connect": start.duration(to: ContinuousClock.now) / .seconds(1)]
                var folders: [ListedFolder] = []
                timings["list"] = try await seconds { folders = try await connection.list() }
                var inbox = SelectedMailbox(wireName: "INBOX")
                timings["select"] = try await seconds {
                    inbox = try await connection.select("INBOX", readOnly: true)
                }
                timings["roundTrip"] = try await seconds { try await connection.noop() }
                let capabilities = await connection.capabilities
                return CheckReport(
                    host: configuration.endpoint.host, port: configuration.endpoint.port,
                    tls: await connection.tlsDetails, capabilities: capabilities.sorted,
                    rung: await rung(connection, inbox),
                    quirks: quirks(capabilities), timings: timings, problems: problems(configuration, capabilities),
                    folders: folders)
            }
        } catch {
            throw SyncError(error)
        }
    }

    private static func seconds(_ body: () async throws -> Void) async throws -> Double {
        let start = ContinuousClock.now
        try await body()
        return start.duration(to: ContinuousClock.now) / .seconds(1)
    }

    /// The means by which the inbox, which is selected, is brought in step.
    private static func rung(_ connection: IMAPConnection, _ inbox: SelectedMailbox) async -> String {
        guard inbox.highestModSeq != nil else { return SyncRung.plain.words }
        return await SyncRung(of: connection).words
    }

    static func quirks(_ capabilities: Capabilities) -> [String] {
        let table = [
            ("MOVE", "moves are made of COPY and UID EXPUNGE"),
            ("UIDPLUS", "single messages cannot be removed for good; they stay marked deleted"),
            ("IDLE", "new mail is asked for every few minutes"),
            ("SPECIAL-USE", "special folders are guessed by their names"),
            ("ESEARCH", "searches are answered in long form"),
        ]
        return table.filter { !capabilities.contains($0.0) }.map { "No \($0.0): \($0.1)." }
    }

    private static func problems(_ configuration: AccountConfiguration, _ capabilities: Capabilities) -> [String] {
        guard configuration.endpoint.security == .plaintext else { return [] }
        return ["The link has no TLS: password and mail can be read on the way. Use imaps://."]
    }
}
