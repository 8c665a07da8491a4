/// Lines of the conversation as a transcript shows them: printable, of bounded length, one response each.
enum TranscriptLine {
    private static let longest = 2_000

    static func client(_ redacted: [UInt8]) -> String { "C: " + printable(redacted) }

    static func server(_ response: [UInt8]) -> String { "S: " + printable(response) }

    /// Line ends become `⏎`, other controls a dot; what is too long is cut and says how much is missing.
    private static func printable(_ bytes: [UInt8]) -> String {
        var visible = bytes[...]
        if visible.suffix(2) == [0x0D, 0x0A] { visible = visible.dropLast(2) }
        let cut = visible.count > longest ? " … (\(visible.count - longest) more octets)" : ""
        var text = ""
        for scalar in String(decoding: visible.prefix(longest), as: UTF8.self).unicodeScalars where scalar != "\r" {
            switch scalar {
            case "\n": text += "⏎"
            default: text.unicodeScalars.append(scalar.properties.generalCategory == .control ? "." : scalar)
            }
        }
        return text + cut
    }
}
