import GRDB
import MailModel

/// What the user typed to narrow a list: all words have to be found, as beginnings of words.
struct SearchQuery: Equatable {
    /// For FTS5; every word is quoted, so nothing typed is syntax. Nil where no word is for the index.
    let match: String?
    /// Words that the index cannot find as beginnings: single letters and scripts written without spaces. They are
    /// looked for anywhere in subject and sender, as patterns of LIKE.
    let patterns: [String]

    private static let maximumWords = 16

    /// Nil where nothing but blanks was typed.
    init?(_ typed: String) {
        let words = typed.split(whereSeparator: { $0.isWhitespace || $0 == "\0" }).prefix(Self.maximumWords)
        if words.isEmpty { return nil }
        let indexed = words.filter(Self.isForIndex)
        match =
            indexed.isEmpty
            ? nil : indexed.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"*" }.joined(separator: " AND ")
        patterns = words.filter { !Self.isForIndex($0) }.map(Self.pattern)
    }

    private static func isForIndex(_ word: Substring) -> Bool {
        guard !word.unicodeScalars.contains(where: isWrittenWithoutSpaces) else { return false }
        return word.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).contains { $0.count > 1 }
    }

    /// Thai, Lao, Khmer and Burmese, kana, and Han.
    private static func isWrittenWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3005...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF,
            0xFF66...0xFF9F, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    private static func pattern(_ word: Substring) -> String {
        "%" + word.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
    }
}

extension StoreReader {
    func narrowedWindow(
        _ request: WindowRequest, query: SearchQuery, figures: FolderFigures
    ) throws -> MessageWindow {
        let keys = try matches(in: request.folder, query)
        let offset = Self.start(of: request, in: keys)
        let wanted = keys.dropFirst(offset).prefix(max(0, request.count))
        let rows = try wanted.compactMap { try summaries("m.id = ?", [$0.id.row]).first }
        return MessageWindow(
            request: request, rows: rows, offset: offset, total: keys.count, serverTotal: figures.total,
            unread: figures.unread)
    }

    /// The places of all matching rows, newest first: 16 bytes each, read from the list's index alone where only the
    /// search index decides.
    func matches(in folder: FolderID, _ query: SearchQuery) throws -> [MessageKey] {
        var sql = """
            SELECT m.received, m.id FROM message m INDEXED BY messageByPlace WHERE m.folder = ? AND m.presence = 0
            """
        var arguments: StatementArguments = [folder.row]
        if let match = query.match {
            sql += " AND m.id IN (SELECT rowid FROM search WHERE search MATCH ?)"
            arguments += [match]
        }
        for pattern in query.patterns {
            sql += " AND (m.subject LIKE ? ESCAPE '\\' OR m.sender LIKE ? ESCAPE '\\')"
            arguments += [pattern, pattern]
        }
        return try all(sql + " ORDER BY m.received DESC, m.id DESC", arguments) {
            MessageKey(received: $0[0], id: MessageID($0[1]))
        }
    }

    private static func start(of request: WindowRequest, in keys: [MessageKey]) -> Int {
        switch request.anchor {
        case .newest: return 0
        case .oldest: return max(0, keys.count - max(0, request.count))
        case .position(let position): return min(max(0, position), max(0, keys.count - 1))
        case .around(let key, let before):
            // Keys descend: the first that is not newer than the anchor.
            var low = 0
            var high = keys.count
            while low < high {
                let middle = (low + high) / 2
                if keys[middle] > key { low = middle + 1 } else { high = middle }
            }
            return max(0, low - min(max(0, before), max(0, request.count)))
        }
    }
}
