/// SEARCH and SORT, THREAD (RFC 5256) and VANISHED (RFC 7162).
extension FrameReader {
    /// Numbers, and the highest mod-sequence among them (RFC 7162 section 3.1.5).
    mutating func searchResult() throws(WireFailure) -> (numbers: [UInt32], modSeq: UInt64?) {
        let numbers = try numberList()
        guard take(Octet.open) else {
            guard isAtEnd else { throw WireFailure("a number is malformed") }
            return (numbers, nil)
        }
        skipSpaces()
        guard keyword() == "MODSEQ" else { return (numbers, nil) }
        skipSpaces()
        return (numbers, try lenientNumber())
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
        return (earlier, isAtEnd ? [] : try numberSet("the UIDs that vanished are malformed"))
    }

    /// Threads, each in parentheses; siblings are lists within. Iterative, so no depth can exhaust the stack.
    mutating func threads() throws(WireFailure) -> [ThreadEntry] {
        var entries: [ThreadEntry] = []
        /// For each list that is open: how deep its next message lies, and whether it has one already.
        var open: [(depth: Int, hasMessage: Bool)] = []
        skipSpaces()
        while let byte = peek {
            try bound(entries.count)
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
        guard open.isEmpty else { throw WireFailure("a thread has no end") }
        return entries
    }
}
