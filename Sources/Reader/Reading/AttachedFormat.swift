import MailModel

/// What kind of text a file is, for the way it is shown.
enum AttachedFormat: Hashable, Sendable {
    case plain
    case patch
    case markdown
    /// A table with this character between its cells.
    case table(separator: Character)
    /// A program or data, with the numbers of its lines.
    case source
    /// Shown as a message is.
    case html, message

    /// Nil where the file is no text.
    init?(_ attachment: ReadableMessage.Attachment) {
        let name = attachment.filename.lowercased()
        let ending = name.contains(".") ? name.split(separator: ".").last.map(String.init) ?? "" : ""
        if let known = AttachedFormat.byType[attachment.type] ?? AttachedFormat.byEnding[ending] {
            self = known
        } else if AttachedFormat.sources.contains(ending) || AttachedFormat.sourceTypes.contains(attachment.type) {
            self = .source
        } else if attachment.type.hasPrefix("text/") {
            self = .plain
        } else {
            return nil
        }
    }

    private static let byType: [String: AttachedFormat] = [
        "text/x-patch": .patch, "text/x-diff": .patch, "text/markdown": .markdown, "text/csv": .table(separator: ","),
        "text/tab-separated-values": .table(separator: "\t"), "text/html": .html, "message/rfc822": .message,
        "message/global": .message, "message/delivery-status": .plain, "message/disposition-notification": .plain,
    ]

    private static let byEnding: [String: AttachedFormat] = [
        "patch": .patch, "diff": .patch, "md": .markdown, "markdown": .markdown, "csv": .table(separator: ","),
        "tsv": .table(separator: "\t"), "eml": .message, "txt": .plain, "log": .plain, "rst": .plain, "tex": .plain,
        "html": .html, "htm": .html,
    ]

    private static let sourceTypes: Set<String> = [
        "application/json", "application/xml", "application/x-sh", "application/javascript", "application/sql",
        "application/toml", "application/yaml", "application/x-yaml", "text/javascript", "text/css", "text/xml",
        "text/x-python", "text/x-c", "text/x-csrc", "text/x-java", "text/x-swift", "text/x-shellscript",
    ]

    private static let sources: Set<String> = [
        "swift", "c", "h", "cc", "cpp", "hpp", "rs", "go", "py", "rb", "pl", "sh", "bash", "zsh", "js", "mjs", "ts",
        "java", "kt", "cs", "sql", "css", "xml", "json", "yml", "yaml", "toml", "ini", "conf", "cfg", "lua", "hs",
        "ml", "el", "lisp", "vim", "mk", "cmake", "nix", "zig", "php", "r", "jl", "scala", "ex", "exs", "proto",
    ]
}
