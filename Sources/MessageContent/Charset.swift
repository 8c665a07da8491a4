import CGMime
import Glibc

/// Turns the bytes of a text part into text by the charset that it declares, or by the best guess.
enum Charset {
    struct Decoded: Equatable {
        var text: String
        /// A plain sentence where the declaration was wrong or missing; nil where all went well.
        var defect: String?
    }

    /// Decodes text. Never fails: what no charset explains is read as windows-1252, in which every byte means something.
    static func decode(_ bytes: [UInt8], declared: String?) -> Decoded {
        let name = normalised(declared ?? "")
        if isUnicodeOrASCII(name) { return decodeUnicode(bytes, declared: name) }
        if isWestern(name) { return Decoded(text: Windows1252.decode(bytes[...]), defect: nil) }
        guard let converter = CharsetConverter(charset: widened(name)) else {
            let guess = guessed(bytes)
            return Decoded(text: guess.text, defect: "The charset “\(name)” is unknown; read as \(guess.name).")
        }
        let converted = converter.convert(bytes)
        guard converted.invalid > 0 else { return Decoded(text: converted.text, defect: nil) }
        if bytes.contains(where: { $0 >= 0x80 }), let text = String(validating: bytes, as: UTF8.self) {
            return Decoded(text: text, defect: "The text is not in its declared charset “\(name)”; read as UTF-8.")
        }
        return Decoded(
            text: converted.text, defect: "Some bytes are not text in the charset “\(name)”; they are shown as �.")
    }

    private static func decodeUnicode(_ bytes: [UInt8], declared name: String) -> Decoded {
        // A byte order mark says more than the declaration.
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]),
            let converted = CharsetConverter(charset: "UTF-16")?.convert(bytes), converted.invalid == 0
        {
            return Decoded(text: converted.text, defect: "The text is in UTF-16 and does not say so.")
        }
        let isASCII = bytes.allSatisfy { $0 < 0x80 }
        if isASCII { return Decoded(text: String(decoding: bytes, as: UTF8.self), defect: nil) }
        let guess = guessed(bytes)
        if name == "utf-8" {
            let isRight = guess.name == "UTF-8"
            return Decoded(
                text: guess.text, defect: isRight ? nil : "The text is not UTF-8 as declared; read as \(guess.name).")
        }
        let what = name.isEmpty ? "The text has no declared charset" : "The text is not in ASCII as declared"
        return Decoded(text: guess.text, defect: "\(what); read as \(guess.name).")
    }

    /// UTF-8 where the bytes are valid, else windows-1252: bytes that pass for UTF-8 by chance are rare. A few broken
    /// sequences in a long UTF-8 text don't make it windows-1252.
    private static func guessed(_ bytes: [UInt8]) -> (text: String, name: String) {
        if let text = String(validating: bytes, as: UTF8.self) { return (text, "UTF-8") }
        let repaired = String(decoding: bytes, as: UTF8.self)
        var broken = 0
        var whole = 0
        for scalar in repaired.unicodeScalars where !scalar.isASCII {
            if scalar == "\u{FFFD}" { broken += 1 } else { whole += 1 }
        }
        if whole > broken * 8 { return (repaired, "UTF-8 with broken characters") }
        return (Windows1252.decode(bytes[...]), "windows-1252")
    }

    private static func normalised(_ name: String) -> String {
        let lower = name.trimmed.lowercased().filter { $0.isASCII && $0 != "\"" && $0 != "'" }
        return String(lower.prefix(60))
    }

    private static func isUnicodeOrASCII(_ name: String) -> Bool {
        switch name {
        case "", "utf-8", "utf8", "us-ascii", "ascii", "ansi_x3.4-1968", "unknown-8bit", "x-unknown", "unknown",
            "default", "7bit", "8bit", "binary", "default_charset", "_autodetect", "none":
            true
        default: false
        }
    }

    /// Senders write Latin-1 and mean windows-1252, as the WHATWG encoding standard has it.
    private static func isWestern(_ name: String) -> Bool {
        switch name {
        case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "windows-1252", "cp1252", "x-cp1252",
            "cp-1252", "iso-8859-1-windows":
            true
        default: false
        }
    }

    /// The supersets that senders mean by the older names (WHATWG encoding standard, section 4.2).
    private static func widened(_ name: String) -> String {
        switch name {
        case "gb2312", "gbk", "gb_2312-80", "x-gbk", "cn-gb", "eucgb2312_cn": "GB18030"
        case "shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "cp932", "ms_kanji": "CP932"
        case "ks_c_5601-1987", "euc-kr", "ksc5601", "ks_c_5601", "windows-949", "cp949": "CP949"
        case "iso-8859-9", "latin5": "CP1254"
        case "tis-620", "iso-8859-11", "windows-874": "CP874"
        case "iso-8859-8-i", "iso-8859-8-e": "ISO-8859-8"
        case "unicode-1-1-utf-7", "x-unicode-2-0-utf-7": "UTF-7"
        default: name
        }
    }
}

/// One conversion by iconv, closed with its owner.
private final class CharsetConverter {
    private let descriptor: iconv_t
    /// What is not text is not read to its end.
    private static let maximumOutput = 64 << 20

    /// Nil where neither GMime nor iconv knows the name.
    init?(charset: String) {
        GMimeText.isReady
        guard let name = cgmime_iconv_name(charset), let opened = iconv_open("UTF-8", name) else { return nil }
        // iconv_open(3) reports failure as (iconv_t)-1.
        guard opened != iconv_t(bitPattern: -1) else { return nil }
        descriptor = opened
    }

    deinit { iconv_close(descriptor) }

    /// The text, and how many bytes had to be replaced by U+FFFD.
    func convert(_ bytes: [UInt8]) -> (text: String, invalid: Int) {
        var input = bytes.map { CChar(bitPattern: $0) }
        var output: [UInt8] = []
        var invalid = 0
        var chunk = [CChar](repeating: 0, count: 16_384)
        // The pointers stay within the two arrays for the time of this closure: iconv moves `source` forward by what it
        // took from `left`, which starts as the array's size, and writes at most `room` octets into `chunk`.
        input.withUnsafeMutableBufferPointer { buffer in
            var source = buffer.baseAddress
            var left = buffer.count
            while left > 0, output.count < CharsetConverter.maximumOutput {
                let (written, problem) = step(&source, &left, into: &chunk)
                output.append(contentsOf: chunk.prefix(written).lazy.map { UInt8(bitPattern: $0) })
                if problem == EILSEQ || problem == EINVAL {
                    output.append(contentsOf: [0xEF, 0xBF, 0xBD])
                    invalid += 1
                    source = source.map { $0 + 1 }
                    left -= 1
                }
            }
            let (written, _) = step(nil, &left, into: &chunk)
            output.append(contentsOf: chunk.prefix(written).lazy.map { UInt8(bitPattern: $0) })
        }
        return (String(decoding: output, as: UTF8.self), invalid)
    }

    /// One call of iconv: octets written, and `errno` where it stopped, else 0. A nil source flushes.
    private func step(
        _ source: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ left: inout Int, into chunk: inout [CChar]
    ) -> (written: Int, problem: Int32) {
        chunk.withUnsafeMutableBufferPointer { buffer in
            var target = buffer.baseAddress
            var room = buffer.count
            let result = iconv(descriptor, source, &left, &target, &room)
            let problem = result == Int(bitPattern: UInt.max) ? errno : 0
            return (buffer.count - room, problem)
        }
    }
}
