import MailModel

/// HTML as lines for a terminal.
enum HTMLText {
    /// Octets of HTML that are read.
    static let maximumInput = 8 << 20

    struct Rendered {
        var lines: [ReadableMessage.Line]
        var defects: [String]
    }

    static func declaredCharset(_ bytes: [UInt8]) -> String? { nil }
    static func render(_ html: String, limit: Int, links: inout LinkCollector) -> Rendered {
        Rendered(lines: [], defects: [])
    }
}
