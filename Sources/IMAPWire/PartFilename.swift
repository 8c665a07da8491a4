/// The file name of a part: from its disposition, else from its type, with RFC 2231 undone.
enum PartFilename {
    /// More pieces of one name than that are not read.
    private static let mostPieces = 100

    static func text(of part: BodyStructure, decode: ([UInt8]) -> String) -> String? {
        value(of: "filename", in: part.disposition?.parameters ?? [], decode)
            ?? value(of: "name", in: part.parameters, decode)
    }

    private static func value(
        of name: String, in parameters: [BodyParameter], _ decode: ([UInt8]) -> String
    ) -> String? {
        if let extended = parameters.first(where: { $0.name == name + "*" }) {
            return decoded(Array(extended.value.bytes), decode)
        }
        if let plain = parameters.first(where: { $0.name == name }) { return decode(Array(plain.value.bytes)) }
        return continued(name, parameters, decode)
    }

    /// `name*0`, `name*1*`: pieces that belong together (RFC 2231 section 3).
    private static func continued(
        _ name: String, _ parameters: [BodyParameter], _ decode: ([UInt8]) -> String
    ) -> String? {
        var bytes: [UInt8] = []
        var isExtended = false
        for index in 0..<min(parameters.count, mostPieces) {
            if let piece = parameters.first(where: { $0.name == "\(name)*\(index)*" }) {
                isExtended = true
                bytes.append(contentsOf: piece.value.bytes)
            } else if let piece = parameters.first(where: { $0.name == "\(name)*\(index)" }) {
                // Within an encoded value, an octet that is not encoded stands for itself.
                for byte in piece.value.bytes {
                    bytes.append(contentsOf: isExtended && byte == UInt8(ascii: "%") ? Array("%25".utf8) : [byte])
                }
            } else {
                break
            }
        }
        guard !bytes.isEmpty else { return nil }
        return isExtended ? decoded(bytes, decode) : decode(bytes)
    }

    /// `charset'language'text%20text`, handed to the decoder as the encoded word that says the same.
    private static func decoded(_ value: [UInt8], _ decode: ([UInt8]) -> String) -> String {
        let fields = value.split(separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
        guard fields.count == 3 else { return String(decoding: unescaped(value[...]), as: UTF8.self) }
        let bytes = unescaped(fields[2])
        let charset = String(decoding: fields[0], as: UTF8.self).lowercased()
        if charset.isEmpty || charset == "utf-8" || charset == "us-ascii" {
            return String(decoding: bytes, as: UTF8.self)
        }
        let digits = Array("0123456789ABCDEF".utf8)
        let quoted = bytes.flatMap { [UInt8(ascii: "="), digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return decode(Array("=?\(charset)?Q?".utf8) + quoted + Array("?=".utf8))
    }

    private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                result.append(value)
                rest.removeFirst(2)
            } else {
                result.append(byte)
            }
        }
        return result
    }
}
