extension Session {
    /// IDLE (RFC 2177).
    func idle(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        try reader.end()
        expectation = .endOfIdle(tag: command.tag)
        say("+ idling")
        tellNews(mayExpunge: true)
    }

    func finishIdle(tag: String, line: [UInt8]) {
        expectation = .command
        guard line.lowercasedASCII == Array("done".utf8) else {
            return complete(tag, "BAD Expected DONE")
        }
        tellNews(mayExpunge: true)
        if !isOver { complete(tag, "OK IDLE completed") }
    }
}
