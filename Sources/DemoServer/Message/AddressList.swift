/// The addresses of a header field, cut leniently (RFC 5322, 3.4).
struct AddressList {
    /// One mailbox, or the beginning or end of a group as ENVELOPE marks them (RFC 3501, 7.4.2).
    struct Address: Equatable {
        let name: [UInt8]?
        let mailbox: [UInt8]?
        let host: [UInt8]?
    }

    private(set) var addresses: [Address] = []

    // What has been read of the address at hand.
    private var text: [UInt8] = []
    private var angle: [UInt8]?
    private var comment: [UInt8] = []
    private var isQuoted = false
    private var isAngle = false
    private var isEscaped = false
    private var depth = 0

    init(_ value: [UInt8]) {
        for byte in value.prefix(100_000) where !takesAsSyntax(byte) {
            if depth > 0 {
                comment.append(byte)
            } else if isAngle {
                angle?.append(byte)
            } else {
                text.append(byte)
            }
        }
        finishAddress()
    }

    /// Whether a byte is punctuation here; if so, it has done its work.
    private mutating func takesAsSyntax(_ byte: UInt8) -> Bool {
        if isEscaped {
            isEscaped = false
            return false
        }
        if byte == UInt8(ascii: "\\") {
            isEscaped = true
            return true
        }
        if byte == UInt8(ascii: "\""), depth == 0 {
            isQuoted.toggle()
            return true
        }
        if isQuoted { return false }
        return depth > 0 || byte == UInt8(ascii: "(") ? takesAsComment(byte) : takesAsSeparator(byte)
    }

    private mutating func takesAsComment(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "("): depth += 1
        case UInt8(ascii: ")"): depth -= 1
        default: return false
        }
        return true
    }

    private mutating func takesAsSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"): (angle, isAngle) = ([], true)
        case UInt8(ascii: ">"): isAngle = false
        case UInt8(ascii: ","): finishAddress()
        case UInt8(ascii: ";"):
            finishAddress()
            addresses.append(Address(name: nil, mailbox: nil, host: nil))
        case UInt8(ascii: ":") where !isAngle:
            addresses.append(Address(name: nil, mailbox: text.trimmed, host: nil))
            text = []
        default: return false
        }
        return true
    }

    private mutating func finishAddress() {
        let name = text.trimmed
        if let angle {
            addresses.append(Self.address(angle, name: name.isEmpty ? nil : name))
        } else if !name.isEmpty {
            addresses.append(Self.address(name, name: comment.isEmpty ? nil : comment))
        }
        (text, angle, comment, isAngle) = ([], nil, [], false)
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
