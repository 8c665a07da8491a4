import Foundation
import Reader
import Testing

@testable import ReaderRuntime

@Suite struct OpenerTests {
    /// A folder with programs of these names that do nothing.
    private func folder(_ names: [String]) throws -> String {
        let path = NSTemporaryDirectory() + "opener-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for name in names {
            let file = path + "/" + name
            try "#!/bin/sh\n".write(toFile: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
        }
        return path
    }

    @Test func `what is configured comes first, then BROWSER, then xdg-open`() throws {
        let path = try folder(["firefox", "xdg-open", "w3m", "qutebrowser"])
        defer { try? FileManager.default.removeItem(atPath: path) }  // a folder that stays does no harm
        let all = ["PATH": path, "BROWSER": "absent:w3m:firefox --new-tab"]

        #expect(Opener(configured: ["qutebrowser", "-x"], environment: all).command == ["\(path)/qutebrowser", "-x"])
        #expect(Opener(configured: nil, environment: all).command == ["\(path)/firefox", "--new-tab"])
        #expect(Opener(configured: nil, environment: ["PATH": path, "BROWSER": "w3m"]).command == ["\(path)/xdg-open"])
        #expect(Opener(configured: nil, environment: ["PATH": "/nowhere"]).command == nil)
    }

    @Test func `the address is one argument, whatever it holds`() throws {
        let path = try folder(["open"])
        defer { try? FileManager.default.removeItem(atPath: path) }  // a folder that stays does no harm
        let address = "https://example.org/$(id)&x;y"
        #expect(
            Opener(configured: ["open", "-n"], environment: ["PATH": path]).arguments(for: address)
                == ["\(path)/open", "-n", address])
        #expect(
            Opener(configured: ["open", "%s", "-n"], environment: ["PATH": path]).arguments(for: address)
                == ["\(path)/open", address, "-n"])
    }

    @Test func `without a program it says what to do`() async throws {
        let (events, sink) = AsyncStream<Event>.makeStream()
        let address = try #require(OpenableAddress("https://example.org/"))
        Opener(configured: nil, environment: [:]).open(address) { sink.yield($0) }
        var heard: Event?
        for await event in events {
            heard = event
            break
        }
        guard case .notice(let notice) = heard else { return #expect(Bool(false), "no notice") }
        #expect(notice.kind == .error && notice.text.contains("opener"))
    }
}
