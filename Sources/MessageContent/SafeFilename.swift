extension MessageReader {
    /// Octets of a name; file systems take 255, and a number may be added to make it unique.
    private static let maximumFilename = 200

    /// A name under which an attachment may be written: no path, no control or direction characters, no dot or dash at
    /// the beginning, at most 200 octets with its extension kept, never empty.
    package static func safeFilename(_ name: String) -> String {
        // A Windows path counts as a path too: the last component is what the sender meant.
        let leaf = name.split(whereSeparator: { $0 == "/" || $0 == "\\" || $0 == "\0" }).last.map(String.init) ?? ""
        var scalars = String.UnicodeScalarView()
        for scalar in leaf.unicodeScalars {
            if isKept(scalar) {
                scalars.append(":*?\"<>|".unicodeScalars.contains(scalar) ? "_" : scalar)
            } else if scalar.properties.isWhitespace {
                scalars.append(" ")
            }
        }
        var safe = String(scalars).trimmed
        while let first = safe.first, first == "." || first == "-" || first == "~" || first == " " {
            safe.removeFirst()
        }
        while let last = safe.last, last == "." || last == " " { safe.removeLast() }
        return safe.isEmpty ? "attachment" : shortened(safe)
    }

    private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > maximumFilename else { return name }
        var suffix = ""
        if let dot = name.lastIndex(of: "."), name[dot...].utf8.count <= 20 { suffix = String(name[dot...]) }
        var stem = String(name.dropLast(suffix.count))
        while stem.utf8.count + suffix.utf8.count > maximumFilename, !stem.isEmpty { stem.removeLast() }
        return (stem.isEmpty ? "attachment" : stem) + suffix
    }
}
