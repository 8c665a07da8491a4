extension Session {
    /// FETCH and UID FETCH, with CHANGEDSINCE (RFC 7162, 3.1.4).
    func fetch(
        _ command: Command, _ folder: SelectedFolder, _ reader: inout CommandReader
    ) throws(CommandSyntaxError) {
        let set = try numberSet(&reader)
        try reader.space()
        var items = try FetchItem.items(&reader)
        var changedSince: UInt64?
        var asksVanished = false
        if reader.take(" ") { (changedSince, asksVanished) = try self.changedSince(&reader) }
        try reader.end()
        if items.contains(.emailID) || items.contains(.threadID), !account.offers(.objectID) {
            throw CommandSyntaxError(expected: "an item that is offered")
        }
        if items.contains(.modSeq) || changedSince != nil,
            account.with({ $0.folders[folder.name]?.hasNoModSeq ?? false })
        {
            return complete(command.tag, "BAD No modification sequences here")
        }
        if items.contains(.modSeq) { knowsModSeq = true }
        if changedSince != nil, !items.contains(.modSeq) { items.append(.modSeq) }
        if command.isByUID, !items.contains(.uid) { items.insert(.uid, at: 0) }
        if asksVanished, command.isByUID, let changedSince { tellVanished(in: folder, set, since: changedSince) }

        let selected = chosen(set, byUID: command.isByUID, in: folder)
        let marksSeen = !folder.isReadOnly && items.contains(where: \.marksSeen)
        let uids = selected.map(\.uid)
        let number = number
        let messages = account.with { state -> [StoredMessage?] in
            guard marksSeen else { return uids.map { state.folders[folder.name]?.message($0) } }
            return uids.map { uid in
                guard let flags = state.folders[folder.name]?.message(uid)?.flags else { return nil }
                state.setFlags(flags + ["\\Seen"], of: uid, in: folder.name, author: number)
                return state.folders[folder.name]?.message(uid)
            }
        }
        if marksSeen, !items.contains(.flags) { items.append(.flags) }
        for (place, message) in zip(selected, messages) {
            guard let message, message.modSeq > changedSince ?? 0 else { continue }
            tell(message, number: place.number, items: items)
        }
        tellNews(mayExpunge: command.isByUID)
        if !isOver { complete(command.tag, "OK \(command.name) completed") }
    }

    private func changedSince(
        _ reader: inout CommandReader
    ) throws(CommandSyntaxError) -> (modSeq: UInt64, asksVanished: Bool) {
        try reader.expect("(")
        guard account.offers(.condstore), try reader.word().uppercased() == "CHANGEDSINCE" else {
            throw CommandSyntaxError(expected: "CHANGEDSINCE")
        }
        try reader.space()
        let value = try reader.number()
        var asksVanished = false
        if reader.take(" ") {
            guard knowsVanished, try reader.word().uppercased() == "VANISHED" else {
                throw CommandSyntaxError(expected: "VANISHED")
            }
            asksVanished = true
        }
        try reader.expect(")")
        knowsModSeq = true
        return (value, asksVanished)
    }

    /// What is gone of the set since then (RFC 7162, 3.2.6).
    private func tellVanished(in folder: SelectedFolder, _ set: NumberSet, since modSeq: UInt64) {
        let ranges = set.resolved(star: UInt32.max)
        let gone = account.with { $0.folders[folder.name]?.vanished(since: modSeq) ?? [] }
        tellVanished(gone.filter { ranges.contains($0) })
    }

    func tell(_ message: StoredMessage, number: Int, items: [FetchItem]) {
        var reply = Reply()
        reply.text("* \(number) FETCH (")
        let bytes = items.contains(where: \.needsBytes) ? message.source.bytes : []
        let structure = items.contains(where: \.needsStructure) ? message.source.structure : nil
        for (index, item) in items.enumerated() {
            if index > 0 { reply.text(" ") }
            item.answer(for: message, bytes: bytes, structure: structure, into: &reply)
        }
        reply.line(")")
        writer.write(reply)
    }

    // MARK: Sets

    func numberSet(_ reader: inout CommandReader) throws(CommandSyntaxError) -> NumberSet {
        try reader.space()
        guard let set = NumberSet(try reader.word()) else { throw CommandSyntaxError(expected: "a set of numbers") }
        return set
    }

    /// The messages a set means, as the client numbers them. `*` is the last one, which `n:*` always includes.
    func chosen(_ set: NumberSet, byUID: Bool, in folder: SelectedFolder) -> [(number: Int, uid: UInt32)] {
        guard let last = folder.uids.last else { return [] }
        let ranges = set.resolved(star: byUID ? last : UInt32(clamping: folder.uids.count))
        var result: [(number: Int, uid: UInt32)] = []
        var next = 0
        for range in ranges {
            var index = max(
                next, byUID ? Self.firstIndex(of: range.lowerBound, in: folder.uids) : Int(range.lowerBound) - 1)
            while index < folder.uids.count {
                let uid = folder.uids[index]
                guard byUID ? uid <= range.upperBound : index < Int(range.upperBound) else { break }
                result.append((index + 1, uid))
                index += 1
            }
            next = max(next, index)
        }
        return result
    }

    private static func firstIndex(of uid: UInt32, in uids: [UInt32]) -> Int {
        var (low, high) = (0, uids.count)
        while low < high {
            let middle = (low + high) / 2
            if uids[middle] < uid { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension FetchItem {
    var marksSeen: Bool {
        if case .section(_, _, _, let peeks) = self { !peeks } else { false }
    }

    var needsBytes: Bool {
        switch self {
        case .flags, .uid, .internalDate, .modSeq, .emailID, .threadID: false
        case .size, .envelope, .body, .bodyStructure, .section: true
        }
    }

    var needsStructure: Bool {
        switch self {
        case .flags, .uid, .internalDate, .modSeq, .size, .emailID, .threadID: false
        case .envelope, .body, .bodyStructure, .section: true
        }
    }

    /// Writes the item's name and value.
    func answer(for message: StoredMessage, bytes: [UInt8], structure: MIMEPart?, into reply: inout Reply) {
        switch self {
        case .flags: reply.text("FLAGS (\(message.flags.joined(separator: " ")))")
        case .uid: reply.text("UID \(message.uid)")
        case .internalDate: reply.text("INTERNALDATE \"\(CalendarDate.internalDate(message.received))\"")
        case .size: reply.text("RFC822.SIZE \(bytes.count)")
        case .modSeq: reply.text("MODSEQ (\(message.modSeq))")
        case .emailID: reply.text("EMAILID (\(message.source.emailID))")
        case .threadID: reply.text("THREADID NIL")
        case .envelope:
            reply.text("ENVELOPE ")
            if let structure { StructureText.envelope(of: structure, into: &reply) }
        case .body, .bodyStructure:
            reply.text(self == .body ? "BODY " : "BODYSTRUCTURE ")
            guard let structure else { return }
            StructureText.structure(of: structure, in: bytes, isExtended: self == .bodyStructure, into: &reply)
        case .section(let name, let partial, let label, _):
            reply.text("\(label) ")
            guard let structure, let section = name.bytes(of: bytes, structure: structure) else {
                return reply.string([UInt8]?.none)
            }
            guard let partial else { return reply.literal(section) }
            reply.literal(section.dropFirst(partial.origin).prefix(partial.count))
        }
    }
}
