import Foundation
import MailModel
import TOMLKit

/// Reads `config.toml` (TOML 1.0) and says exactly what is wrong with it where something is.
package enum ConfigurationParser {
    /// A configuration is written by hand; one of more than a mebibyte is another file.
    static let maximumSize = 1 << 20

    /// Reads the file. One that does not exist is a configuration without accounts.
    package static func load(_ path: String) throws(ConfigurationError) -> Configuration {
        let handle: FileHandle
        do {
            handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        } catch {
            guard FileManager.default.fileExists(atPath: path) else { return Configuration() }
            throw ConfigurationError(file: path, problem: "can't be read; look at its owner and permissions")
        }
        let bytes: Data
        do {
            bytes = try handle.read(upToCount: maximumSize + 1) ?? Data()
        } catch {
            throw ConfigurationError(file: path, problem: "can't be read; is it a folder, or is the disk failing?")
        }
        guard bytes.count <= maximumSize else {
            throw ConfigurationError(file: path, problem: "is larger than 1 MiB; is this the right file?")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationError(file: path, problem: "is not UTF-8; save it as UTF-8")
        }
        return try parse(text, file: path)
    }

    package static func parse(_ text: String, file: String) throws(ConfigurationError) -> Configuration {
        let root: TOMLTable
        do {
            root = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw ConfigurationError(file: file, line: error.source.begin.line, problem: error.description)
        } catch {
            throw ConfigurationError(file: file, problem: "can't be read as TOML")
        }
        let source = ConfigurationTable.Source(file: file, lines: TOMLLines(text))
        let table = ConfigurationTable(root, path: [], source: source)
        try table.allow(only: ["accounts", "reader", "keys", "store"])
        var configuration = Configuration()
        if let accounts = try table.table("accounts") {
            for name in accounts.keysInFileOrder {
                guard let account = try accounts.table(name) else { continue }
                configuration.accounts.append(try self.account(account, named: name))
            }
        }
        if let reader = try table.table("reader") { configuration.reader = try self.reader(reader) }
        if let store = try table.table("store") { configuration.store = try self.store(store) }
        if let keys = try table.table("keys") {
            for sequence in keys.keys { configuration.keys[sequence] = try keys.string(sequence) }
        }
        return configuration
    }

    private static func account(
        _ table: ConfigurationTable, named name: String
    ) throws(ConfigurationError) -> Configuration.Account {
        try table.allow(only: [
            "address", "name", "imap", "password-command", "oauth", "client-certificate", "client-key", "anonymous",
            "login-mechanisms", "certificate", "trust", "allow-plaintext", "compress", "keep-offline", "metered",
            "folders", "authentication-server",
        ])
        let address = try table.requiredString("address", example: "ada@example.org")
        let imap = try imapAddress(table)
        var account = Configuration.Account(
            id: AccountID(name), address: address, name: try table.string("name") ?? "", imap: imap,
            login: try AccountLoginParser.login(table, account: name),
            mechanisms: try AccountLoginParser.mechanisms(table),
            clientCertificate: try AccountLoginParser.clientCertificate(table),
            certificate: try fingerprint(table), trustFile: try table.string("trust").map(expandingHome),
            allowsPlaintext: try table.bool("allow-plaintext") ?? false,
            compresses: try table.bool("compress") ?? true, keepsOffline: try KeptOffline.read(from: table),
            isMetered: try table.bool("metered") ?? false, folders: try folders(table),
            authenticationServer: try table.string("authentication-server"))
        if table.type(of: KeptOffline.key) != nil { account.keepsOfflinePlace = table.place(of: KeptOffline.key) }
        return account
    }

    private static let leastTextLimit = 1_000_000

    private static func store(_ table: ConfigurationTable) throws(ConfigurationError) -> Configuration.Store {
        try table.allow(only: ["text-limit"])
        var store = Configuration.Store()
        if let text = try table.string("text-limit") {
            guard let octets = OctetAmount.octets(in: text), octets >= leastTextLimit else {
                throw table.error(
                    at: "text-limit",
                    "'text-limit' must be an amount of at least 1 MB, for example \"500 MB\" or \"2 GB\"")
            }
            store.textLimit = octets
        }
        return store
    }

    private static func imapAddress(_ table: ConfigurationTable) throws(ConfigurationError) -> AccountAddress {
        let text = try table.requiredString("imap", example: "imaps://ada@imap.example.org")
        do {
            return try AccountAddress(text)
        } catch {
            throw table.error(at: "imap", "'imap' \(error.text)")
        }
    }

    /// Reads `sha256:` and 64 hexadecimal digits, with or without colons between the octets.
    private static func fingerprint(_ table: ConfigurationTable) throws(ConfigurationError) -> String? {
        guard let text = try table.string("certificate") else { return nil }
        let digits = text.lowercased().drop(prefix: "sha256:").filter { $0 != ":" }
        guard text.lowercased().hasPrefix("sha256:"), digits.count == 64, digits.allSatisfy(\.isHexDigit) else {
            throw table.error(
                at: "certificate",
                "'certificate' must be \"sha256:\" and 64 hexadecimal digits, as 'martlet check' shows")
        }
        return digits
    }

    private static func folders(_ table: ConfigurationTable) throws(ConfigurationError) -> [FolderRole: String] {
        guard let inner = try table.table("folders") else { return [:] }
        let roles: [FolderRole] = [.drafts, .sent, .archive, .junk, .trash]
        try inner.allow(only: roles.map(\.rawValue))
        var folders: [FolderRole: String] = [:]
        for role in roles { folders[role] = try inner.string(role.rawValue) }
        return folders
    }

    private static func reader(_ table: ConfigurationTable) throws(ConfigurationError) -> Configuration.Reader {
        try table.allow(only: [
            "theme", "mouse", "mark-read", "fold-quotes-from", "layout", "preview", "hyperlinks", "opener",
            "text-width", "wrap", "print-command", "html-colors", "pictures",
        ])
        var reader = Configuration.Reader()
        if let theme = try choice("theme", in: table, of: Configuration.Reader.Theme.self) { reader.theme = theme }
        reader.layout = try choice("layout", in: table, of: Configuration.Reader.Layout.self)
        if let preview = try table.bool("preview") { reader.showsPreview = preview }
        if let mouse = try table.bool("mouse") { reader.usesMouse = mouse }
        if let marks = try table.bool("mark-read") { reader.marksReadOnOpen = marks }
        if let lines = try table.integer("fold-quotes-from") {
            guard lines >= 0 else {
                throw table.error(at: "fold-quotes-from", "'fold-quotes-from' must be 0 or more lines")
            }
            reader.foldQuotesFrom = lines
        }
        if let width = try table.integer("text-width") {
            guard width == 0 || (20...1000).contains(width) else {
                throw table.error(at: "text-width", "'text-width' must be 20 to 1000 columns, or 0 for the pane's")
            }
            reader.textWidth = width
        }
        if let wraps = try table.bool("wrap") { reader.wrapsLines = wraps }
        if let shows = try table.bool("html-colors") { reader.showsHTMLColors = shows }
        if let command = try table.string("print-command") { reader.printCommand = command }
        if let links = try choice("hyperlinks", in: table, of: Configuration.Reader.Hyperlinks.self) {
            reader.hyperlinks = links
        }
        if let pictures = try choice("pictures", in: table, of: Configuration.Reader.Pictures.self) {
            reader.pictures = pictures
        }
        if let opener = try table.strings("opener") {
            guard opener.first?.isEmpty == false else {
                throw table.error(at: "opener", "'opener' must name a program, for example opener = [\"firefox\"]")
            }
            reader.opener = opener
        }
        return reader
    }

    /// One of the names that a setting can have.
    private static func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ key: String, in table: ConfigurationTable, of type: Value.Type
    ) throws(ConfigurationError) -> Value? {
        guard let name = try table.string(key) else { return nil }
        guard let value = Value(rawValue: name) else {
            let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw table.error(at: key, "there is no \(key) '\(name)'; known are \(known)")
        }
        return value
    }

    static func expandingHome(_ path: String) -> String {
        AttachmentSaver.expandingHome(path)
    }
}

extension String {
    fileprivate func drop(prefix: String) -> Substring {
        hasPrefix(prefix) ? dropFirst(prefix.count) : self[...]
    }
}
