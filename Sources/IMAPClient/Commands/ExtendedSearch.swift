import IMAPWire
import MailModel

/// SEARCH with wishes about its result: ESEARCH (RFC 4731), SEARCHRES (RFC 5182), CONTEXT=SEARCH (RFC 5267),
/// SEARCH=FUZZY (RFC 6203) and PARTIAL (RFC 9394).
extension IMAPConnection {
    /// What is asked for about the messages that meet the criteria.
    ///
    /// Least, greatest, count, all and a stretch are worked out here where the server cannot tell them.
    /// - Throws: `unsupported` where the result is to be saved, kept up to date or weighed, and the server cannot.
    package func search(
        _ criteria: SearchCriteria, returning options: [SearchReturn]
    ) async throws(IMAPError) -> SearchResult {
        _ = try await knownCapabilities()
        return try await ask(doubting: [.esearch, .partial, .fuzzy]) { () async throws(IMAPError) in
            try await told(criteria, options)
        }
    }

    private func told(_ criteria: SearchCriteria, _ options: [SearchReturn]) async throws(IMAPError) -> SearchResult {
        let known = usableNow
        try known.require(needsOf: options, context: "CONTEXT=SEARCH")
        let namesCharset = !acceptsUTF8
        let key = try criteria.key.adapted(to: known)
        let isTold = known.offers("ESEARCH") && known.tellsStretches(of: options)
        try refuseIfCancelled()
        let tag = try submit("UID SEARCH", interest: .search) { encoder throws(EncodingError) in
            encoder.space()
            if isTold {
                try encoder.searchReturn(options)
                encoder.space()
            }
            try encoder.searchProgram(key, namesCharset: namesCharset)
        }
        let outcome = try accepted(await answer(to: tag), "SEARCH")
        var result = SearchResult(outcome)
        if !isTold { result.workOut(options) }
        if options.contains(.update) { result.context = SearchContext(tag: tag) }
        return result
    }

    /// Ends the news about a search (RFC 5267 section 4.4).
    package func cancel(_ context: SearchContext) async throws(IMAPError) {
        _ = try await run("CANCELUPDATE") { encoder in
            encoder.space()
            encoder.string(context.tag)
        }
    }
}

extension Capabilities {
    /// What only the server can do about a result.
    func require(needsOf options: [SearchReturn], context: String) throws(IMAPError) {
        for option in options {
            switch option {
            case .save: try require("SEARCHRES")
            case .update, .context: try require(context)
            case .relevancy: try require("SEARCH=FUZZY")
            case .min, .max, .count, .all, .partial: break
            }
        }
    }

    /// Whether no stretch is asked for, or the server can cut it.
    func tellsStretches(of options: [SearchReturn]) -> Bool {
        let asksStretch = options.contains { if case .partial = $0 { true } else { false } }
        return !asksStretch || contains("PARTIAL")
    }
}

extension SearchResult {
    /// More numbers than that in one answer are not believed to be a sorted result.
    private static let mostOrdered = 1 << 22

    init(_ outcome: CommandOutcome) {
        self.init()
        for response in outcome.responses {
            switch response {
            case .search(let numbers, let modSeq):
                all = (all ?? UIDSet()).union(UIDSet(numbers.lazy.filter { $0 != 0 }.map { UID($0) }))
                highestModSeq = modSeq.map { ModSeq($0) } ?? highestModSeq
            case .sort(let numbers, let modSeq):
                ordered = (ordered ?? []) + numbers.lazy.filter { $0 != 0 }.map { UID($0) }
                highestModSeq = modSeq.map { ModSeq($0) } ?? highestModSeq
            case .esearch(let found): learn(found)
            default: break
            }
        }
    }

    private mutating func learn(_ found: ESearchResponse) {
        min = found.min.map { UID($0) } ?? min
        max = found.max.map { UID($0) } ?? max
        count = found.count.map { Int($0) } ?? count
        highestModSeq = found.modSeq.map { ModSeq($0) } ?? highestModSeq
        if let ranges = found.all {
            all = UIDSet(ranges: ranges)
            ordered = Self.inOrder(ranges)
        }
        if let ranges = found.partial {
            partial = UIDSet(ranges: ranges)
            ordered = Self.inOrder(ranges)
        }
        if !found.relevancy.isEmpty { relevancies = found.relevancy.map { Int($0) } }
    }

    private static func inOrder(_ ranges: [ClosedRange<UInt32>]) -> [UID]? {
        guard ranges.reduce(0, { $0 + $1.count }) <= mostOrdered else { return nil }
        return ranges.flatMap { $0.map { UID($0) } }
    }

    /// Works out what was asked for from all the matches.
    fileprivate mutating func workOut(_ options: [SearchReturn]) {
        let found = all ?? UIDSet()
        all = options.contains(.all) ? found : nil
        ordered = nil
        for option in options {
            switch option {
            case .min: min = found.first
            case .max: max = found.last
            case .count: count = found.count
            case .partial(let range): partial = found.stretch(range)
            case .all, .save, .update, .context, .relevancy: break
            }
        }
    }
}

extension UIDSet {
    /// The UIDs at these positions, counted from 1 from the lowest or from the highest.
    func stretch(_ range: PartialRange) -> UIDSet {
        let total = count
        let positions: ClosedRange<Int>
        switch range {
        case .first(let bounds): positions = Int(bounds.lowerBound)...Int(bounds.upperBound)
        case .last(let bounds):
            positions = (total - Int(bounds.upperBound) + 1)...(total - Int(bounds.lowerBound) + 1)
        }
        var kept: [ClosedRange<UInt32>] = []
        var before = 0
        for run in ranges {
            let first = Swift.max(positions.lowerBound - before, 1)
            let last = Swift.min(positions.upperBound - before, run.count)
            if first <= last {
                kept.append((run.lowerBound + UInt32(first - 1))...(run.lowerBound + UInt32(last - 1)))
            }
            before += run.count
        }
        return UIDSet(ranges: kept)
    }
}
