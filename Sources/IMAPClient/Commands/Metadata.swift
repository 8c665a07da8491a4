import IMAPWire

extension MetadataEntry {
    /// The value as text; nil where there is none, or where only a change was told.
    var text: String? {
        switch value {
        case .octets(let text): text.string
        case .absent, .changed: nil
        }
    }
}

/// GETMETADATA and SETMETADATA (RFC 5464 section 4). An empty mailbox name stands for the server itself.
extension IMAPConnection {
    /// The values of entries, by name in lower case; entries without a value are missing.
    ///
    /// - Parameters:
    ///   - largest: values longer than so many octets are left out by the server.
    ///   - depth: how deep below the named entries to look.
    /// - Throws: `unsupported("METADATA")`.
    package func metadata(
        of wireName: String, _ entries: [String], largest: UInt32? = nil, depth: MetadataDepth = .entryOnly
    ) async throws(IMAPError) -> [String: String] {
        try await requireMetadata(wireName)
        let outcome = try await run("GETMETADATA", interest: .metadata) { encoder throws(EncodingError) in
            encoder.space()
            try encoder.metadataOptions(largest: largest, depth: depth)
            encoder.mailbox(wireName)
            encoder.space()
            try encoder.metadataEntries(entries)
        }
        var values: [String: String] = [:]
        for case .metadata(let found) in outcome.responses where found.wireName == wireName || !wireName.isEmpty {
            for entry in found.entries {
                if let text = entry.text { values[entry.name.lowercased()] = text }
            }
        }
        return values
    }

    /// Sets entries; nil takes one away.
    ///
    /// - Throws: `unsupported("METADATA")`.
    package func setMetadata(of wireName: String, _ values: [String: String?]) async throws(IMAPError) {
        try await requireMetadata(wireName)
        let pairs = values.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value.map { Array($0.utf8) }) }
        _ = try await run("SETMETADATA", interest: .metadata) { encoder throws(EncodingError) in
            encoder.space()
            encoder.mailbox(wireName)
            encoder.space()
            try encoder.metadataValues(pairs)
        }
    }

    private func requireMetadata(_ wireName: String) async throws(IMAPError) {
        let known = try await usableCapabilities()
        // METADATA-SERVER is the part of it that is about the server (RFC 5464 section 1).
        if wireName.isEmpty, known.contains("METADATA-SERVER") { return }
        try known.require("METADATA")
    }
}
