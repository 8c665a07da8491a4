import IMAPWire
import MailModel

/// UID STORE of Gmail's labels (X-GM-EXT-1).
extension IMAPConnection {
    /// Puts labels on messages or takes them off.
    ///
    /// - Parameter labels: names on the wire; system labels with their backslash.
    /// - Throws: `unsupported("X-GM-EXT-1")`.
    package func store(_ uids: UIDSet, labels: [String], adding: Bool) async throws(IMAPError) {
        guard !uids.isEmpty, !labels.isEmpty else { return }
        try await usableCapabilities().require("X-GM-EXT-1")
        try refuseIfCancelled()
        var tags: [String] = []
        for part in UIDSetParts.parts(of: uids, longest: longestSet) {
            tags.append(
                try submit("UID STORE") { encoder throws(EncodingError) in
                    try encoder.raw(" \(part.wireNotation) \(adding ? "+" : "-")X-GM-LABELS.SILENT ")
                    try encoder.list(labels) { (inner, label) throws(EncodingError) in
                        // System labels are atoms there, as flags are.
                        if label.hasPrefix("\\") { try inner.flag(label) } else { inner.string(WireName.bytes(label)) }
                    }
                })
        }
        _ = try await answers(to: tags, "STORE")
    }
}
