/// The addresses of a header field, cut leniently (RFC 5322, 3.4).
struct AddressList {
    /// One mailbox, or the beginning or end of a group as ENVELOPE marks them (RFC 3501, 7.4.2).
    struct Address: Equatable {
        let name: [UInt8]?
        let mailbox: [UInt8]?
        let host: [UInt8]?
    }

    private(set) var addresses: [Address] = []

    init(_ value: [UInt8]) {
        var text: [UInt8] = []
        var angle: [UInt8]?
        var comment: [UInt8] = []
        var (isQuoted, isAngle, depth, isEscaped) = (false, false, 0, false)
        func flushed() -> Address? {
            let name = text.trimmed
            if let angle { return Self.address(angle, name: name.isEmpty ? nil : name) }
            guard !name.isEmpty else { return nil }
            return Self.address(name, name: comment.isEmpty ? nil : comment)
        }
        for byte in value.prefix(100_000) {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
                continue
            } else if byte == UInt8(ascii: "\""), depth == 0 {
                isQuoted.toggle()
                continue
            } else if !isQuoted {
                switch byte {
                case UInt8(ascii: "("):
                    depth += 1
                    continue
                case UInt8(ascii: ")") where depth > 0:
                    depth -= 1
                    continue
                case UInt8(ascii: "<") where depth == 0:
                    (angle, isAngle) = ([], true)
                    continue
                case UInt8(ascii: ">") where depth == 0:
                    isAngle = false
                    continue
                case UInt8(ascii: ",") where depth == 0, UInt8(ascii: ";") where depth == 0:
                    if let address = flushed() { addresses.append(address) }
                    (text, angle, comment, isAngle) = ([], nil, [], false)
                    if byte == UInt8(ascii: ";") { addresses.append(Address(name: nil, mailbox: nil, host: nil)) }
                    continue
                case UInt8(ascii: ":") where depth == 0 && !isAngle:
                    addresses.append(Address(name: nil, mailbox: text.trimmed, host: nil))
                    text = []
                    continue
                default: break
                }
            }
            if depth > 0 {
                comment.append(byte)
            } else if isAngle {
                angle?.append(byte)
            } else {
                text.append(byte)
            }
        }
        if let address = flushed() { addresses.append(address) }
    }

    private static func address(_ specification: [UInt8], name: [UInt8]?) -> Address {
        let specification = specification.trimmed
        guard let at = specification.lastIndex(of: UInt8(ascii: "@")) else {
            return Address(name: name, mailbox: specification, host: [])
        }
        return Address(
            name: name, mailbox: Array(specification[..<at]), host: Array(specification[(at + 1)...]))
    }
}
