import Foundation
import Reader

/// Finds and starts the program that opens links, with the address as an argument of its own: no shell reads it.
struct Opener: Sendable {
    /// The program and its arguments; nil where there is none.
    let command: [String]?
    /// The same for files.
    let fileCommand: [String]?

    /// Browsers that need the terminal, which is in use.
    private static let terminalBrowsers: Set<String> = [
        "w3m", "lynx", "links", "links2", "elinks", "browsh", "www-browser", "links-ssl",
    ]

    /// - Parameters:
    ///   - configured: `opener` of the configuration; nil to look for one.
    ///   - environment: `BROWSER`, a list of commands with colons between them, and `PATH` are looked at.
    init(configured: [String]?, environment: [String: String]) {
        let path = environment["PATH"] ?? ""
        if let configured, let program = configured.first {
            command = [Opener.find(program, in: path) ?? program] + configured.dropFirst()
            fileCommand = command
            return
        }
        fileCommand = Opener.find("xdg-open", in: path).map { [$0] }
        let browsers = (environment["BROWSER"] ?? "").split(separator: ":").map { entry in
            entry.split(separator: " ").map(String.init)
        }
        let candidates = browsers.filter { words in
            words.first.map { !Opener.terminalBrowsers.contains(($0 as NSString).lastPathComponent) } ?? false
        }
        for words in candidates + [["xdg-open"]] {
            guard let name = words.first, let program = Opener.find(name, in: path) else { continue }
            command = [program] + words.dropFirst()
            return
        }
        command = nil
    }

    /// The command with the address in the place of `%s`, or after everything.
    func arguments(for address: String) -> [String]? {
        guard let command else { return nil }
        return command.contains("%s") ? command.map { $0 == "%s" ? address : $0 } : command + [address]
    }

    /// Starts the program and returns; tells when it could not be done.
    func open(_ address: OpenableAddress, send: @escaping @Sendable (Event) -> Void) {
        start(arguments(for: address.text), send)
    }

    /// Opens a file. A browser is not asked: the system knows what its type is for.
    func open(file path: String, send: @escaping @Sendable (Event) -> Void) {
        start(fileCommand.map { $0 + [path] }, send)
    }

    private func start(_ arguments: [String]?, _ send: @escaping @Sendable (Event) -> Void) {
        guard let arguments, let program = arguments.first else {
            return send(
                .notice(
                    Notice(
                        "Nothing here opens links and files: set 'opener' in the configuration, or $BROWSER for links",
                        kind: .error)))
        }
        let name = (program as NSString).lastPathComponent
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = Array(arguments.dropFirst())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.terminationHandler = { process in
            guard process.terminationStatus != 0 else { return }
            send(.notice(Notice("\(name) could not open it (status \(process.terminationStatus))", kind: .error)))
        }
        do {
            try process.run()
            send(.notice(Notice("Opened with \(name)")))
        } catch {
            send(.notice(Notice("\(name) can't be started; is 'opener' right?", kind: .error)))
        }
    }

    /// The file that the name stands for, as a shell would look for it.
    static func find(_ name: String, in path: String) -> String? {
        if name.contains("/") { return FileManager.default.isExecutableFile(atPath: name) ? name : nil }
        return path.split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
