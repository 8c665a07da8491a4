import MailModel

/// Finds what of a text is not what its writer has to say now: the signature, legal footers, the earlier messages.
struct Passages {
    /// Signatures of HTML end with nothing; longer ones are text.
    private static let longestSignature = 20
    /// Legal words count within so many lines of the end.
    private static let footerLines = 30
    /// Lines of a header block that stands above an earlier message.
    private static let headerBlock = 8

    private let lines: [ReadableMessage.Line]

    static func find(in lines: [ReadableMessage.Line]) -> [ReadableMessage.Passage] {
        Passages(lines: lines).all
    }

    private var all: [ReadableMessage.Passage] {
        let history = history
        let end = history?.lowerBound ?? lines.count
        let signature = signature(before: end)
        var passages = legal(before: end).filter { range in !(signature?.overlaps(range) ?? false) }.map {
            ReadableMessage.Passage(kind: .legal, lines: $0)
        }
        if let signature { passages.append(.init(kind: .signature, lines: signature)) }
        if let history { passages.append(.init(kind: .history, lines: history)) }
        return passages.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
    }

    private func isQuoted(_ index: Int) -> Bool {
        if case .quote = lines[index].kind { return true }
        return false
    }

    private func isBlank(_ index: Int) -> Bool {
        switch lines[index].kind {
        case .row(let row): row.cells.allSatisfy(\.isEmpty)
        case .rule: false
        case .text, .quote, .signature, .heading, .preformatted: lines[index].text.trimmed.isEmpty
        }
    }

    // MARK: Signature

    private func signature(before end: Int) -> Range<Int>? {
        if let first = lines.firstIndex(where: { $0.kind == .signature }) {
            var last = first
            while last + 1 < lines.count, lines[last + 1].kind == .signature { last += 1 }
            return first < end ? first..<min(last + 1, end) : nil
        }
        let start = max(0, end - Passages.longestSignature)
        guard start < end else { return nil }
        let mark = (start..<end).last { !isQuoted($0) && lines[$0].text.trimmed == "--" }
        guard let mark, mark > 0 else { return nil }
        let stop = (mark..<end).first(where: isQuoted) ?? end
        return mark..<stop
    }

    // MARK: Legal footers

    private static let legalWords = [
        "confidential", "intended recipient", "intended solely", "privileged", "registered office", "registered in",
        "company number", "vat reg", "received this message because", "receiving this email because",
        "received this email because", "to unsubscribe", "vertraulich", "registergericht", "geschäftsführer",
        "handelsregister", "confidentiel", "confidencial", "riservat", "vertrouwelijk",
        "please consider the environment",
        "does not accept liability",
    ]

    private static let legalBytes = legalWords.map { Array($0.utf8) }

