import Foundation

/// Keys of a test's own, in a folder that goes away with it.
package final class KeyRing: Sendable {
    /// The folder.
    package let home: String

    /// An empty one.
    package init() throws {
        // Short: the agent's socket lies in it.
        home = "/tmp/martlet-keys-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(
            atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // Else the agent first measures how much work a tenth of a second is, which a busy machine makes long.
        _ = try write("s2k-count 65536\n", to: "gpg-agent.conf")
    }

    /// Ends the agent, which belongs to the folder alone.
    package func close() async {
        _ = try? await ChildProcess.run("gpgconf", ["--homedir", home, "--kill", "all"])
        // The agent takes its sockets away at the same time, which stops the removal of what is beside them.
        for _ in 0..<10 where FileManager.default.fileExists(atPath: home) {
            try? FileManager.default.removeItem(atPath: home)
        }
    }

    /// Writes a file into the folder and returns its path.
    package func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: home + "/" + name))
        return home + "/" + name
    }

    /// Runs gpg with these keys; returns its output.
    @discardableResult
    package func gpg(_ arguments: [String]) async throws -> String {
        let fixed = ["--homedir", home, "--batch", "--quiet", "--no-tty", "--yes", "--pinentry-mode", "loopback"]
        return try await ChildProcess.succeed("gpg", fixed + arguments)
    }

    /// ed25519 for signing, cv25519 for encrypting.
    ///
    /// - Parameters:
    ///   - expires: as gpg takes it, such as `1d`.
    ///   - time: when it is made, as gpg takes it, such as `20200101T000000`; nil for now.
    package func makeKey(
        _ user: String, passphrase: String = "", expires: String = "never", at time: String? = nil
    ) async throws {
        try await gpg(
            KeyRing.clock(time) + [
                "--passphrase", passphrase, "--quick-generate-key", user, "future-default", "default", expires,
            ])
    }

    private static func clock(_ time: String?) -> [String] { time.map { ["--faked-system-time", $0] } ?? [] }

    /// Revokes the only key, with the certificate that gpg makes along with it.
    package func revoke() async throws {
        let folder = home + "/openpgp-revocs.d/"
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            // A colon at its beginning keeps it from being used unawares.
            let certificate = try String(contentsOfFile: folder + name, encoding: .utf8)
                .replacingOccurrences(of: ":-----BEGIN", with: "-----BEGIN")
            try await gpg(["--import", try write(certificate, to: "revocation")])
        }
    }

    /// A detached signature, in letters.
    ///
    /// - Parameters:
    ///   - time: when it is made, as for `makeKey`.
    ///   - options: more of gpg's own.
    package func signature(
        of text: String, at time: String? = nil, options: [String] = []
    ) async throws -> String {
        let file = try write(text, to: "text")
        return try await gpg(
            KeyRing.clock(time) + options + ["--passphrase", "", "--armor", "--output", "-", "--detach-sign", file])
    }

    /// A text signed in line.
    package func clearSigned(_ text: String) async throws -> String {
        let file = try write(text, to: "text")
        return try await gpg(["--passphrase", "", "--output", "-", "--clear-sign", file])
    }

    /// A text encrypted, in letters.
    package func encrypted(_ text: String, to user: String, signed: Bool = false) async throws -> String {
        let file = try write(text, to: "text")
        let sign = signed ? ["--passphrase", "", "--sign"] : []
        return try await gpg(
            ["--trust-model", "always", "--armor", "--output", "-", "--recipient", user] + sign + ["--encrypt", file])
    }

    /// Whether the program that asks the network was started.
    package var hasAskedTheNetwork: Bool { FileManager.default.fileExists(atPath: home + "/S.dirmngr") }
}
