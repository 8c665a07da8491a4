import MailModel
import Screen

/// What the screen says of an attachment, and the name it gets on disk.
package enum AttachmentWords {
    static func name(of attachment: ReadableMessage.Attachment) -> String {
        attachment.filename.isEmpty ? attachment.type : shown(attachment.filename)
    }

    /// A name from a message, as it may stand on the screen.
    static func shown(_ name: String) -> String { DisplayText.sanitised(name, .address) }

    /// `412 KB`, or `about 412 KB` where the size is an estimate.
    static func size(of attachment: ReadableMessage.Attachment) -> String {
        (attachment.isSizeExact ? "" : "about ") + Amounts.octets(attachment.size)
    }

    /// That saving takes up what an earlier attempt left: `film.mp4 goes on at 31 MB of 50 MB`.
    package static func goesOn(_ name: String, at reached: Int, of total: Int) -> String {
        "\(shown(name)) goes on at \(Amounts.octets(reached)) of \(Amounts.octets(total))"
    }

    /// That saving ended early, and what becomes of what has come.
    package static func isKept(_ octets: Int, of total: Int, days: Int) -> String {
        "\(Amounts.octets(octets)) of \(Amounts.octets(total)) are kept for \(days) days: save it again to go on."
    }

    /// A name that is one component, hides nothing and fits a file system. The sender chose it: no path, no leading dot,
    /// no control or formatting character.
    static func filename(for attachment: ReadableMessage.Attachment) -> String {
        let last = attachment.filename.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        var name = ""
        for scalar in last.unicodeScalars where isHarmless(scalar) { name.unicodeScalars.append(scalar) }
        while let first = name.first, first == "." || first == " " || first == "-" { name.removeFirst() }
        while let end = name.last, end == " " { name.removeLast() }
        while name.utf8.count > 180 { name.removeLast() }
        return name.isEmpty ? "part-" + attachment.section.filter { $0.isNumber || $0 == "." } : name
    }

    /// Whether the file is a picture that can be drawn with characters.
    static func isPicture(_ attachment: ReadableMessage.Attachment) -> Bool {
        if attachment.type.hasPrefix("image/") { return attachment.type != "image/svg+xml" }
        guard attachment.type == "application/octet-stream" else { return false }
        let ending = attachment.filename.lowercased().split(separator: ".").last ?? ""
        return ["png", "jpg", "jpeg", "gif", "webp", "tif", "tiff", "avif"].contains(ending)
    }

    /// Whether what opens the file may do more than show it: by the end of its name.
    static func canAct(_ filename: String) -> Bool {
        guard let dot = filename.lastIndex(of: ".") else { return false }
        return acting.contains(filename[filename.index(after: dot)...].lowercased())
    }

    private static let acting: Set<String> = [
        "exe", "com", "bat", "cmd", "msi", "scr", "pif", "js", "jse", "vbs", "vbe", "wsf", "hta", "ps1", "jar",
        "desktop", "sh", "bash", "zsh", "csh", "fish", "py", "pl", "rb", "lua", "php", "run", "appimage", "deb", "rpm",
        "flatpakref", "snap", "html", "htm", "xhtml", "svg", "docm", "xlsm", "pptm", "dotm", "lnk", "url", "iso", "img",
        "x-sh", "x-shellscript", "x-desktop", "x-msdownload", "x-executable", "javascript", "x-python", "java-archive",
    ]

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
        default: true
        }
    }
}
