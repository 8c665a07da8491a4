import Foundation
import Reader
import Testing

@testable import ReaderRuntime

@Suite(.timeLimit(.minutes(1))) struct ListLeaverTests {
    @Test func `one POST, over TLS alone, that names nobody and follows nothing`() throws {
        let address = try #require(OpenableAddress("https://lists.example.org/-K$(id)?x=1&y"))
        let arguments = ListLeaver.arguments(for: address)
        #expect(arguments.first == "--disable", "it has to come first to keep the user's .curlrc out")
        #expect(arguments.suffix(2) == ["--url", address.text])
        for pair in [["--proto", "=https"], ["--max-redirs", "0"], ["--data", "List-Unsubscribe=One-Click"]] {
            #expect(zip(arguments, arguments.dropFirst()).contains { [$0, $1] == pair }, "\(pair)")
        }
        #expect(!arguments.contains("--location") && !arguments.contains("--cookie"))
    }

    @Test(arguments: [
        (0, "200", true), (0, "202", true), (0, "404", false), (0, "302", false), (6, "curl: (6) …000", false),
    ])
    func `what came of it is told`(status: Int, output: String, isGood: Bool) {
        let notice = ListLeaver.notice(status: status, output: output)
        #expect((notice.kind == .info) == isGood)
    }

    @Test func `without curl it says what is missing`() async throws {
        let address = try #require(OpenableAddress("https://lists.example.org/"))
        let notice = await ListLeaver(environment: ["PATH": "/nowhere"]).leave(address)
        #expect(notice.kind == .error && notice.text.contains("curl"))
    }
}
