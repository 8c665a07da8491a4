/// Words that nearly every body structure holds: a number stands for each, and its string is made once.
enum CommonWord: UInt32, CaseIterable {
    case text, plain, html, charset, format, delsp, sevenBit, eightBit, base64, quotedPrintable, binary
    case multipart, alternative, mixed, related, signed, encrypted, report, digest, parallel, formData, appleDouble
    case byteRanges, boundary, type, name, filename, attachment, inline, application, pdf, octetStream
    case image, png, jpeg, gif, audio, video, model, font, haptics, chemical
    case message, rfc822, global, calendar, method, deliveryStatus, protocolName, micalg, size

    /// Lower case.
    var string: String { Self.strings[Int(rawValue)] }

    /// Finds a word in any case.
    static let table = WordTable(allCases.map { ($0.string, $0) })

    /// In the order of the cases.
    private static let strings = [
        "text", "plain", "html", "charset", "format", "delsp", "7bit", "8bit", "base64", "quoted-printable", "binary",
        "multipart", "alternative", "mixed", "related", "signed", "encrypted", "report", "digest", "parallel",
        "form-data", "appledouble", "byteranges", "boundary", "type", "name", "filename", "attachment", "inline",
        "application", "pdf", "octet-stream", "image", "png", "jpeg", "gif", "audio", "video", "model", "font",
        "haptics", "chemical", "message", "rfc822", "global", "calendar", "method", "delivery-status", "protocol",
        "micalg", "size",
    ]
}

/// A word of a body structure: a common one, or a run of octets that is put in lower case when it is asked for.
struct MediaWord: Sendable {
    private let slice: WireSlice
    private let commonWord: UInt32

    private static let isNotCommon = UInt32.max

    /// NIL, or nothing sent.
    static let none = MediaWord(.none)

    init(_ common: CommonWord) {
        slice = .none
        commonWord = common.rawValue
    }

    /// - Parameter slice: octets that are no common word.
    init(_ slice: WireSlice) {
        self.slice = slice
        commonWord = Self.isNotCommon
    }

    /// Looks for a common word.
    @inline(__always)
    init(_ slice: WireSlice, in source: [UInt8]) {
        let range = slice.range
        if !slice.isEscaped,
            let common = CommonWord.table.value(in: source.span, from: range.lowerBound, to: range.upperBound)
        {
            self.init(common)
        } else {
            self.init(slice)
        }
    }

    var isNone: Bool { commonWord == Self.isNotCommon && slice.isNone }

    var common: CommonWord? { commonWord == Self.isNotCommon ? nil : CommonWord(rawValue: commonWord) }

    /// Lower case; nil for none.
    func string(in source: [UInt8]) -> String? {
        if let common { return common.string }
        return WireText.optional(source, slice)?.string.lowercased()
    }
}
