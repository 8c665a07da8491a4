import TOMLKit

/// One table of the configuration being read: every key that is asked for is known, and what remains is an error that
/// names the nearest known one.
struct ConfigurationTable {
    private let table: TOMLTable
    private let path: [String]
    private let source: Source

    /// The file that a table stands in.
    struct Source {
        var file: String
        var lines: TOMLLines

        func error(at path: [String], _ problem: String) -> ConfigurationError {
            ConfigurationError(file: file, line: lines.line(of: path), problem: problem)
        }
    }

    init(_ table: TOMLTable, path: [String], source: Source) {
        self.table = table
        self.path = path
        self.source = source
    }

    var keys: [String] { table.keys }

    func error(at key: String, _ problem: String) -> ConfigurationError {
        source.error(at: path + [key], problem)
    }

    /// The file and line of a key, as errors name them.
    func place(of key: String) -> String {
        let place = error(at: key, "")
        return place.line.map { "\(place.file):\($0)" } ?? place.file
    }

    /// Refuses keys that are not among the known ones.
    func allow(only known: [String]) throws(ConfigurationError) {
        let unknown = keys.filter { !known.contains($0) }
            .min { (source.lines.line(of: path + [$0]) ?? 0) < (source.lines.line(of: path + [$1]) ?? 0) }
        guard let unknown else { return }
        let place = path.isEmpty ? "at the top" : "in [\(path.joined(separator: "."))]"
        if let nearest = NearestName.of(unknown, among: known) {
            throw error(at: unknown, "unknown key '\(unknown)' \(place); did you mean '\(nearest)'?")
        }
        throw error(at: unknown, "unknown key '\(unknown)' \(place); known are \(known.joined(separator: ", "))")
    }

    /// What stands there; nil for nothing.
    func type(of key: String) -> TOMLType? { table[key]?.type }

    func string(_ key: String) throws(ConfigurationError) -> String? {
        guard let value = table[key] else { return nil }
        guard let string = value.string else { throw wrongType(key, value, wanted: "a text in quotes") }
        return string
    }

    func requiredString(_ key: String, example: String) throws(ConfigurationError) -> String {
        guard let string = try string(key), !string.isEmpty else {
            throw source.error(
                at: path, "[\(path.joined(separator: "."))] needs '\(key)', for example \(key) = \"\(example)\"")
        }
        return string
    }

    func bool(_ key: String) throws(ConfigurationError) -> Bool? {
        guard let value = table[key] else { return nil }
        guard let bool = value.bool else { throw wrongType(key, value, wanted: "true or false") }
        return bool
    }

    func integer(_ key: String) throws(ConfigurationError) -> Int? {
        guard let value = table[key] else { return nil }
        guard let number = value.int else { throw wrongType(key, value, wanted: "a whole number") }
        return number
    }

    func strings(_ key: String) throws(ConfigurationError) -> [String]? {
        guard let value = table[key] else { return nil }
        guard let array = value.array else { throw wrongType(key, value, wanted: "a list of texts") }
        var strings: [String] = []
        for element in array {
            guard let string = element.string else { throw wrongType(key, element, wanted: "a list of texts") }
            strings.append(string)
        }
        return strings
    }

    func table(_ key: String) throws(ConfigurationError) -> ConfigurationTable? {
        guard let value = table[key] else { return nil }
        guard let inner = value.table else { throw wrongType(key, value, wanted: "a table") }
        return ConfigurationTable(inner, path: path + [key], source: source)
    }

    /// The keys in the order in which they stand in the file.
    var keysInFileOrder: [String] {
        keys.sorted { left, right in
            let lines = (source.lines.line(of: path + [left]) ?? .max, source.lines.line(of: path + [right]) ?? .max)
            return lines.0 == lines.1 ? left < right : lines.0 < lines.1
        }
    }

    private func wrongType(_ key: String, _ value: any TOMLValueConvertible, wanted: String) -> ConfigurationError {
        error(at: key, "'\(key)' must be \(wanted), not \(ConfigurationTable.article(value.type))")
    }

    private static func article(_ type: TOMLType) -> String {
        switch type {
        case .table: "a table"
        case .array: "an array"
        case .string: "a text"
        case .int: "a whole number"
        case .double: "a number"
        case .bool: "true or false"
        case .date: "a date"
        case .time: "a time"
        case .dateTime: "a date with time"
        }
    }
}
