import MailModel

/// The links of a message, numbered in the order in which they are first met. The same target keeps its number.
struct LinkCollector {
    private(set) var links: [ReadableMessage.Link] = []
    private var numbers: [String: Int] = [:]

    /// A message has this many links at most; what follows stays text.
    private static let maximumLinks = 10_000
    private static let maximumTarget = 8_192

    /// The number of a target; nil where it is none that a person could open.
    mutating func number(for address: String) -> Int? {
        let target = LinkCollector.harmless(address)
        if let known = numbers[target] { return known }
        guard links.count < LinkCollector.maximumLinks, target.utf8.count <= LinkCollector.maximumTarget,
            LinkCollector.isOpenable(target)
        else { return nil }
        let number = links.count + 1
        numbers[target] = number
        links.append(ReadableMessage.Link(number: number, text: "", target: target))
        return number
    }

    /// Adds the words that stand for a link in the text, where it has none yet.
    mutating func describe(_ number: Int, by text: String) {
        let index = number - 1
        guard links.indices.contains(index), links[index].text.isEmpty else { return }
        links[index].text = String(text.oneLine.prefix(500))
    }

    /// The address with control characters and marks of direction as browsers write them (WHATWG URL standard, section 1.3).
    private static func harmless(_ target: String) -> String {
        if target.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return target }
        var result = ""
        for scalar in target.unicodeScalars {
            if scalar.isDirectionMark || scalar.properties.generalCategory == .control
                || scalar.value == 0x2028 || scalar.value == 0x2029
            {
                for byte in String(scalar).utf8 { result += "%" + PercentCoding.hex(byte) }
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Scripts, data and anchors within the message are no links.
    private static func isOpenable(_ target: String) -> Bool {
        let start = target.prefix(8).lowercased()
        return ["http://", "https://", "mailto:", "tel:", "ftp://", "sms:", "xmpp:", "news:"].contains {
            start.hasPrefix($0)
        }
    }
}

/// Finds addresses of web pages and mailboxes in plain text.
enum URLDetector {
    private static let schemes = [Array("http://".utf8), Array("https://".utf8), Array("mailto:".utf8)]

    /// Cuts a line's text into spans, those that are links with their numbers.
    static func spans(
        of text: [UInt8], emphasis: ReadableMessage.Span.Emphasis = [], links: inout LinkCollector
    ) -> [ReadableMessage.Span] {
        var spans: [ReadableMessage.Span] = []
        var plainStart = 0
        var index = 0
        func appendPlain(upTo end: Int) {
            if end > plainStart {
                spans.append(.init(String(decoding: text[plainStart..<end], as: UTF8.self), emphasis: emphasis))
            }
        }
        while let colon = text[index...].firstIndex(of: UInt8(ascii: ":")) {
            index = colon + 1
            guard let range = url(around: colon, in: text, notBefore: plainStart) else { continue }
            let target = String(decoding: text[range], as: UTF8.self)
            index = range.upperBound
            guard let number = links.number(for: target) else { continue }
            links.describe(number, by: target)
            appendPlain(upTo: range.lowerBound)
            spans.append(.init(target, emphasis: emphasis, link: number))
            plainStart = range.upperBound
        }
        appendPlain(upTo: text.count)
        return spans
    }

    /// The address whose scheme ends with that colon.
    private static func url(around colon: Int, in text: [UInt8], notBefore: Int) -> Range<Int>? {
        for scheme in schemes {
            guard let offset = scheme.firstIndex(of: UInt8(ascii: ":")), colon - offset >= notBefore else { continue }
            let start = colon - offset
            let end = start + scheme.count
            guard end < text.count, zip(text[start..<end], scheme).allSatisfy({ ASCII.lowercased($0) == $1 }) else {
                continue
            }
            if start > 0, isWord(text[start - 1]) { continue }
            let stop = text[end...].firstIndex(where: isEnd) ?? text.count
            let trimmed = withoutPunctuation(text, from: end, to: stop)
            return trimmed > end ? start..<trimmed : nil
        }
        return nil
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        ASCII.isDigit(byte) || (97...122).contains(ASCII.lowercased(byte))
    }

    private static func isEnd(_ byte: UInt8) -> Bool {
        byte <= ASCII.space || byte == 0x7F || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
            || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`")
    }

    /// Leaves punctuation at the end to the sentence; a closing bracket belongs to the address if that opened it.
    private static func withoutPunctuation(_ text: [UInt8], from start: Int, to stop: Int) -> Int {
        var counts = [Int](repeating: 0, count: 256)
        for byte in text[start..<stop] { counts[Int(byte)] += 1 }
        var end = stop
        while end > start {
            let last = text[end - 1]
            if let open = opening(last) {
                if counts[Int(open)] >= counts[Int(last)] { return end }
            } else if !".,;:!?'*_".utf8.contains(last) {
                return end
            }
            counts[Int(last)] -= 1
            end -= 1
        }
        return end
    }

    private static func opening(_ closing: UInt8) -> UInt8? {
        switch closing {
        case UInt8(ascii: ")"): UInt8(ascii: "(")
        case UInt8(ascii: "]"): UInt8(ascii: "[")
        case UInt8(ascii: "}"): UInt8(ascii: "{")
        default: nil
        }
    }
}
