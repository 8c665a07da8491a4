import Foundation
import Testing

/// `IMAPWire` is for other programs too: everything public in it says what it is.
@Suite struct DocumentationTests {
    @Test func `every public declaration of IMAPWire has a comment, and every case of its enums`() throws {
        for file in try House.sources(of: "IMAPWire") {
            for line in Self.undocumented(in: file.text) { Issue.record("IMAPWire/\(file.name): \(line)") }
        }
    }

    @Test func `what lacks a comment is found`() {
        let text = """
            /// A thing.
            public enum Thing {
                /// One.
                case one
                case two

                @inlinable public var name: String {
                    switch self {
                    case .one: "1"
                    case .two: "2"
                    }
                }
            }

            enum Own {
                case three
            }
            """

        #expect(Self.undocumented(in: text) == ["case two", "@inlinable public var name: String {"])
    }

    /// The lines that declare something without a comment right above them.
    private static func undocumented(in text: String) -> [String] {
        let declaration =
            /(?:@.+ )?public (?:[a-z]+ )*(?:func|var|let|struct|enum|class|init|typealias|protocol|subscript)\b.*/
        var found: [String] = []
        var enumIndents: [Int] = []
        var isDocumented = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let indent = line.prefix { $0 == " " }.count
            let words = line.dropFirst(indent)
            if words.hasPrefix("}") { enumIndents.removeAll { $0 >= indent } }
            let isDeclaration = (try? declaration.wholeMatch(in: String(words))) != nil
            let isCase = words.hasPrefix("case ") && enumIndents.last == indent - 4
            if isDeclaration || isCase, !isDocumented { found.append(String(words)) }
            if isDeclaration, words.contains(/\benum\b/), words.hasSuffix("{") { enumIndents.append(indent) }
            // Attributes may stand between the comment and what it is about.
            isDocumented = words.hasPrefix("///") || (isDocumented && words.hasPrefix("@") && !isDeclaration)
        }
        return found
    }
}
