/// Finds what belongs to a word of the grammar, in any case, without making a string of it.
///
/// Words have 1 to 16 octets, of letters, digits and marks from `-` on.
struct WordTable<Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        let word: PackedWord
        let value: Value
    }

    /// Open addressing: a word stands at its slot or in the first free one behind it.
    private let slots: [Entry?]

    init(_ values: [(word: String, value: Value)]) {
        var slots = [Entry?](repeating: nil, count: 256)
        for (text, value) in values {
            let octets = Array(text.utf8)
            guard let word = PackedWord(octets.span, from: 0, to: octets.count) else { continue }
            var slot = word.slot
            while slots[slot] != nil { slot = (slot + 1) & 0xFF }
            slots[slot] = Entry(word: word, value: value)
        }
        self.slots = slots
    }

    /// The value of the word that stands there; nil for a word that is not in the table.
    func value(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Value? {
        guard let word = PackedWord(bytes, from: start, to: end) else { return nil }
        var slot = word.slot
        while let entry = slots[slot] {
            if entry.word == word { return entry.value }
            slot = (slot + 1) & 0xFF
        }
        return nil
    }
}

/// A short word without regard to case, as two numbers.
private struct PackedWord: Equatable, Sendable {
    private let head: UInt64
    /// The last eight octets of a word that is longer than that, else the length.
    private let tail: UInt64
    private let count: Int

    /// Nil for a word that is empty, too long, or has controls in it.
    @inline(__always)
    init?(_ bytes: Span<UInt8>, from start: Int, to end: Int) {
        let count = end - start
        guard start >= 0, count > 0, count <= 16, end <= bytes.count else { return nil }
        if count >= 8 {
            head = OctetScan.eight(bytes, start) | Self.caseBits
            tail = OctetScan.eight(bytes, end - 8) | Self.caseBits
            guard !OctetScan.hasControls(OctetScan.eight(bytes, start), OctetScan.eight(bytes, end - 8)) else {
                return nil
            }
        } else if bytes.count - start >= 8 {
            // What follows the word is read with it and masked out.
            let mask = UInt64.max &>> UInt64(64 - 8 * count)
            let octets = OctetScan.eight(bytes, start) & mask
            guard !OctetScan.hasControls(octets | ~mask, .max) else { return nil }
            head = octets | Self.caseBits & mask
            tail = 0
        } else {
            var packed: UInt64 = 0
            for index in (start..<end).reversed() {
                guard bytes[index] >= 0x20 else { return nil }
                packed = packed &<< 8 | UInt64(bytes[index] | 0x20)
            }
            head = packed
            tail = 0
        }
        self.count = count
    }

    /// Lower case for letters, and nothing for the other octets that words have.
    private static var caseBits: UInt64 { 0x2020_2020_2020_2020 }

    var slot: Int {
        let mixed =
            (head &* 0x9E37_79B9_7F4A_7C15) ^ (tail &* 0xC2B2_AE3D_27D4_EB4F) &+ UInt64(truncatingIfNeeded: count)
        return Int(truncatingIfNeeded: mixed >> 56)
    }
}
