/// Where Martlet's files are, by the XDG base directory rules.
package struct DataPaths: Hashable, Sendable {
    /// `config.toml`.
    package var configuration: String
    /// Holds the store and the journal; 0700.
    package var data: String
    /// Holds logs; 0700.
    package var state: String

    /// - Parameters:
    ///   - environment: `HOME` and the `XDG_…_HOME` variables are read; relative ones are ignored, as the rules say.
    ///   - configuration: `--config`, which wins.
    ///   - data: `--data`, which wins.
    package init(environment: [String: String], configuration: String? = nil, data: String? = nil) {
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/"
        func base(_ variable: String, _ standard: String) -> String {
            guard let set = environment[variable], set.hasPrefix("/") else { return home + "/" + standard }
            return set
        }
        self.configuration = configuration ?? base("XDG_CONFIG_HOME", ".config") + "/martlet/config.toml"
        self.data = data ?? base("XDG_DATA_HOME", ".local/share") + "/martlet"
        self.state = base("XDG_STATE_HOME", ".local/state") + "/martlet"
    }
}
