import IMAPClient
import MailModel
import Testing

@testable import ReaderRuntime

@Suite struct ConfigurationTests {
    static let complete = """
        [accounts.work]
        address = "ada@example.org"
        name = "Ada Lovelace"
        imap = "imaps://ada@imap.example.org"
        password-command = "pass show mail/work"
        folders = { sent = "Sent Mail", archive = "All" }

        [accounts.home]
        address = "ada@example.net"
        imap = "imap+plain://127.0.0.1:2143"
        password-command = "cat secret"
        """

    @Test func `accounts come in the order of the file`() throws {
        let configuration = try ConfigurationParser.parse(Self.complete, file: "c.toml")

        #expect(configuration.accounts.map(\.id.name) == ["work", "home"])
        let work = try #require(configuration.accounts.first)
        #expect(work.address == "ada@example.org")
        #expect(work.imap.security == .implicitTLS)
        #expect(work.imap.user == "ada")
        #expect(work.imap.port == 993)
        #expect(work.folders == [.sent: "Sent Mail", .archive: "All"])
        #expect(configuration.accounts.last?.imap.security == .plaintext)
    }

    @Test(arguments: [
        ("[accounts.a]\nadress = \"x\"", 2, "unknown key 'adress' in [accounts.a]; did you mean 'address'?"),
        ("[acounts.a]\naddress = \"x\"", 1, "unknown key 'acounts' at the top; did you mean 'accounts'?"),
        ("[accounts.a]\naddress = 3", 2, "'address' must be a text in quotes, not a whole number"),
        (
            "[accounts.a]\naddress = \"a@b\"\n", 1,
            "[accounts.a] needs 'imap', for example imap = \"imaps://ada@imap.example.org\""
        ),
        ("[reader]\nlayout = \"four\"", 2, "there is no layout 'four'; known are automatic, one, two, three"),
        ("[reader]\n\ntheme = \"drak\"", 3, "there is no theme 'drak'; known are terminal, dark, light"),
        ("[reader]\nmouse = \"yes\"", 2, "'mouse' must be true or false, not a text"),
        (
            "[accounts.a]\naddress = \"a@b\"\nimap = \"imaps://h:99999\"", 3,
            "'imap' has the port '99999'; a port is a number from 1 to 65535"
        ),
        (
            "[accounts.a]\naddress = \"a@b\"\nimap = \"smtp://h\"", 3,
            "'imap' has the unknown scheme 'smtp'; known are imaps, imap and imap+plain"
        ),
        (
            "[accounts.a]\naddress = \"a@b\"\nimap = \"imaps://h\"\npassword-command = \"p\"\ncertificate = \"sha256:12\"",
            5,
            "'certificate' must be \"sha256:\" and 64 hexadecimal digits, as 'martlet check' shows"
        ),
    ])
    func `a mistake is named with its line and what would be right`(text: String, line: Int, problem: String) {
        #expect(throws: ConfigurationError(file: "c.toml", line: line, problem: problem)) {
            try ConfigurationParser.parse(text, file: "c.toml")
        }
    }

    private static func account(_ lines: String) throws -> Configuration.Account? {
        let text = "[accounts.a]\naddress = \"a@b\"\nimap = \"imaps://h\"\n" + lines
        return try ConfigurationParser.parse(text, file: "c.toml").accounts.first
    }

    @Test func `an account logs in by a password, a token, a certificate, or as nobody`() throws {
        #expect(try Self.account("password-command = \"p\"")?.login == .passwordCommand("p"))
        #expect(try Self.account("oauth = { token-command = \"t\" }")?.login == .tokenCommand("t"))
        let certificate = try Self.account("client-certificate = \"/c.pem\"\nclient-key = \"/k.pem\"")
        #expect(certificate?.login == .clientCertificate)
        #expect(certificate?.clientCertificate == .init(chainFile: "/c.pem", keyFile: "/k.pem"))
        let both = try Self.account("client-certificate = \"/c.pem\"\npassword-command = \"p\"")
        #expect(both?.login == .passwordCommand("p"))
        #expect(both?.clientCertificate == .init(chainFile: "/c.pem", keyFile: "/c.pem"))
        #expect(try Self.account("anonymous = true")?.login == .anonymous)
        let choice = try Self.account("password-command = \"p\"\nlogin-mechanisms = [\"PLAIN\", \"scram-sha-256\"]")
        #expect(choice?.mechanisms == [.plain, .scramSHA256])
    }

    @Test(arguments: [
        ("", 1, "[accounts.a] needs 'password-command', for example password-command = \"pass show mail/a\""),
        (
            "oauth = { token = \"t\" }", 4,
            "unknown key 'token' in [accounts.a.oauth]; known are token-command"
        ),
        (
            "oauth = { tokn-command = \"t\" }", 4,
            "unknown key 'tokn-command' in [accounts.a.oauth]; did you mean 'token-command'?"
        ),
        (
            "oauth = {}", 4,
            "[accounts.a.oauth] needs 'token-command', for example token-command = \"oauth-token ada@example.org\""
        ),
        ("oauth = \"t\"", 4, "'oauth' must be a table, not a text"),
        (
            "password-command = \"p\"\noauth = { token-command = \"t\" }", 5,
            "'oauth' and 'password-command' exclude each other; keep one"
        ),
        (
            "password-command = \"p\"\nanonymous = true", 5,
            "'anonymous' needs neither 'password-command' nor 'oauth'; keep one"
        ),
        (
            "client-key = \"k\"\npassword-command = \"p\"", 4,
            "'client-key' needs 'client-certificate', the file of its certificate"
        ),
        (
            "password-command = \"p\"\nlogin-mechanisms = [\"PLAIM\"]", 5,
            "there is no login mechanism 'PLAIM'; did you mean 'PLAIN'?"
        ),
        (
            "password-command = \"p\"\nlogin-mechanisms = \"PLAIN\"", 5,
            "'login-mechanisms' must be a list of texts, not a text"
        ),
        (
            "password-command = \"p\"\nlogin-mechanisms = []", 5,
            "'login-mechanisms' is empty; leave it out to have all tried"
        ),
    ])
    func `a mistake in how to log in is named with its line`(lines: String, line: Int, problem: String) {
        #expect(throws: ConfigurationError(file: "c.toml", line: line, problem: problem)) { try Self.account(lines) }
    }

    @Test(arguments: [
        ("", KeptOffline(days: 30)), ("keep-offline = 90", KeptOffline(days: 90)),
        ("keep-offline = 0", KeptOffline(days: nil)), ("keep-offline = false", KeptOffline(days: nil)),
        ("keep-offline = true", KeptOffline(days: 30)),
        ("keep-offline = [\"INBOX\", \"Lists/a\"]", KeptOffline(days: 30, folders: ["INBOX", "Lists/a"])),
        (
            "keep-offline = { days = 7, folders = [\"Work\"] }", KeptOffline(days: 7, folders: ["Work"])
        ),
        ("keep-offline = { folders = [\"Work\"] }", KeptOffline(days: 30, folders: ["Work"])),
        ("keep-offline = { days = 7 }", KeptOffline(days: 7)),
    ])
    func `what is kept offline reaches the synchronisation`(lines: String, kept: KeptOffline) throws {
        let account = try #require(try Self.account("password-command = \"p\"\n" + lines))

        #expect(account.keepsOffline == kept)
        let options = AccountAssembly.account(account).options
        #expect(options.keepsTextOfDays == kept.days && options.keptFolders == kept.folders && !options.isMetered)
    }

    @Test(arguments: [
        ("keep-offline = [\"INBOX\", \"Lists/Swfit\"]", ["Lists/Swfit"], "did you mean 'Lists/swift'?"),
        ("keep-offline = { days = 7, folders = [\"Elsewhere\", \"inbox\"] }", ["Elsewhere"], ""),
        ("keep-offline = [\"INBOX\", \"Gr&APwA3w-e\", \"Grüße\"]", [], ""), ("keep-offline = 7", [], ""),
    ])
    func `a folder that is to be kept offline and is not there is named with its line`(
        lines: String, unknown: [String], hint: String
    ) throws {
        let text = """
            [accounts.work]
            address = "ada@example.org"
            imap = "imaps://imap.example.org"
            password-command = "p"
            \(lines)
            """
        let account = try #require(try ConfigurationParser.parse(text, file: "config.toml").accounts.first)
        let folders = [("INBOX", "INBOX"), ("Lists/swift", "Lists/swift"), ("Grüße", "Gr&APwA3w-e")]
            .map { (name: $0.0, wireName: $0.1) }

        let warnings = account.unknownKeptFolders(among: folders)

        #expect(warnings.count == unknown.count)
        for (warning, name) in zip(warnings, unknown) {
            #expect(warning.hasPrefix("config.toml:5: ") && warning.contains("'\(name)'") && warning.contains("'work'"))
            #expect(warning.hasSuffix(hint), "\(warning)")
        }
        // Of an account whose folders are not known nothing can be said.
        #expect(account.unknownKeptFolders(among: []).isEmpty)
    }

    @Test func `a metered account and the limit of texts reach the synchronisation`() throws {
        let text = """
            [store]
            text-limit = "500 MB"
            [accounts.a]
            address = "a@b"
            imap = "imaps://h"
            password-command = "p"
            metered = true
            """
        let configuration = try ConfigurationParser.parse(text, file: "c.toml")

        let account = try #require(configuration.accounts.first)
        let options = AccountAssembly.account(account, store: configuration.store).options
        #expect(options.isMetered && options.mostTextOctets == 500_000_000)
        #expect(Configuration().store.textLimit == 1_000_000_000)
    }

    @Test(arguments: [
        (
            "keep-offline = \"30\"", 5,
            "'keep-offline' must be a number of days, a list of folders, or both: { days = 30, folders = [\"INBOX\"] }"
        ),
        ("keep-offline = -1", 5, "'keep-offline' must be 0 to 36500 days"),
        ("keep-offline = [\"\"]", 5, "'keep-offline' has an empty name in it"),
        (
            "keep-offline = { day = 3 }", 5,
            "unknown key 'day' in [accounts.a.keep-offline]; did you mean 'days'?"
        ),
        ("keep-ofline = 3", 5, "unknown key 'keep-ofline' in [accounts.a]; did you mean 'keep-offline'?"),
        ("metered = 1", 5, "'metered' must be true or false, not a whole number"),
        (
            "[store]\ntext-limit = \"lots\"", 6,
            "'text-limit' must be an amount of at least 1 MB, for example \"500 MB\" or \"2 GB\""
        ),
        (
            "[store]\ntext-limit = \"9 KB\"", 6,
            "'text-limit' must be an amount of at least 1 MB, for example \"500 MB\" or \"2 GB\""
        ),
        (
            "[store]\ntext-limit = \"99999999999999999999 TB\"", 6,
            "'text-limit' must be an amount of at least 1 MB, for example \"500 MB\" or \"2 GB\""
        ),
        ("[store]\ntext-limit = 5", 6, "'text-limit' must be a text in quotes, not a whole number"),
        ("[store]\ntextlimit = 5", 6, "unknown key 'textlimit' in [store]; did you mean 'text-limit'?"),
    ])
    func `a mistake in what is kept is named with its line`(lines: String, line: Int, problem: String) {
        #expect(throws: ConfigurationError(file: "c.toml", line: line, problem: problem)) {
            try Self.account("password-command = \"p\"\n" + lines)
        }
    }

    @Test func `broken syntax is named with its line`() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationParser.parse("[accounts.a]\naddress = \"open\n", file: "c.toml")
        }

        #expect(error?.line == 2)
    }

    @Test func `a password in the address is refused and not repeated`() {
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationParser.parse(
                "[accounts.a]\naddress = \"a@b\"\nimap = \"imaps://ada:sesame@h\"", file: "c.toml")
        }

        #expect(error?.description.contains("sesame") == false)
        #expect(error?.description.contains("password-command") == true)
    }

    @Test func `a file that does not exist is a configuration without accounts`() throws {
        #expect(try ConfigurationParser.load("/nonexistent/martlet/config.toml") == Configuration())
    }

    @Test func `a folder in place of the file is an error that names it`() {
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationParser.load("/") }

        #expect(error?.file == "/")
    }

    @Test(arguments: [
        ("imaps://ada@example.org@imap.example.org", "ada@example.org", "imap.example.org", 993),
        ("imaps://ada%40example.org@imap.example.org:1993", "ada@example.org", "imap.example.org", 1993),
        ("imap://[::1]:143", nil, "::1", 143),
        ("IMAPS://h/", nil, "h", 993),
    ])
    func `an address is taken apart`(text: String, user: String?, host: String, port: Int) throws {
        let address = try AccountAddress(text)

        #expect(address.user == user)
        #expect(address.host == host)
        #expect(address.port == port)
    }
}

