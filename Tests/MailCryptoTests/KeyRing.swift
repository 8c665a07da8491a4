import Foundation
import TestSupport

/// Keys of a test's own, in a folder that goes away with it.
final class KeyRing: Sendable {
    let home: String

    init() throws {
        // Short: the agent's socket lies in it.
        home = "/tmp/martlet-keys-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(
            atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // Else the agent first measures how much work a tenth of a second is, which a busy machine makes long.
        _ = try write("s2k-count 65536\n", to: "gpg-agent.conf")
    }

    /// Ends the agent, which belongs to the folder alone.
    func close() async {
        _ = try? await ChildProcess.run("gpgconf", ["--homedir", home, "--kill", "all"])
        // The agent takes its sockets away at the same time, which stops the removal of what is beside them.
        for _ in 0..<10 where FileManager.default.fileExists(atPath: home) {
            try? FileManager.default.removeItem(atPath: home)
        }
    }

    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: home + "/" + name))
        return home + "/" + name
    }

    @discardableResult
    func gpg(_ arguments: [String]) async throws -> String {
        let fixed = ["--homedir", home, "--batch", "--quiet", "--no-tty", "--yes", "--pinentry-mode", "loopback"]
        return try await ChildProcess.succeed("gpg", fixed + arguments)
    }

    /// ed25519 for signing, cv25519 for encrypting.
    func makeKey(_ user: String, passphrase: String = "") async throws {
        try await gpg(["--passphrase", passphrase, "--quick-generate-key", user, "future-default", "default", "never"])
    }

    func signature(of text: String) async throws -> String {
        let file = try write(text, to: "text")
        return try await gpg(["--passphrase", "", "--armor", "--output", "-", "--detach-sign", file])
    }

    func clearSigned(_ text: String) async throws -> String {
        let file = try write(text, to: "text")
        return try await gpg(["--passphrase", "", "--output", "-", "--clear-sign", file])
    }

    func encrypted(_ text: String, to user: String, signed: Bool = false) async throws -> String {
        let file = try write(text, to: "text")
        let sign = signed ? ["--passphrase", "", "--sign"] : []
        return try await gpg(
            ["--trust-model", "always", "--armor", "--output", "-", "--recipient", user] + sign + ["--encrypt", file])
    }

    var hasAskedTheNetwork: Bool { FileManager.default.fileExists(atPath: home + "/S.dirmngr") }
}
