import MailModel

extension MessageReader {
    /// A file that stands within a sealed part: `2>1.2` is part 1.2 of what part 2 of the message holds.
    ///
    /// - Returns: the file decoded; nil where there is none, or where its seal can't be opened.
    package static func sealedPart(section: String, ofSource source: [UInt8], engine: any SealEngine) -> SourcePart? {
        let steps = section.split(separator: ">", omittingEmptySubsequences: false).map(String.init)
        guard steps.count <= SealOpener.maximumDepth + 1 else { return nil }
        var bytes = source
        for step in steps.dropLast() {
            guard let parsed = ParsedSource(bytes), let part = parsed.structure.part(step),
                let plain = opened(part, in: parsed, engine)
            else { return nil }
            bytes = plain
        }
        return part(section: steps[steps.count - 1], ofSource: bytes)
    }

    private static func opened(_ part: PartTree, in parsed: ParsedSource, _ engine: any SealEngine) -> [UInt8]? {
        guard let sealed = SealedPart(part) else { return nil }
        let holder =
            switch sealed {
            case .signed: nil as PartTree?
            case .encrypted: part.children[1]
            case .opaqueSigned, .enveloped: part
            }
        guard let holder, let encoded = parsed.content(of: holder.section) else { return nil }
        let message = decoded(part: holder, bytes: encoded)
        let opened =
            sealed.isEncrypted
            ? engine.decrypt(sealed.method, message) : engine.verifyOpaque(sealed.method, message)
        guard case .opened = opened.state else { return nil }
        return opened.plain
    }
}
