import MailModel
import MailStore
import MailSync

/// `martlet check --store`: looks through the whole store, sets it aside where it is damaged, and tidies it where it is not.
struct StoreCheckRun {
    let workplace: Workplace
    let json: Bool

    func run() throws {
        var (store, rescue) = try workplace.openStoreRescuing()
        var problems: [String] = []
        if rescue == nil {
            problems = try found(in: store)
            if !problems.isEmpty {
                store.suspectDamage()
                try store.close()
                (store, rescue) = try workplace.openStoreRescuing()
            }
        }
        let before = try store.figures()
        let isTidied = try tidy(store)
        let report = StoreCheckJSON(
            path: workplace.paths.data, problems: problems, rescue: rescue, before: before, after: try store.figures(),
            isTidied: isTidied)
        if json { return try JSONOutput.printLine(report) }
        for line in report.lines { PlainOutput.line(PlainOutput.safe(line)) }
    }

    /// A file that is too damaged to be looked through has that as its problem.
    private func found(in store: MailStore) throws -> [String] {
        do {
            return try store.integrityProblems()
        } catch .damaged {
            return ["the file is damaged"]
        } catch {
            throw CommandFailure(error)
        }
    }

    /// A store that another Martlet works in is tidied another time.
    private func tidy(_ store: MailStore) throws -> Bool {
        do {
            try store.vacuum()
            return true
        } catch .busy, .failed {
            return false
        } catch {
            throw CommandFailure(error)
        }
    }
}

/// What `check --store` prints.
struct StoreCheckJSON: Encodable {
    var store: String
    var problems: [String]
    /// Where a damaged store was put, and how many waiting changes the new one took over.
    var setAside: String?
    var changesTakenOver: Int?
    var octetsBefore: Int
    var octets: Int
    var tidied: Bool
    var folders: Int
    var messages: Int
    var texts: Int
    var waitingChanges: Int
    var refusedChanges: Int

    init(
        path: String, problems: [String], rescue: StoreRescue?, before: StoreFigures, after: StoreFigures,
        isTidied: Bool
    ) {
        store = path
        self.problems = problems
        setAside = rescue?.asidePath
        changesTakenOver = rescue?.changes
        octetsBefore = before.octets
        octets = after.octets
        tidied = isTidied
        folders = after.folders
        messages = after.messages
        texts = after.texts
        waitingChanges = after.waitingChanges
        refusedChanges = after.refusedChanges
    }

    var lines: [String] {
        var lines = ["store         \(store)"]
        if let setAside {
            lines += problems.map { "problem       \($0)" }
            lines.append("set aside     \(setAside)")
            lines.append("taken over    \(changesTakenOver ?? 0) waiting changes; mail comes from the server again")
        } else {
            lines.append("integrity     all is well")
        }
        lines.append("size          \(octets) bytes" + (octets < octetsBefore ? ", \(octetsBefore) before" : ""))
        if !tidied { lines.append("tidied        no: another program works in the store") }
        lines.append("messages      \(messages) in \(folders) folders, the text of \(texts)")
        lines.append("journal       \(waitingChanges) waiting, \(refusedChanges) refused")
        return lines
    }
}
