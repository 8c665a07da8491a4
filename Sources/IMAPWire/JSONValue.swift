/// Just enough JSON to describe a response, in an order of keys of its own choice.
enum JSONValue {
    case string(String)
    case number(UInt64)
    case boolean(Bool)
    case null
    case array([JSONValue])
    case object([(key: String, value: JSONValue)])

    /// The text of this value, on one line. Controls are escaped, so that it is safe in a log or on a terminal.
    var text: String {
        var result = ""
        write(to: &result)
        return result
    }

    private func write(to result: inout String) {
        switch self {
        case .string(let string): Self.write(string, to: &result)
        case .number(let number): result += String(number)
        case .boolean(let flag): result += flag ? "true" : "false"
        case .null: result += "null"
        case .array(let values):
            result += "["
            for (index, value) in values.enumerated() {
                if index > 0 { result += "," }
                value.write(to: &result)
            }
            result += "]"
        case .object(let members):
            result += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { result += "," }
                Self.write(member.key, to: &result)
                result += ":"
                member.value.write(to: &result)
            }
            result += "}"
        }
    }

    private static func write(_ string: String, to result: inout String) {
        result += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        result += "\""
    }
}

extension JSONValue {
    static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }

    static func numbers(_ values: [UInt32]) -> JSONValue { .array(values.map { .number(UInt64($0)) }) }

    static func optional(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

    /// Ranges in the form of a set: `1:3,5`.
    static func set(_ ranges: [ClosedRange<UInt32>]) -> JSONValue { .string(NumberSet.text(ranges)) }

    /// Lists as arrays; a lone number as a number.
    static func extended(_ value: ExtendedValue?) -> JSONValue {
        switch value {
        case nil: .null
        case .text(let text): text.flatMap { UInt64($0) }.map { .number($0) } ?? .optional(text)
        case .list(let values): .array(values.map { element($0) })
        }
    }

    /// Within a list every text is a string, so that elements of one list are of one kind.
    private static func element(_ value: ExtendedValue) -> JSONValue {
        switch value {
        case .text(let text): .optional(text)
        case .list(let values): .array(values.map { element($0) })
        }
    }

    static func extendedItems(_ items: [ExtendedItem]) -> [(key: String, value: JSONValue)] {
        items.map { ($0.name, extended($0.value)) }
    }

    static func namedValues(_ values: [NamedValue]) -> JSONValue {
        .object(values.map { ($0.name, optional($0.value)) })
    }
}

/// Sets of numbers as text.
enum NumberSet {
    /// `1:3,5`, in the order given.
    static func text(_ ranges: [ClosedRange<UInt32>]) -> String {
        ranges.map { $0.count == 1 ? String($0.lowerBound) : "\($0.lowerBound):\($0.upperBound)" }
            .joined(separator: ",")
    }
}
