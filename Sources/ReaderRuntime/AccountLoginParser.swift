import IMAPClient

/// Reads how an account logs in: exactly one way, and nothing secret.
enum AccountLoginParser {
    static func login(
        _ table: ConfigurationTable, account: String
    ) throws(ConfigurationError) -> Configuration.Account.Login {
        let password = try table.string("password-command")
        let token = try tokenCommand(table)
        let isAnonymous = try table.bool("anonymous") ?? false
        if token != nil, password != nil {
            throw table.error(at: "oauth", "'oauth' and 'password-command' exclude each other; keep one")
        }
        if isAnonymous, password != nil || token != nil {
            throw table.error(at: "anonymous", "'anonymous' needs neither 'password-command' nor 'oauth'; keep one")
        }
        if let token { return .tokenCommand(token) }
        if isAnonymous { return .anonymous }
        if password == nil, try table.string("client-certificate") != nil { return .clientCertificate }
        return .passwordCommand(try table.requiredString("password-command", example: "pass show mail/\(account)"))
    }

    private static func tokenCommand(_ table: ConfigurationTable) throws(ConfigurationError) -> String? {
        guard let oauth = try table.table("oauth") else { return nil }
        try oauth.allow(only: ["token-command"])
        return try oauth.requiredString("token-command", example: "oauth-token ada@example.org")
    }

    /// Without a key of its own the file of the certificate holds it too.
    static func clientCertificate(
        _ table: ConfigurationTable
    ) throws(ConfigurationError) -> IMAPEndpoint.ClientCertificate? {
        guard let chain = try table.string("client-certificate").map(ConfigurationParser.expandingHome) else {
            if try table.string("client-key") != nil {
                throw table.error(
                    at: "client-key", "'client-key' needs 'client-certificate', the file of its certificate")
            }
            return nil
        }
        let key = try table.string("client-key").map(ConfigurationParser.expandingHome)
        return IMAPEndpoint.ClientCertificate(chainFile: chain, keyFile: key ?? chain)
    }

    static func mechanisms(_ table: ConfigurationTable) throws(ConfigurationError) -> Set<SASLMechanismName>? {
        guard let names = try table.strings("login-mechanisms") else { return nil }
        let known = SASLMechanismName.allCases.map(\.rawValue)
        var mechanisms: Set<SASLMechanismName> = []
        for name in names {
            guard let mechanism = SASLMechanismName(rawValue: name.uppercased()) else {
                let help =
                    NearestName.of(name, among: known).map { "did you mean '\($0)'?" }
                    ?? "known are \(known.joined(separator: ", "))"
                throw table.error(at: "login-mechanisms", "there is no login mechanism '\(name)'; \(help)")
            }
            mechanisms.insert(mechanism)
        }
        guard !mechanisms.isEmpty else {
            throw table.error(at: "login-mechanisms", "'login-mechanisms' is empty; leave it out to have all tried")
        }
        return mechanisms
    }
}
