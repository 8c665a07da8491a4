import Foundation
import Testing

/// Keeps ARCHITECTURE.md true: who may import whom, transitive imports included, which the build's own check misses.
@Suite struct ImportTests {
    /// Modules of the house and of the libraries, by target. The standard library's own modules are free to all.
    static let allowed: [String: Set<String>] = [
        "MailModel": [],
        "Screen": ["CUTF8Proc"],
        "Terminal": ["Screen", "CNcurses"],
        "MessageContent": ["MailModel", "CGMime", "CLibXML2"],
        "MailCrypto": ["MessageContent", "MailModel", "CGPGME"],
        "IMAPWire": [],
        "IMAPClient": [
            "IMAPWire", "MailModel", "CZlib", "NIOConcurrencyHelpers", "NIOCore", "NIOPosix", "NIOSSL", "X509",
            "Crypto",
        ],
        "MailStore": ["MailModel", "GRDB"],
        "MailSync": ["IMAPClient", "MailStore", "MessageContent", "MailModel"],
        "Reader": ["Screen", "MailModel"],
        "ReaderRuntime": [
            "Reader", "Screen", "MailStore", "MailSync", "MailCrypto", "MessageContent", "MailModel", "IMAPClient",
            "TOMLKit",
        ],
        "DemoServer": ["NIOCore", "NIOPosix"],
        "TestSupport": ["Screen", "CZlib", "NIOConcurrencyHelpers", "NIOCore", "NIOPosix", "Testing"],
        "martlet": [
            "ReaderRuntime", "Reader", "Screen", "Terminal", "MailSync", "MailStore", "MailCrypto", "MessageContent",
            "MailModel", "IMAPClient", "IMAPWire", "DemoServer", "CMalloc", "ArgumentParser", "Logging",
        ],
    ]

    static let free: Set<String> = ["Foundation", "Glibc", "Darwin", "Synchronization", "Dispatch"]

    /// Pure targets read no clock and no file: not even Foundation.
    static let withoutFoundation: Set<String> = ["MailModel", "Screen", "IMAPWire", "Reader"]

    @Test(arguments: allowed.keys.sorted())
    func `a target imports only what the architecture allows it`(target: String) throws {
        let allowed = try #require(ImportTests.allowed[target])

        let imports = try House.sources(of: target).flatMap { file in
            House.imports(in: file.text).map { (file.name, $0) }
        }

        for (file, module) in imports where !ImportTests.free.contains(module) {
            #expect(allowed.contains(module), "\(target)/\(file) imports \(module)")
        }
        if ImportTests.withoutFoundation.contains(target) {
            for (file, module) in imports {
                #expect(module != "Foundation" && module != "Dispatch", "\(target)/\(file) imports \(module)")
            }
        }
    }

    @Test func `every target with Swift code is in the table`() throws {
        let targets = try FileManager.default.contentsOfDirectory(atPath: House.root + "/Sources").filter {
            try !House.sources(of: $0).isEmpty
        }

        #expect(Set(targets) == Set(ImportTests.allowed.keys))
    }

    @Test(arguments: ["fatalError(", "try!", "preconditionFailure(", "precondition(", "Task.detached", "as!"])
    func `no way to crash or to run loose stands in the sources`(word: String) throws {
        for target in ImportTests.allowed.keys where target != "TestSupport" {
            for file in try House.sources(of: target) {
                let lines = file.text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
                #expect(!lines.contains { $0.contains(word) }, "\(target)/\(file.name) has \(word)")
            }
        }
    }
}

/// The files of this repository.
enum House {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static func sources(of target: String) throws -> [(name: String, text: String)] {
        let folder = root + "/Sources/" + target
        guard let files = FileManager.default.enumerator(atPath: folder) else { return [] }
        return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.map {
            ($0, try String(contentsOfFile: folder + "/" + $0, encoding: .utf8))
        }
    }

    /// The text of every test's file.
    static func testSources() throws -> [String] {
        guard let files = FileManager.default.enumerator(atPath: root + "/Tests") else { return [] }
        return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.map {
            try String(contentsOfFile: root + "/Tests/" + $0, encoding: .utf8)
        }
    }

    static func imports(in source: String) -> [String] {
        source.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at <= 1, at + 1 < words.count else { return nil }
            guard at == 0 || words[0].hasPrefix("@") || ["public", "package", "private"].contains(words[0]) else {
                return nil
            }
            var name = words[at + 1]
            if ["struct", "class", "enum", "func", "protocol", "typealias"].contains(name), at + 2 < words.count {
                name = words[at + 2]
            }
            return name.split(separator: ".").first.map(String.init)
        }
    }
}