@Suite struct PasswordCommandTests {
    @Test(arguments: [
        ("printf 'sesame\\nsecond line\\n'", "sesame"), ("printf 'pass word'", "pass word"),
        ("printf 'dos\\r\\n'", "dos"),
    ])
    func `the first line is the password`(command: String, password: String) async throws {
        #expect(try await PasswordCommand.run(command) == password)
    }

    @Test(arguments: [
        ("exit 3", PasswordCommand.Failure.failed(status: 3)), ("true", .printedNothing),
        ("echo; echo late", .printedNothing),
    ])
    func `a command that gives no password says how it failed`(command: String, failure: PasswordCommand.Failure) async
    {
        await #expect(throws: failure) { try await PasswordCommand.run(command) }
    }

    @Test func `a command that never ends is given up`() async {
        await #expect(throws: PasswordCommand.Failure.timedOut) {
            try await PasswordCommand.run("exec tail -f /dev/null", deadline: 0)
        }
    }

    @Test func `a command that prints without end fills no memory`() async throws {
        let start = try await PasswordCommand.run("yes martlet; true")

        #expect(start == "martlet")
    }
}

@Suite struct DataPathsTests {
    @Test func `the XDG variables win over the home folder and options win over them`() {
        let plain = DataPaths(environment: ["HOME": "/home/ada"])
        #expect(plain.configuration == "/home/ada/.config/martlet/config.toml")
        #expect(plain.data == "/home/ada/.local/share/martlet")

        let set = DataPaths(environment: ["HOME": "/home/ada", "XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "relative"])
        #expect(set.data == "/d/martlet")
        #expect(set.configuration == "/home/ada/.config/martlet/config.toml")

        #expect(DataPaths(environment: [:], configuration: "/c", data: "/e").data == "/e")
    }
}
