/// SEARCH and SORT, ESEARCH (RFC 4731), THREAD (RFC 5256) and VANISHED (RFC 7162).
extension FrameReader {
    /// Numbers, and the highest mod-sequence among them (RFC 7162 section 3.1.5).
    mutating func searchResult() throws(WireFailure) -> (numbers: [UInt32], modSeq: UInt64?) {
        let numbers = numberList()
        guard take(Octet.open) else {
            guard isAtEnd else { throw WireFailure("a number is malformed") }
            return (numbers, nil)
        }
        skipSpaces()
        guard keyword() == "MODSEQ" else { return (numbers, nil) }
        skipSpaces()
        return (numbers, try lenientNumber())
    }

    mutating func extendedSearch() throws(WireFailure) -> ESearchResponse {
        var response = ESearchResponse()
        skipSpaces()
        if take(Octet.open) {
            skipSpaces()
            if keyword() == "TAG" {
                skipSpaces()
                response.tag = try nstringValue()
            }
            try skipToClose()
        }
        skipSpaces()
        while !isAtEnd {
            let name = keyword()
            guard !name.isEmpty else { throw WireFailure("the items of a search are malformed") }
            skipSpaces()
            if name == "UID" { response.isUID = true } else { try searchItem(name, into: &response) }
            skipSpaces()
        }
        return response
    }

    private mutating func searchItem(_ name: String, into response: inout ESearchResponse) throws(WireFailure) {
        switch name {
        case "MIN": response.min = number32()
        case "MAX": response.max = number32()
        case "COUNT": response.count = number32()
        case "ALL": response.all = numberSet()
        case "MODSEQ": response.modSeq = try numberInParentheses()
        case "PARTIAL":
            try expect(Octet.open, "the range of a partial search is missing")
            skipSpaces()
            response.partialRange = try wordString()
            skipSpaces()
            response.partial = numberSet()
            try skipToClose()
        default:
            let value = isAtEnd ? nil : try anyValue()
            if response.others.count < limits.maximumListCount {
                response.others.append(NamedValue(name: name, value: value))
            }
        }
    }

    mutating func vanished() throws(WireFailure) -> (earlier: Bool, ranges: [ClosedRange<UInt32>]) {
        skipSpaces()
        var earlier = false
        if take(Octet.open) {
            skipSpaces()
            earlier = keyword() == "EARLIER"
            try skipToClose()
            skipSpaces()
        }
        return (earlier, numberSet())
    }

    /// Threads, each in parentheses; siblings are lists within. Iterative, so no depth can exhaust the stack.
    mutating func threads() throws(WireFailure) -> [ThreadEntry] {
        var entries: [ThreadEntry] = []
        /// For each list that is open: how deep its next message lies, and whether it has one already.
        var open: [(depth: Int, hasMessage: Bool)] = []
        skipSpaces()
        while let byte = peek {
            if byte == Octet.open {
                position += 1
                if let last = open.last, !last.hasMessage {
                    entries.append(ThreadEntry(number: nil, depth: last.depth))
                    open[open.count - 1] = (last.depth + 1, true)
                }
                open.append((open.last?.depth ?? 0, false))
            } else if byte == Octet.close {
                position += 1
                guard open.popLast() != nil else { throw WireFailure("a thread is not opened") }
            } else {
                guard let number = number32(), let last = open.last else { throw WireFailure("a thread is malformed") }
                entries.append(ThreadEntry(number: number, depth: last.depth))
                open[open.count - 1] = (last.depth + 1, true)
            }
            skipSpaces()
        }
        return entries
    }
}