    /// Paragraphs near the end of which one has such words, each as a range.
    private func legal(before end: Int) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = max(0, end - Passages.footerLines)
        // A message that is nothing but such words is its text.
        guard lines[..<end].indices.contains(where: { !isBlank($0) && !isLegal(lines[$0].text) }) else { return [] }
        while index < end {
            guard !isBlank(index), !isQuoted(index), lines[index].kind != .rule else {
                index += 1
                continue
            }
            let stop = (index..<end).first { isBlank($0) || lines[$0].kind == .rule } ?? end
            let isShort = lines[index..<stop].reduce(0) { $0 + $1.text.utf8.count } < 4_000
            if let first = (index..<stop).first(where: { isLegal(lines[$0].text) }), isShort {
                found.append(first..<stop)
            }
            index = max(stop, index + 1)
        }
        return found
    }

    private func isLegal(_ text: String) -> Bool {
        let start = text.utf8.prefix(2_000)
        // Capitals beyond ASCII are rare: only then is each character asked.
        let lower =
            start.allSatisfy { $0 < 0x80 } ? start.map(ASCII.lowercased) : Array(text.prefix(2_000).lowercased().utf8)
        return Passages.legalBytes.contains { ASCII.holds(lower, $0) }
    }

    // MARK: History

    private var history: Range<Int>? {
        let candidates = [headerStart, quotationStart].compactMap { $0 }
        guard let start = candidates.min() else { return nil }
        // What has nothing of its own above it is a forwarded message.
        guard (0..<start).contains(where: { !isBlank($0) && !isQuoted($0) }) else { return nil }
        return start..<lines.count
    }

    private static let from = [
        "from:", "von:", "de:", "de :", "da:", "van:", "från:", "fra:", "od:", "от:", "发件人:", "差出人:",
    ]
    private static let sent = [
        "sent:", "date:", "gesendet:", "datum:", "envoyé", "date :", "inviato:", "data:", "verzonden:", "skickat:",
        "sendt:", "wysłano:", "enviado", "fecha:", "отправлено:", "发送时间:", "送信日時:",
    ]

    /// Where a block of `From:`, `Sent:` stands above an earlier message, as Outlook writes it; its rule belongs to it.
    private var headerStart: Int? {
        for index in lines.indices where !isQuoted(index) && mayBeginHeader(index) {
            let text = String(lines[index].text.prefix(80)).trimmed.lowercased()
            if text.hasPrefix("-----original message") || text.hasPrefix("-----ursprüngliche nachricht")
                || text.hasPrefix("-----message d'origine")
            {
                return index
            }
            guard Passages.from.contains(where: { text.hasPrefix($0) }) else { continue }
            let block = lines[index..<min(index + Passages.headerBlock, lines.count)].dropFirst()
            let isHeader = block.contains { line in
                let next = String(line.text.prefix(80)).trimmed.lowercased()
                return Passages.sent.contains { next.hasPrefix($0) }
            }
            guard isHeader else { continue }
            if isForward(above: index) { return nil }
            var start = index
            while start > 0, isBlank(start - 1) || lines[start - 1].kind == .rule { start -= 1 }
            return start
        }
        return nil
    }

    /// Whether a colon stands near the beginning, or a line of dashes: few lines need to be looked at closely.
    private func mayBeginHeader(_ index: Int) -> Bool {
        let start = lines[index].text.utf8.prefix(40)
        return start.contains { $0 == UInt8(ascii: ":") || $0 == 0xEF } || start.starts(with: "-----".utf8)
    }

    private func isForward(above index: Int) -> Bool {
        lines[max(0, index - 2)..<index].contains { line in
            let text = line.text.lowercased()
            return text.contains("forwarded") || text.contains("weitergeleitet") || text.contains("transféré")
        }
    }

    private static let wrote = [
        "wrote", "writes", "schrieb", "a écrit", "escribió", "ha scritto", "schreef", "skrev", "napisał", "escreveu",
        "пишет", "написал", "写道", "書きました",
    ]

    /// Where quoted text begins that goes on to the end, and the line that says whose it is.
    private var quotationStart: Int? {
        guard let last = lines.indices.last(where: { !isBlank($0) && lines[$0].kind != .signature && !isFooter($0) }),
            isQuoted(last)
        else { return nil }
        var start = last
        while start > 0, isQuoted(start - 1) || isBlank(start - 1) { start -= 1 }
        while start < last, isBlank(start) { start += 1 }
        // The attribution may take two lines, and an empty one may follow.
        for above in stride(from: start - 1, through: max(0, start - 3), by: -1) where isAttribution(above) {
            let begins = above > 0 && !isBlank(above - 1) && !startsAttribution(above) && startsAttribution(above - 1)
            return begins ? above - 1 : above
        }
        return start
    }

    /// What lists add below a quotation is no answer to it.
    private func isFooter(_ index: Int) -> Bool { !isQuoted(index) && isLegal(lines[index].text) }

    private func isAttribution(_ index: Int) -> Bool {
        let text = String(lines[index].text.suffix(300)).trimmed.lowercased()
        guard text.hasSuffix(":") || text.hasSuffix("：") else { return false }
        return Passages.wrote.contains { text.contains($0) }
    }

    private func startsAttribution(_ index: Int) -> Bool {
        let text = lines[index].text.prefix(12).lowercased()
        return ["on ", "am ", "le ", "el ", "il ", "op ", "den ", "em ", "w dniu", "в "].contains { text.hasPrefix($0) }
    }
}
