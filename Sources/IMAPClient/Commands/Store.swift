import IMAPWire
import MailModel

/// UID STORE (RFC 9051 section 6.4.6).
extension IMAPConnection {
    /// Sets or takes off flags of messages.
    package func store(_ uids: UIDSet, _ flags: [Flag], adding: Bool) async throws(IMAPError) {
        guard !uids.isEmpty, !flags.isEmpty else { return }
        try refuseIfCancelled()
        _ = try await answers(to: beginStore(uids, flags, adding: adding), "STORE")
    }

    func beginStore(_ uids: UIDSet, _ flags: [Flag], adding: Bool) throws(IMAPError) -> [String] {
        var tags: [String] = []
        for part in UIDSetParts.parts(of: uids, longest: longestSet) {
            let tag = try submit("UID STORE") { encoder throws(EncodingError) in
                try encoder.raw(" \(part.wireNotation) \(adding ? "+" : "-")FLAGS.SILENT (")
                for (index, flag) in flags.enumerated() {
                    if index > 0 { encoder.space() }
                    try encoder.flag(flag)
                }
                try encoder.raw(")")
            }
            tags.append(tag)
        }
        return tags
    }
}

extension CommandEncoder {
    /// One flag, system or keyword.
    mutating func flag(_ flag: Flag) throws(EncodingError) {
        switch flag {
        case .system(let bits): try raw(Flags(system: bits).wireNames.joined(separator: " "))
        case .keyword(let name): try atom(name)
        }
    }
}
