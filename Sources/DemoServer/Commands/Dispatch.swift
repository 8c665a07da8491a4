extension Session {
    /// Performs a command, if this is the phase for it and the server offers it.
    func dispatch(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        if let needed = Self.capabilityNeeded[command.name], !account.offers(needed) {
            return complete(command.tag, "BAD Unknown command")
        }
        switch command.name {
        case "CAPABILITY":
            say("* CAPABILITY \(Capability.words(of: account.capabilities))")
            complete(command.tag, "OK CAPABILITY completed")
        case "NOOP", "CHECK":
            tellNews(mayExpunge: true)
            if !isOver { complete(command.tag, "OK \(command.name) completed") }
        case "LOGOUT":
            say("* BYE Until next time")
            complete(command.tag, "OK LOGOUT completed")
            end()
        case "ID": try identify(command, &reader)
        case "LOGIN", "AUTHENTICATE":
            guard case .notAuthenticated = phase else { return complete(command.tag, "BAD Already logged in") }
            if command.name == "LOGIN" { try login(command, &reader) } else { try authenticate(command, &reader) }
        default:
            if case .notAuthenticated = phase { return complete(command.tag, "BAD Log in first") }
            if try dispatchOnAccount(command, &reader) { return }
            guard case .selected(let folder) = phase else {
                let isKnown = Self.commandsOnFolder.contains(command.name)
                return complete(command.tag, isKnown ? "BAD Select a folder first" : "BAD Unknown command")
            }
            try dispatchOnFolder(command, folder, &reader)
        }
    }

    private func dispatchOnAccount(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) -> Bool
    {
        switch command.name {
        case "ENABLE": try enable(command, &reader)
        case "NAMESPACE":
            say("* NAMESPACE ((\"\" \"/\")) NIL NIL")
            complete(command.tag, "OK NAMESPACE completed")
        case "LIST": try list(command, &reader)
        case "LSUB": try listSubscribed(command, &reader)
        case "SUBSCRIBE", "UNSUBSCRIBE": try subscribe(command, &reader)
        case "CREATE": try create(command, &reader)
        case "DELETE": try delete(command, &reader)
        case "RENAME": try rename(command, &reader)
        case "STATUS": try status(command, &reader)
        case "SELECT", "EXAMINE": try select(command, &reader)
        case "APPEND": try append(command, &reader)
        case "IDLE": try idle(command, &reader)
        case "NOTIFY": try notify(command, &reader)
        default: return false
        }
        return true
    }

    private func dispatchOnFolder(
        _ command: Command, _ folder: SelectedFolder, _ reader: inout CommandReader
    ) throws(CommandSyntaxError) {
        // Numbers of a folder that was built anew mean other messages: nothing is done by them.
        guard isCurrent else {
            say("* BYE The selected folder was built anew")
            return end()
        }
        switch command.name {
        case "CLOSE", "UNSELECT": close(command, folder)
        case "FETCH", "UID FETCH": try fetch(command, folder, &reader)
        case "STORE", "UID STORE": try store(command, folder, &reader)
        case "COPY", "UID COPY", "MOVE", "UID MOVE": try copy(command, folder, &reader)
        case "EXPUNGE", "UID EXPUNGE": try expunge(command, folder, &reader)
        case "SEARCH", "UID SEARCH": try search(command, folder, &reader)
        default: complete(command.tag, "BAD Unknown command")
        }
    }

    private var isCurrent: Bool {
        let number = number
        return account.with { $0.isCurrent(number) }
    }

    private static let capabilityNeeded: [String: Capability] = [
        "ID": .id, "LOGIN": .login, "AUTHENTICATE": .authPlain, "ENABLE": .enable, "NAMESPACE": .namespace,
        "IDLE": .idle, "NOTIFY": .notify, "UNSELECT": .unselect, "MOVE": .move, "UID MOVE": .move,
        "UID EXPUNGE": .uidPlus,
    ]

    private static let commandsOnFolder: Set<String> = [
        "CLOSE", "UNSELECT", "FETCH", "UID FETCH", "STORE", "UID STORE", "COPY", "UID COPY", "MOVE", "UID MOVE",
        "EXPUNGE", "UID EXPUNGE", "SEARCH", "UID SEARCH",
    ]
}
