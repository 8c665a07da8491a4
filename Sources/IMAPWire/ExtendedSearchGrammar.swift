/// ESEARCH (RFC 4466 section 2.6.2, RFC 4731) and its extensions.
extension FrameReader {
    mutating func extendedSearch() throws(WireFailure) -> ESearchResponse {
        var response = ESearchResponse()
        skipSpaces()
        if take(Octet.open) { try searchCorrelator(into: &response) }
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

    /// `TAG "a" MAILBOX "b" UIDVALIDITY 3)` (RFC 7377 section 4).
    private mutating func searchCorrelator(into response: inout ESearchResponse) throws(WireFailure) {
        skipSpaces()
        while !take(Octet.close) {
            let name = keyword()
            guard !name.isEmpty else { throw WireFailure("the correlator of a search is malformed") }
            skipSpaces()
            switch name {
            case "TAG": response.tag = try nstringValue()
            case "MAILBOX": response.wireName = try mailboxName().wire
            case "UIDVALIDITY": response.uidValidity = try lenientNumber32()
            default: try skipValue()
            }
            skipSpaces()
        }
    }

    private mutating func searchItem(_ name: String, into response: inout ESearchResponse) throws(WireFailure) {
        switch name {
        case "MIN": response.min = try expectNumber32("the lowest match is malformed")
        case "MAX": response.max = try expectNumber32("the highest match is malformed")
        case "COUNT": response.count = try expectNumber32("the count of matches is malformed")
        case "ALL": response.all = takeNil() ? [] : try numberSet("the matches are malformed")
        case "MODSEQ": response.modSeq = try numberInParentheses()
        case "PARTIAL": try partialResult(into: &response)
        case "RELEVANCY": response.relevancy = try numbersInParentheses()
        case "ADDTO": try contextChanges(.addTo, into: &response)
        case "REMOVEFROM": try contextChanges(.removeFrom, into: &response)
        default:
            try bound(response.others.count)
            response.others.append(ExtendedItem(name: name, value: isAtEnd ? nil : try extendedValue()))
        }
    }

    /// `(1:10 3,5)`, `(-1:-10 NIL)`
    private mutating func partialResult(into response: inout ESearchResponse) throws(WireFailure) {
        try expect(Octet.open, "the range of a partial search is missing")
        skipSpaces()
        response.partialRange = try wordString()
        skipSpaces()
        response.partial = takeNil() || peek == Octet.close ? [] : try numberSet("the matches are malformed")
        try skipToClose()
    }

    private mutating func numbersInParentheses() throws(WireFailure) -> [UInt32] {
        try expect(Octet.open, "a list of numbers is missing")
        let numbers = try numberList()
        try expect(Octet.close, "a number is malformed")
        return numbers
    }

    /// `(position set position set ...)`
    private mutating func contextChanges(
        _ kind: ContextChange.Kind, into response: inout ESearchResponse
    ) throws(WireFailure) {
        try expect(Octet.open, "the changes of a search are missing")
        skipSpaces()
        while !take(Octet.close) {
            try bound(response.changes.count)
            let position = try expectNumber32("a position in a search is malformed")
            skipSpaces()
            let numbers = try numberSet("the changes of a search are malformed")
            response.changes.append(ContextChange(kind, position: position, numbers: numbers))
            skipSpaces()
        }
    }
}
