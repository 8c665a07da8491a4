import Foundation
import MailModel
import Testing

@testable import MessageContent

/// Mailboxes from a folder outside the repository, `ID.mbox` beside `ID.expected.json`, each with what a server answers to
/// THREAD (RFC 5256). Where `MARTLET_THREAD_CORPUS` names no such folder there is nothing to compare.
private enum ThreadCorpus {
    static let folder = ProcessInfo.processInfo.environment["MARTLET_THREAD_CORPUS"]

    static let names: [String] = {
        guard let folder, let files = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
        return files.filter { $0.hasSuffix(".mbox") }.map { String($0.dropLast(5)) }.filter { !argued.contains($0) }
            .sorted()
    }()

    /// Threaded otherwise on purpose: see `docs/messages.md`.
    private static let argued: Set<String> = ["thread8"]

    struct Case: Decodable {
        struct Expected: Decodable {
            var algorithm: String
            var thread: String
        }
        var messages: Int
        var expected: [Expected]
    }
}

@Suite struct ThreadCorpusTests {
    @Test(arguments: ThreadCorpus.names)
    func `the thread corpus is threaded as expected`(name: String) throws {
        let folder = URL(filePath: try #require(ThreadCorpus.folder))
        let wanted = try JSONDecoder().decode(
            ThreadCorpus.Case.self, from: Data(contentsOf: folder.appending(path: name + ".expected.json")))
        let messages = ThreadMailbox.messages(try Data(contentsOf: folder.appending(path: name + ".mbox")))

        #expect(messages.count == wanted.messages)
        for expected in wanted.expected {
            #expect(ThreadMailbox.notation(messages, expected.algorithm) == expected.thread, "\(expected.algorithm)")
        }
    }
}

/// The cases of the corpus, in letters of our own.
@Suite struct ThreadMailboxTests {
    private func notation(_ headers: [String], _ algorithm: String = "references") -> String {
        let mbox = headers.map { "From a@b.example Mon Nov 23 09:15:00 2026\n\($0)\n\nwords\n\n" }.joined()
        return ThreadMailbox.notation(ThreadMailbox.messages(Data(mbox.utf8)), algorithm)
    }

    @Test(arguments: [
        // One identifier twice, and nothing else that joins them.
        (["Message-ID: <one@x>", "Message-ID: <one@x>"], "(1)(2)"),
        (["Message-ID: <one@x>\nSubject: tide", "Message-ID: <one@x>\nSubject: Re: tide"], "(1 2)"),
        // A second message with an identifier that is an answer too, before and without an answer of its own.
        (
            ["Message-ID: <1@x>", "Message-ID: <2@x>\nReferences: <1@x>", "Message-ID: <2@x>\nReferences: <1@x>"],
            "(1 (2)(3))"
        ),
        (
            [
                "Message-ID: <1@x>", "Message-ID: <2@x>\nReferences: <1@x>", "Message-ID: <3@x>\nReferences: <2@x>",
                "Message-ID: <2@x>\nReferences: <1@x>",
            ], "(1 (2 3)(4))"
        ),
    ])
    func `identifiers that stand twice are two messages`(headers: [String], threads: String) {
        #expect(notation(headers) == threads)
    }

    @Test func `ordered subjects are bared, whatever their case, and each thread is flat`() {
        let subjects = ["a", "Tide", "b", "re: tide", "Re: B", "[list] tide", "", "re:"]

        #expect(notation(subjects.map { "Subject: \($0)" }, "orderedsubject") == "(1)(2 (4)(6))(3 5)(7 8)")
    }
}

/// Messages of an mbox as threading sees them.
enum ThreadMailbox {
    static func messages(_ mbox: Data) -> [ThreadableMessage] {
        let text = "\n" + String(decoding: mbox, as: UTF8.self).replacing("\r\n", with: "\n")
        return text.split(separator: "\nFrom ", omittingEmptySubsequences: true).filter {
            !$0.allSatisfy(\.isWhitespace)
        }
        .enumerated().map { index, source in
            // The first line is the rest of the mbox separator.
            let header = source.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).last ?? ""
            let summary = HeaderSummary.parse(Array(header.utf8))
            return ThreadableMessage(
                messageID: summary.messageID, inReplyTo: summary.inReplyTo, references: summary.references,
                subject: summary.subject, sent: summary.date?.seconds ?? Int64(index))
        }
    }

    static func notation(_ messages: [ThreadableMessage], _ algorithm: String) -> String {
        algorithm == "orderedsubject"
            ? MessageThreads.bySubject(messages).notation : MessageThreads.byReferences(messages).notation
    }
}
