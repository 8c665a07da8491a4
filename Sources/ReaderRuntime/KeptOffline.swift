/// `keep-offline`: which texts are fetched unasked, to be read without the server.
package struct KeptOffline: Equatable, Sendable {
    /// Of how many days; nil for none.
    package var days: Int?
    /// In which folders, as shown; none means the inbox.
    package var folders: [String]

    package init(days: Int? = 30, folders: [String] = []) {
        self.days = days
        self.folders = folders
    }
}

extension KeptOffline {
    private static let mostDays = 36_500

    /// A number of days, a list of folders, or a table of both.
    static func read(from table: ConfigurationTable) throws(ConfigurationError) -> KeptOffline {
        let key = "keep-offline"
        switch table.type(of: key) {
        case nil: return KeptOffline()
        case .bool: return try table.bool(key) == true ? KeptOffline() : KeptOffline(days: nil)
        case .int: return KeptOffline(days: try days(table, key))
        case .array: return KeptOffline(folders: try folders(table, key))
        case .table:
            guard let both = try table.table(key) else { return KeptOffline() }
            try both.allow(only: ["days", "folders"])
            let folders = try folders(both, "folders")
            guard both.type(of: "days") != nil else { return KeptOffline(folders: folders) }
            return KeptOffline(days: try days(both, "days"), folders: folders)
        case .string, .double, .date, .time, .dateTime:
            throw table.error(
                at: key,
                "'\(key)' must be a number of days, a list of folders, or both: { days = 30, folders = [\"INBOX\"] }")
        }
    }

    /// 0 is no day at all.
    private static func days(_ table: ConfigurationTable, _ key: String) throws(ConfigurationError) -> Int? {
        guard let days = try table.integer(key), days != 0 else { return nil }
        guard (1...mostDays).contains(days) else {
            throw table.error(at: key, "'\(key)' must be 0 to \(mostDays) days")
        }
        return days
    }

    private static func folders(_ table: ConfigurationTable, _ key: String) throws(ConfigurationError) -> [String] {
        let names = try table.strings(key) ?? []
        guard names.allSatisfy({ !$0.isEmpty }) else { throw table.error(at: key, "'\(key)' has an empty name in it") }
        return names
    }
}
