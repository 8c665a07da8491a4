/// Attachments that are made rather than kept: a template names them by a line such as `@pdf Title` or `@png 64 48`.
enum SampleFile {
    /// The bytes of the file that the first line asks for; nil when it asks for none.
    static func bytes(_ lines: [String]) -> [UInt8]? {
        guard let line = lines.first, line.hasPrefix("@") else { return nil }
        let words = line.dropFirst().split(separator: " ")
        switch words.first {
        case "pdf": return pdf(words.dropFirst().joined(separator: " "))
        case "png":
            let sizes = words.dropFirst().compactMap { Int($0) }
            guard sizes.count == 2, (1...1000).contains(sizes[0]), (1...1000).contains(sizes[1]) else { return nil }
            return png(width: sizes[0], height: sizes[1])
        default: return nil
        }
    }

    /// A page with one line on it.
    private static func pdf(_ title: String) -> [UInt8] {
        let stream = "BT /F1 24 Tf 72 720 Td (\(title.filter { $0 != "(" && $0 != ")" && $0 != "\\" })) Tj ET"
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        var text = "%PDF-1.4\n"
        var table = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let place = String(text.utf8.count)
            table += String(repeating: "0", count: 10 - place.count) + place + " 00000 n \n"
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n\(table)trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\n"
        return Array((text + "startxref\n\(start)\n%%EOF\n").utf8)
    }

    /// An evening sky: a picture whose colours fade from top to bottom.
    private static func png(width: Int, height: Int) -> [UInt8] {
        var pixels: [UInt8] = []
        for row in 0..<height {
            pixels.append(0)
            for column in 0..<width {
                let depth = row * 255 / max(1, height - 1)
                pixels += [
                    UInt8(clamping: 255 - depth / 2), UInt8(clamping: 180 - depth / 2),
                    UInt8(clamping: 90 + depth / 3 + column % 9),
                ]
            }
        }
        var header = bigEndian(UInt32(width)) + bigEndian(UInt32(height))
        header += [8, 2, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10] + chunk("IHDR", header) + chunk("IDAT", stored(pixels))
            + chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return bigEndian(UInt32(content.count)) + body + bigEndian(checksum(body))
    }

    /// A zlib stream of stored blocks (RFC 1950, RFC 1951 3.2.4).
    private static func stored(_ content: [UInt8]) -> [UInt8] {
        var result: [UInt8] = [0x78, 0x01]
        var (low, high): (UInt32, UInt32) = (1, 0)
        for start in stride(from: 0, to: content.count, by: 65_535) {
            let block = content[start..<min(start + 65_535, content.count)]
            let size = UInt16(block.count)
            result.append(block.endIndex == content.count ? 1 : 0)
            for number in [size, ~size] { result += [UInt8(number & 255), UInt8(number >> 8)] }
            result += block
            for byte in block {
                low = (low + UInt32(byte)) % 65_521
                high = (high + low) % 65_521
            }
        }
        return result + bigEndian(high << 16 | low)
    }

    /// CRC-32 as PNG wants it (ISO 3309).
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
    }
}
