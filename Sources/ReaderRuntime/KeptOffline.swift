import MailModel

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
    static let key = "keep-offline"
    private static let mostDays = 36_500

    /// A number of days, a list of folders, or a table of both.
    static func read(from table: ConfigurationTable) throws(ConfigurationError) -> KeptOffline {
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

extension Configuration.Account {
    /// A line for each folder that `keep-offline` names and the account does not have. That can only be known once the
    /// server has listed its folders.
    ///
    /// - Parameter folders: all that the account has, with their names on the wire.
    package func unknownKeptFolders(among folders: [(name: String, wireName: String)]) -> [String] {
        guard let place = keepsOfflinePlace, !folders.isEmpty else { return [] }
        let unknown = keepsOffline.folders.filter { name in
            // INBOX is a folder's name in any case (RFC 9051 section 5.1).
            !folders.contains { $0.name == name || $0.wireName == name }
                && !(name.lowercased() == "inbox" && folders.contains { $0.name.lowercased() == "inbox" })
        }
        return unknown.map { name in
            let hint = NearestName.of(name, among: folders.map(\.name)).map { "; did you mean '\($0)'?" }
            return "\(place): '\(KeptOffline.key)' names the folder '\(name)', which account '\(id)' does not have"
                + (hint ?? "")
        }
    }
}
