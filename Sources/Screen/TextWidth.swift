import CUTF8Proc

/// How many columns text takes, per grapheme cluster.
///
/// Terminals agree on single code points and disagree on clusters; the rules here are those of UAX #11 and of the
/// emoji standard (UTS #51), which newer terminals follow. Where a terminal may well differ, `isCertain` says so.
package enum TextWidth {
    /// Columns of one code point: 0 for marks, format and control characters.
    package static func width(of scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x7F { return scalar.value < 0x20 ? 0 : 1 }
        if cutf8proc_is_assigned(scalar.value) == 0 {
            // Newer than the table: the standard library may know it.
            if scalar.properties.isEmojiPresentation { return 2 }
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format, .control: return 0
            default: return 1
            }
        }
        return Int(cutf8proc_width(scalar.value))
    }

    /// Columns of a cluster: 0, 1 or 2.
    package static func width(of character: Character) -> Int {
        let utf8 = character.utf8
        if utf8.count == 1, let byte = utf8.first { return byte >= 0x20 && byte < 0x7F ? 1 : 0 }
        let scalars = character.unicodeScalars
        guard let base = scalars.first else { return 0 }
        let baseWidth = width(of: base)
        if scalars.count == 1 { return min(2, baseWidth) }
        var sum = baseWidth
        for scalar in scalars.dropFirst() {
            switch scalar.value {
            case 0xFE0F where base.properties.isEmoji: return 2
            case 0x200D where base.properties.isEmojiPresentation: return 2
            default: sum += width(of: scalar)
            }
        }
        return min(2, sum)
    }

    /// Columns of a text on one line.
    package static func width(of text: some StringProtocol) -> Int {
        if isPrintableASCII(text.utf8) { return text.utf8.count }
        return text.reduce(0) { $0 + width(of: $1) }
    }

    /// Whether terminals can be trusted to give the cluster the columns of `width(of:)`.
    ///
    /// They can't with joined emoji, variation selectors, skin tones, flags, spacing marks, conjoining jamo, pictographs
    /// whose default is text, and what is newer than Unicode 14.
    package static func isCertain(_ character: Character) -> Bool {
        if character.utf8.count == 1 { return true }
        let scalars = character.unicodeScalars
        guard let base = scalars.first else { return true }
        // Latin, Greek and Cyrillic letters, and punctuation.
        if scalars.count == 1, base.value < 0x0530 { return true }
        if base.properties.isEmoji && !base.properties.isEmojiPresentation { return false }
        if cutf8proc_is_assigned(base.value) == 0 { return false }
        if let age = base.properties.age, age.major > 14 { return false }
        return scalars.dropFirst().allSatisfy {
            $0.properties.generalCategory == .nonspacingMark && !(0xFE00...0xFE0F).contains($0.value)
        }
    }

    /// Where a text that is too wide is cut, what is left in its place.
    package static let ellipsis: Character = "…"

    /// The text cut to so many columns, with an ellipsis at its end where something is missing.
    package static func truncated(_ text: String, to columns: Int) -> String {
        if text.utf8.count <= columns, isPrintableASCII(text.utf8) { return text }
        guard width(of: text) > columns else { return text }
        guard columns > 0 else { return "" }
        return prefix(text, columns: columns - 1) + String(ellipsis)
    }

    /// As many whole clusters from the start as fit.
    package static func prefix(_ text: String, columns: Int) -> String {
        var used = 0
        var result = ""
        for character in text {
            let width = width(of: character)
            if used + width > columns { break }
            used += width
            result.append(character)
        }
        return result
    }

    /// The text without so many columns at its start; a wide cluster that is cut goes whole.
    package static func dropping(_ columns: Int, of text: String) -> String {
        var left = columns
        return String(
            text.drop { character in
                guard left > 0 else { return false }
                left -= width(of: character)
                return true
            })
    }

    /// Which side of a field a text keeps to.
    package enum Alignment: Hashable, Sendable {
        case leading
        case trailing
    }

    /// The text cut or filled with spaces to exactly so many columns.
    package static func padded(
        _ text: String, to columns: Int, alignment: Alignment = .leading
    ) -> String {
        let cut = truncated(text, to: columns)
        let fill = String(repeating: " ", count: max(0, columns - width(of: cut)))
        switch alignment {
        case .leading: return cut + fill
        case .trailing: return fill + cut
        }
    }

    static func isPrintableASCII(_ utf8: some Sequence<UInt8>) -> Bool {
        let contiguous = utf8.withContiguousStorageIfAvailable { bytes in
            bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        }
        return contiguous ?? utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }
}
