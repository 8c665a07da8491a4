extension Session {
    /// SEARCH and UID SEARCH, with RETURN options (RFC 4731).
    func search(
        _ command: Command, _ folder: SelectedFolder, _ reader: inout CommandReader
    ) throws(CommandSyntaxError) {
        try reader.space()
        let options = try returnOptions(&reader)
        if let charset = try charset(&reader), !["UTF-8", "US-ASCII"].contains(charset) {
            return complete(command.tag, "NO [BADCHARSET (UTF-8 US-ASCII)] Unknown charset")
        }
        let key = try SearchKey.list(&reader)
        try reader.end()
        let messages = account.with { $0.folders[folder.name]?.messages ?? [] }
        var hits: [(number: UInt32, uid: UInt32)] = []
        let last = (UInt32(clamping: folder.uids.count), folder.uids.last ?? 0)
        for message in messages {
            guard let number = folder.sequenceNumber(of: message.uid) else { continue }
            let candidate = SearchCandidate(message: message, number: UInt32(clamping: number), last: last)
            if candidate.matches(key) { hits.append((candidate.number, message.uid)) }
        }
        let numbers = hits.map { command.isByUID ? $0.uid : $0.number }
        if let options {
            say(extendedAnswer(numbers, options: options, command))
        } else {
            say((["* SEARCH"] + numbers.map(String.init)).joined(separator: " "))
        }
        tellNews(mayExpunge: command.isByUID)
        if !isOver { complete(command.tag, "OK \(command.name) completed") }
    }

    private func returnOptions(_ reader: inout CommandReader) throws(CommandSyntaxError) -> [String]? {
        guard account.offers(.extendedSearch) else { return nil }
        var ahead = reader
        guard (try? ahead.word())?.uppercased() == "RETURN" else { return nil }
        try ahead.space()
        let options = try ahead.wordList().map { $0.uppercased() }
        try ahead.space()
        guard options.allSatisfy(["MIN", "MAX", "ALL", "COUNT"].contains) else {
            throw CommandSyntaxError(expected: "MIN, MAX, ALL or COUNT")
        }
        reader = ahead
        return options.isEmpty ? ["ALL"] : options
    }

    private func charset(_ reader: inout CommandReader) throws(CommandSyntaxError) -> String? {
        var ahead = reader
        guard (try? ahead.word())?.uppercased() == "CHARSET" else { return nil }
        try ahead.space()
        let charset = try ahead.text().uppercased()
        try ahead.space()
        reader = ahead
        return charset
    }

    private func extendedAnswer(_ numbers: [UInt32], options: [String], _ command: Command) -> String {
        var answer = "* ESEARCH (TAG \"\(command.tag)\")" + (command.isByUID ? " UID" : "")
        if options.contains("MIN"), let first = numbers.first { answer += " MIN \(first)" }
        if options.contains("MAX"), let last = numbers.last { answer += " MAX \(last)" }
        if options.contains("ALL"), !numbers.isEmpty { answer += " ALL \(NumberSet.text(of: numbers))" }
        if options.contains("COUNT") { answer += " COUNT \(numbers.count)" }
        return answer
    }
}

/// A message that may or may not match.
private struct SearchCandidate {
    let message: StoredMessage
    let number: UInt32
    /// What `*` stands for.
    let last: (number: UInt32, uid: UInt32)

    func matches(_ key: SearchKey) -> Bool {
        switch key {
        case .all: true
        case .flag(let flag, let isSet):
            message.flags.contains { $0.lowercased() == flag.lowercased() } == isSet
        case .sequence(let set): set.resolved(star: last.number).contains(number)
        case .uid(let set): set.resolved(star: last.uid).contains(message.uid)
        case .header(let name, let needle):
            structure.fields.contains { $0.name == name && SearchText.header($0.value).contains(run: needle) }
        case .body(let needle): SearchText.body(of: bytes, structure).contains(run: needle)
        case .text(let needle):
            structure.fields.contains { SearchText.header($0.value).contains(run: needle) }
                || SearchText.body(of: bytes, structure).contains(run: needle)
        case .day(let days, let isWritten):
            days.contains(isWritten ? writtenDay ?? receivedDay : receivedDay)
        case .size(let sizes): sizes.contains(bytes.count)
        case .modSeq(let modSeq): message.modSeq >= modSeq
        case .not(let key): !matches(key)
        case .either(let first, let second): matches(first) || matches(second)
        case .every(let keys): keys.allSatisfy(matches)
        }
    }

    private var bytes: [UInt8] { message.source.bytes }

    private var structure: MIMEPart { message.source.structure }

    private var receivedDay: Int {
        let date = CalendarDate(message.received)
        return CalendarDate.dayNumber(year: date.year, month: date.month, day: date.day)
    }

    /// The day in the Date field, as its writer saw it.
    private var writtenDay: Int? {
        guard let value = structure.value("date") else { return nil }
        let words = String(decoding: value, as: UTF8.self).split(separator: " ")
        guard let start = words.firstIndex(where: { Int($0) != nil }), words.count >= start + 3 else { return nil }
        return CalendarDate.dayNumber(words[start..<(start + 3)].joined(separator: "-"))
    }
}
