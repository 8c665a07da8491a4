extension Session {
    /// APPEND, answered with APPENDUID (RFC 4315).
    func append(_ command: Command, _ reader: inout CommandReader) throws(CommandSyntaxError) {
        try reader.space()
        let name = try reader.folderName()
        try reader.space()
        var flags: [String] = []
        if reader.peek == UInt8(ascii: "(") {
            flags = try reader.wordList()
            try reader.space()
        }
        var received = WallClock.now()
        if reader.peek == UInt8(ascii: "\"") {
            guard let date = CalendarDate.instant(internalDate: String(decoding: try reader.quoted(), as: UTF8.self))
            else { throw CommandSyntaxError(expected: "a date and time") }
            received = date
            try reader.space()
        }
        let message = try reader.literal()
        try reader.end()
        let (kept, date) = (flags, received)
        let place = account.with { state -> (uidValidity: UInt32, uid: UInt32)? in
            guard let uid = state.append(.holding(message), to: name, flags: kept, received: date),
                let folder = state.folders[name]
            else { return nil }
            return (folder.uidValidity, uid)
        }
        guard let place else { return complete(command.tag, "NO [TRYCREATE] No such folder") }
        tellNews(mayExpunge: true)
        let code = account.offers(.uidPlus) ? "[APPENDUID \(place.uidValidity) \(place.uid)] " : ""
        if !isOver { complete(command.tag, "OK \(code)APPEND completed") }
    }
}
