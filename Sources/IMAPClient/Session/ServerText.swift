/// Text that a server sent for people, made safe to keep in an error and to show.
enum ServerText {
    private static let longest = 300

    /// Without control characters and direction marks, at most 300 characters, and without the secrets given.
    static func sanitised(_ text: String, redacting secrets: [String] = []) -> String {
        var safe = text
        for secret in secrets where !secret.isEmpty { safe = safe.replacing(secret, with: "<redacted>") }
        let scalars = safe.unicodeScalars.prefix(4 * longest).map { isUnsafe($0) ? " " : $0 }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        let words = String(view).split(separator: " ").joined(separator: " ")
        return words.count > longest ? String(words.prefix(longest)) + "…" : words
    }

    /// Whether it is what Exchange says to every command where it has let the user in and not connected the mailbox
    /// (quirk 1).
    static func saysUnconnected(_ text: String) -> Bool {
        text.lowercased().contains("authenticated but not connected")
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
        default: false
        }
    }
}
