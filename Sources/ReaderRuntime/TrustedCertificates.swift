import Foundation

/// The certificates that the user trusted after comparing their fingerprints: a file in the data folder, a line
/// `HOST:PORT sha256:HEX` for each server, readable by its owner alone. The configuration is never written to.
package struct TrustedCertificates: Sendable {
    private static let name = "trusted-certificates"
    private static let maximumSize = 1 << 20

    private let path: String

    /// - Parameter directory: the data folder, `DataPaths.data`.
    package init(directory: String) { path = directory + "/" + Self.name }

    /// Why the file could not be written, as the end of a sentence.
    package struct Failure: Error, Equatable, Sendable {
        package var reason: String
    }

    /// SHA-256 of the certificate trusted for that server, lower-case hexadecimal; nil without one. A file or a line
    /// that cannot be read trusts nobody.
    package func fingerprint(host: String, port: Int) -> String? {
        lines().last { $0.server == Self.server(host, port) }?.fingerprint
    }

    /// Trusts that certificate of the server in place of any other.
    package func store(_ fingerprint: String, host: String, port: Int) throws(Failure) {
        let server = Self.server(host, port)
        try write(
            lines().filter { $0.server != server } + [Line(server: server, fingerprint: fingerprint.lowercased())])
    }

    /// Goes back to the usual checks for that server.
    package func forget(host: String, port: Int) throws(Failure) {
        let server = Self.server(host, port)
        let all = lines()
        if all.contains(where: { $0.server == server }) { try write(all.filter { $0.server != server }) }
    }

    private struct Line {
        var server: String
        var fingerprint: String
    }

    private static func server(_ host: String, _ port: Int) -> String { "\(host.lowercased()):\(port)" }

    private func lines() -> [Line] {
        guard let handle = FileHandle(forReadingAtPath: path),
            let bytes = try? handle.read(upToCount: Self.maximumSize + 1), bytes.count <= Self.maximumSize
        else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { text in
            let words = text.split(separator: " ")
            guard words.count == 2, words[1].hasPrefix("sha256:") else { return nil }
            let digits = words[1].dropFirst("sha256:".count).lowercased()
            guard digits.count == 64, digits.allSatisfy(\.isHexDigit) else { return nil }
            return Line(server: String(words[0]), fingerprint: digits)
        }
    }

    /// Written beside and put in place at once, so that a crash leaves the old file or the new one.
    private func write(_ lines: [Line]) throws(Failure) {
        let text = lines.map { "\($0.server) sha256:\($0.fingerprint)\n" }.joined()
        let directory = (path as NSString).deletingLastPathComponent
        let temporary = path + ".new"
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(reason: "the folder \(directory) can't be made")
        }
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure(reason: "\(temporary) can't be written") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(text.utf8))
            try handle.synchronize()
        } catch {
            unlink(temporary)
            throw Failure(reason: "\(temporary) can't be written; is the disk full?")
        }
        guard rename(temporary, path) == 0 else { throw Failure(reason: "\(path) can't be replaced") }
    }
}
