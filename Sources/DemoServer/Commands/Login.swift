extension Session {
    func login(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        try reader.space()
        let user = try reader.astring()
        try reader.space()
        let password = try reader.astring()
        try reader.end()
        admit(command.tag, user: user, password: password)
    }

    /// AUTHENTICATE PLAIN, with or without an initial response (RFC 4959).
    func authenticate(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        try reader.space()
        guard try reader.word().uppercased() == "PLAIN" else {
            return complete(command.tag, "NO Only PLAIN is offered")
        }
        if reader.take(" ") {
            guard account.offers(.saslIR) else { return complete(command.tag, "BAD No initial response, please") }
            return finishAuthentication(tag: command.tag, response: Array(reader.rest))
        }
        try reader.end()
        expectation = .credentials(tag: command.tag)
        say("+ ")
    }

    func finishAuthentication(tag: String, response: [UInt8]) {
        expectation = .command
        if response == [UInt8(ascii: "*")] { return complete(tag, "BAD Cancelled") }
        guard let decoded = Base64.decode(response) else { return complete(tag, "BAD That is no base64") }
        let fields = decoded.split(separator: 0, omittingEmptySubsequences: false)
        guard fields.count == 3 else { return complete(tag, "BAD PLAIN has three fields (RFC 4616, 2)") }
        admit(tag, user: Array(fields[1]), password: Array(fields[2]))
    }

    private func admit(_ tag: String, user: [UInt8], password: [UInt8]) {
        if let refusal = account.faults.loginRefusal { return complete(tag, "NO \(refusal)") }
        guard user == Array(account.user.utf8), password == Array(account.password.utf8) else {
            return complete(tag, "NO [AUTHENTICATIONFAILED] Wrong user or password")
        }
        phase = .authenticated
        complete(tag, "OK [CAPABILITY \(Capability.words(of: account.capabilities))] Logged in")
    }

    func identify(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        try reader.space()
        if reader.peek == UInt8(ascii: "(") {
            try reader.expect("(")
            while !reader.take(")") {
                _ = try reader.astring()
                if reader.peek != UInt8(ascii: ")") { try reader.space() }
            }
        } else {
            _ = try reader.word()
        }
        say("* ID (\"name\" \"Martlet demo server\")")
        complete(command.tag, "OK ID completed")
    }

    func enable(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        var enabled: [String] = []
        while reader.take(" ") {
            let word = try reader.word().uppercased()
            if word == "CONDSTORE", account.offers(.condstore) {
                knowsModSeq = true
                enabled.append(word)
            }
            if word == "QRESYNC", account.offers(.quickResync) {
                knowsModSeq = true
                knowsVanished = true
                enabled.append(word)
            }
        }
        say((["* ENABLED"] + enabled).joined(separator: " "))
        complete(command.tag, "OK ENABLE completed")
    }
}
