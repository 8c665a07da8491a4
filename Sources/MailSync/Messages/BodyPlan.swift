import IMAPClient
import MailModel
import MessageContent

/// What to fetch of a message so that it can be read: its text, never its attachments.
struct BodyPlan: Sendable, Equatable {
    /// Up to this size a message whose structure is not known is fetched whole.
    static let smallMessage = 256 << 10

    static let wholeMessage = FetchItem.peek(section: "")

    enum Request: Sendable, Equatable {
        /// These sections; those that are cut are only fetched up to the limit.
        case sections([FetchItem])
        /// The structure first: then ask again.
        case structure
        /// There is no text to fetch.
        case nothing
    }

    /// - Parameters:
    ///   - structure: nil where it is not known.
    ///   - size: octets of the whole message.
    ///   - wasAsked: whether the structure was asked for already, in vain.
    static func request(structure: PartTree?, size: Int, wasAsked: Bool, longestText: Int) -> Request {
        guard let structure else {
            if size <= smallMessage { return .sections([.uid, wholeMessage]) }
            return wasAsked ? .sections([.uid, .peek(section: "TEXT", partial: 0..<longestText)]) : .structure
        }
        let sections = MessageReader.sectionsToFetch(structure)
        guard !sections.isEmpty else { return .nothing }
        let items = sections.map { section in
            let size = structure.part(section)?.size ?? 0
            return FetchItem.peek(section: section, partial: size > longestText ? 0..<longestText : nil)
        }
        return .sections([.uid, .headerFields(MessageReader.headerFieldsToFetch)] + items)
    }

    /// Whether each section is there that has something in it by what the server said before. Some leave the value out, or
    /// say that it is empty (quirk 29).
    static func isAnswered(
        _ items: [FetchItem], by sections: [String: [UInt8]], structure: PartTree?, size: Int
    ) -> Bool {
        items.allSatisfy { item in
            guard case .peek(let section, _) = item else { return true }
            let told = section.isEmpty ? size : structure?.part(section)?.size ?? 0
            return told <= lineEnd || !(sections[section] ?? []).isEmpty
        }
    }

    /// A text of nothing but its line end may come as nothing.
    private static let lineEnd = 2
}
