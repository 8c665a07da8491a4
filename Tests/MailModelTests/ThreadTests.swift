import Foundation
import MailModel
import Testing

@Suite struct ThreadTests {
    private static func message(
        _ id: String, _ references: String = "", reply: String = "", subject: String = "s\u{E9}ance", sent: Int64 = 0
    ) -> ThreadableMessage {
        ThreadableMessage(
            messageID: id, inReplyTo: reply.isEmpty ? [] : [reply],
            references: references.split(separator: " ").map(String.init),
            subject: subject, sent: sent)
    }

    @Test(arguments: [
        // Each under the one that it answers, siblings by time.
        ([message("a"), message("b", "a"), message("c", "a b"), message("d", "a", sent: 1)], "(1 (2 3)(4))"),
        // A parent that is not here: the rest stays together.
        ([message("b", "a", subject: ""), message("c", "a", subject: "")], "((1)(2))"),
        ([message("c", "a b")], "(1)"),
        // Without References the answer names its parent.
        ([message("a"), message("b", reply: "a")], "(1 2)"),
        // Loops are not followed.
        ([message("a", "b"), message("b", "a")], "(2 1)"),
        ([message("a", "a")], "(1)"),
        // A message's own word about its place counts more than another's.
        ([message("c", "a b"), message("b", "x", subject: ""), message("x", subject: "")], "(3 2 1)"),
        // One identifier twice: two messages.
        ([message("a"), message("b", "a"), message("b", "a")], "(1 (2)(3))"),
        // Same subject, no references: one thread under the first that is no answer.
        ([message("a", subject: "Re: carry", sent: 1), message("b", subject: "carry", sent: 2)], "(2 1)"),
        ([message("a", subject: "Re: carry", sent: 1), message("b", subject: "RE: carry", sent: 2)], "((1)(2))"),
        ([message("a", subject: ""), message("b", subject: "")], "(1)(2)"),
    ])
    func `messages find their threads`(messages: [ThreadableMessage], threads: String) {
        #expect(MessageThreads.byReferences(messages).notation == threads)
    }

    @Test func `subjects join nothing where they are not asked to`() {
        let messages = [Self.message("a", subject: "Hello"), Self.message("b", subject: "Re: Hello")]
        #expect(MessageThreads.byReferences(messages, joinsSubjects: false).notation == "(1)(2)")
    }

    @Test(arguments: [
        ("carry", "carry", false), ("Re: carry", "carry", true), ("RE[2]: Fwd:  carry (fwd)", "carry", true),
        ("[martlet] [foo] re: carry", "carry", true), ("[martlet]", "[martlet]", false),
        ("Re: [FWD: c]", "c", true), ("[fwd: [fwd: re: [fwd: babylon]]]", "babylon", true), ("", "", false),
        ("Re:", "", true), ("Reed: carry", "Reed: carry", false), ("Fw: Re: re:x", "x", true),
        ("[a[b] c", "[a[b] c", false),
    ])
    func `subjects are bared`(subject: String, base: String, isReply: Bool) {
        let bared = BaseSubject(subject)
        #expect(bared.text == base)
        #expect(bared.isReplyOrForward == isReply)
    }

    @Test func `a thread as deep as it is long is no danger`() {
        let messages = (0..<3_000).map { Self.message("\($0)", $0 == 0 ? "" : "\($0 - 1)", sent: Int64($0)) }
        let threads = MessageThreads.byReferences(messages)
        #expect(threads.entries.map(\.depth) == Array(0..<3_000))
    }

    @Test func `whatever is in the headers, each message is there once`() {
        var state: UInt64 = 88_172_645_463_325_252
        func random(_ bound: UInt64) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % bound)
        }
        for _ in 0..<300 {
            let count = random(12)
            let messages = (0..<count).map { _ in
                Self.message(
                    "\(random(8))", (0..<random(5)).map { _ in "\(random(8))" }.joined(separator: " "),
                    subject: ["", "x", "Re: x", "y"][random(4)], sent: Int64(random(4)))
            }
            let entries = MessageThreads.byReferences(messages).entries
            #expect(entries.compactMap(\.message).sorted() == Array(0..<count))
        }
    }
}

/// Threads of a folder outside of the repository, named by `MARTLET_THREADS`: mailboxes with what servers make of them.
private enum ThreadCorpus {
    static let folder = ProcessInfo.processInfo.environment["MARTLET_THREADS"]

    struct Case: Decodable {
        struct Expected: Decodable {
            var algorithm: String
            var thread: String
        }
        var expected: [Expected]
    }

    /// The third message of this one is gone when the server is asked; the mailbox still has it.
    static let argued: Set<String> = ["thread8"]

    static let names: [String] = {
        guard let folder, let files = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
        return files.filter { $0.hasSuffix(".mbox") }.map { String($0.dropLast(5)) }
            .filter { !argued.contains($0) }.sorted()
    }()

    static func messages(_ name: String) throws -> [ThreadableMessage] {
        let text = try String(contentsOfFile: "\(folder ?? "")/\(name).mbox", encoding: .utf8)
        var messages: [ThreadableMessage] = []
        for chunk in ("\n" + text).components(separatedBy: "\nFrom ").dropFirst() {
            let lines = chunk.components(separatedBy: "\n")
            let header = lines.dropFirst().prefix { !$0.isEmpty }
            func field(_ name: String) -> String {
                let line = header.first { $0.lowercased().hasPrefix(name + ":") } ?? ""
                return String(line.dropFirst(name.count + 1)).trimmingCharacters(in: .whitespaces)
            }
            func identifiers(_ name: String) -> [String] {
                field(name).split(separator: " ").map { $0.trimmingCharacters(in: ["<", ">"]) }
            }
            let clock = (lines.first ?? "").split(separator: " ").first { $0.contains(":") } ?? ""
            let seconds = clock.split(separator: ":").compactMap { Int64($0) }.reduce(0) { $0 * 60 + $1 }
            messages.append(
                ThreadableMessage(
                    messageID: identifiers("message-id").first ?? "", references: identifiers("references"),
                    subject: decoded(field("subject")), sent: seconds))
        }
        return messages
    }

    /// The three encoded words that the mailboxes have.
    private static func decoded(_ subject: String) -> String {
        subject.replacingOccurrences(of: "=?iso-8859-1?q?_?=", with: " ")
            .replacingOccurrences(of: "=?utf-8?q?b?=", with: "b")
            .replacingOccurrences(of: "=?iso-8859-1?q?RE:_C?=", with: "RE: C")
            .replacingOccurrences(of: "=?us-ascii?b?UmU6IGM=?=", with: "Re: c")
    }
}

@Suite(.enabled(if: ThreadCorpus.folder != nil)) struct ThreadCorpusTests {
    @Test(arguments: ThreadCorpus.names) func `threads are what servers make of them`(name: String) throws {
        let file = URL(filePath: "\(ThreadCorpus.folder ?? "")/\(name).expected.json")
        let wanted = try JSONDecoder().decode(ThreadCorpus.Case.self, from: Data(contentsOf: file))
        let messages = try ThreadCorpus.messages(name)
        for expected in wanted.expected {
            switch expected.algorithm {
            case "references": #expect(MessageThreads.byReferences(messages).notation == expected.thread)
            case "orderedsubject": #expect(MessageThreads.bySubject(messages).notation == expected.thread)
            default: continue
            }
        }
    }
}
