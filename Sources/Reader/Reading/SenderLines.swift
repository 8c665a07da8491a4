import MailModel
import Screen

/// The lines under the head: who vouches for the sender, in short; what about it may mislead, in a sentence each; and what
/// else is worth knowing of the message.
struct SenderLines {
    let columns: Int
    let keys: DocumentLayout.Keys
    let showsDefects: Bool

    private typealias Run = ReaderDocument.Run

    func lines(_ message: ReadableMessage, known: MessageFacts) -> [ReaderDocument.Line] {
        var facts = SenderLines.authentication(message.authentication)
        if known.isFirstFromSender { facts.append(Run("first mail from this sender", .dim)) }
        if let list = list(message.list) { facts.append(Run(list, .dim)) }
        if known.conversation > 1 {
            facts.append(Run(with(keys.conversation, "\(known.conversation) in this conversation"), .dim))
        }
        if message.trackers > 0 {
            let count = message.trackers == 1 ? "1 tracker" : "\(Amounts.grouped(message.trackers)) trackers"
            facts.append(Run("\(count) blocked", .dim))
        }
        if !message.defects.isEmpty, !showsDefects {
            let count = message.defects.count == 1 ? "1 defect" : "\(message.defects.count) defects"
            facts.append(Run(with(keys.defects, count), .dim))
        }
        let wrap = LineWrap(columns: columns, hangingIndent: 2)
        let warnings = SenderLines.warnings(message, known: known).flatMap { sentence in
            wrap.lines([Run("! " + sentence, .warning)])
        }
        return seals(message) + warnings + broken(facts)
    }

    /// What is signed or encrypted of the text, where that is a part: so much must be known before it is read. Where it is all of the
    /// text, the mark at its beginning stands here anyway.
    private func seals(_ message: ReadableMessage) -> [ReaderDocument.Line] {
        let whole = 0..<message.lines.count
        guard message.seals.contains(where: { $0.lines != whole }) else { return [] }
        let sender = message.from.first?.address ?? ""
        var said: [ReaderDocument.Run] = []
        for seal in message.seals {
            let words = SealWords(seal: seal, sender: sender)
            for run in seal.lines == whole ? words.lines : words.linesOfPart where !said.contains(run) {
                said.append(run)
            }
        }
        let wrap = LineWrap(columns: columns, hangingIndent: 2)
        return said.prefix(SenderLines.mostSeals).flatMap { wrap.lines([$0]) }
    }

    private static let mostSeals = 4

    /// As many facts in a line as have room: none is torn apart that fits a line of its own.
    private func broken(_ facts: [ReaderDocument.Run]) -> [ReaderDocument.Line] {
        var lines: [[ReaderDocument.Run]] = []
        var used = 0
        for fact in facts {
            let width = TextWidth.width(of: fact.text)
            if let last = lines.indices.last, used + 3 + width <= columns {
                lines[last] += [Run(" · ", .dim), fact]
                used += 3 + width
            } else {
                lines.append([fact])
                used = width
            }
        }
        return lines.flatMap { LineWrap(columns: columns, hangingIndent: 2).lines($0) }
    }

    private func with(_ key: String, _ words: String) -> String { key.isEmpty ? words : "\(words) (\(key))" }

    /// `✓ DKIM example.org, SPF, DMARC`, and what failed.
    private static func authentication(_ found: MailAuthentication?) -> [ReaderDocument.Run] {
        guard let found else { return [] }
        let signer = DisplayText.sanitised(found.signer, .address)
        let results = [
            (signer.isEmpty ? "DKIM" : "DKIM \(signer)", found.dkim), ("SPF", found.spf), ("DMARC", found.dmarc),
        ]
        let passed = results.filter { $0.1 == .pass }.map(\.0)
        let failed = results.compactMap { name, result in result.flatMap { failure($0, of: name) } }
        return (passed.isEmpty ? [] : [Run("✓ " + passed.joined(separator: ", "), .dim)])
            + (failed.isEmpty ? [] : [Run("! " + failed.joined(separator: ", "), .warning)])
    }

    private static func failure(_ result: MailAuthentication.Result, of name: String) -> String? {
        switch result {
        case .pass, .none, .neutral: nil
        case .fail: "\(name) failed"
        case .softfail: "\(name) failed softly"
        case .policy: "\(name) not accepted"
        case .temperror, .permerror: "\(name) could not be checked"
        }
    }

    private static func warnings(_ message: ReadableMessage, known: MessageFacts) -> [String] {
        let sender = message.from.first
        let address = sender?.address ?? ""
        var warnings = message.senderWarnings
        if let namesake = known.namesake, !warnings.contains(.nameOfAnotherContact(namesake)) {
            warnings.append(.nameOfAnotherContact(namesake))
        }
        return warnings.map { warning in
            let sentence =
                switch warning {
                case .nameIsAnotherAddress(let other): "The name says \(other), but the mail is from \(address)"
                case .nameOfAnotherContact(let contact):
                    "You have written to \(contact.name) at \(contact.address), not at \(address)"
                case .repliesGoElsewhere(let place): "Answers would go to \(place)"
                }
            return DisplayText.sanitised(sentence, .address)
        }
    }

    private func list(_ list: MailingList?) -> String? {
        guard let list else { return nil }
        let name = ListWords.name(of: list)
        let canLeave = list.oneClick != nil || !list.unsubscribe.isEmpty
        let words = name.isEmpty ? "by a list" : "list \(name)"
        return canLeave && !keys.leaveList.isEmpty ? "\(words) (\(keys.leaveList) to leave)" : words
    }
}
