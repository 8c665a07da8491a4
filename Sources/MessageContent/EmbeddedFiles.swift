import MailModel

/// A file that stands within a part of a message: in a `winmail.dat`, or uuencoded in a text.
struct EmbeddedFile: Equatable {
    var name: String
    var content: [UInt8]

    /// The files within a part, without its transfer encoding.
    static func files(in part: PartTree, bytes: [UInt8]) -> [EmbeddedFile] {
        if ReadingPlan.isPacked(part) {
            return TNEFReader(bytes)?.files.map { EmbeddedFile(name: $0.name, content: Array($0.content)) } ?? []
        }
        guard part.type == "text/plain" || part.type == "text" else { return [] }
        return UUText(bytes)?.files ?? []
    }
}

/// Text with uuencoded files in it (POSIX `uuencode`), as programs older than MIME sent them.
struct UUText {
    private(set) var files: [EmbeddedFile] = []
    /// The text, a line with its name for each file.
    private(set) var text: [UInt8] = []

    private static let maximumFiles = 100
    private static let begin = Array("begin ".utf8)

    /// Nil where the text has no such file.
    init?(_ bytes: [UInt8]) {
        guard UUText.mayHold(bytes) else { return nil }
        var lines = bytes.split(separator: ASCII.lineFeed, omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            if files.count < UUText.maximumFiles, let name = UUText.name(in: line),
                let end = UUText.end(of: lines)
            {
                var decoder = UUDecoder()
                let encoded = Array(([line] + lines[...end]).joined(separator: CollectionOfOne(ASCII.lineFeed)))
                let content = decoder.decode(encoded + [ASCII.lineFeed]) + decoder.finish()
                files.append(EmbeddedFile(name: name, content: content))
                text += Array("[file: \(name)]\n".utf8)
                lines = lines[(end + 1)...]
            } else {
                text += line
                if !lines.isEmpty { text.append(ASCII.lineFeed) }
            }
        }
        if files.isEmpty { return nil }
    }

    /// Whether `begin ` stands at the beginning of a line.
    private static func mayHold(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while let found = bytes[index...].firstIndex(of: UInt8(ascii: "b")) {
            if found == 0 || bytes[found - 1] == ASCII.lineFeed, bytes[found...].starts(with: begin) { return true }
            index = found + 1
        }
        return false
    }

    /// The name in `begin 644 name`.
    private static func name(in line: ArraySlice<UInt8>) -> String? {
        guard line.starts(with: begin) else { return nil }
        let rest = line.dropFirst(begin.count)
        let mode = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
        guard (3...4).contains(mode.count), rest.dropFirst(mode.count).first == ASCII.space else { return nil }
        let name = String(decoding: ASCII.trimmed(rest.dropFirst(mode.count + 1)), as: UTF8.self)
        return name.isEmpty ? nil : name
    }

    /// Where the line `end` is; nil where what stands before it is no data.
    private static func end(of lines: ArraySlice<ArraySlice<UInt8>>) -> Int? {
        for index in lines.indices {
            let line = ASCII.trimmed(lines[index])
            if line.elementsEqual("end".utf8) { return index }
            // The first octet says how many follow: 45 at most, each three in four characters (trailing spaces may be lost).
            guard let first = lines[index].first, first != ASCII.carriageReturn else { continue }
            let count = Int((first &- 0x20) & 0x3F)
            guard (0x20...0x60).contains(first), count <= 45, line.count <= (count + 2) / 3 * 4 + 3 else { return nil }
        }
        return nil
    }
}
