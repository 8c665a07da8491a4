/// The 256 colours of xterm, which other terminals have as well.
package enum XtermPalette {
    /// The first 16 are the user's own and can be anything; these are what xterm has.
    package static let first: [[Int]] = [
        [0, 0, 0], [205, 0, 0], [0, 205, 0], [205, 205, 0], [0, 0, 238], [205, 0, 205], [0, 205, 205], [229, 229, 229],
        [127, 127, 127], [255, 0, 0], [0, 255, 0], [255, 255, 0], [92, 92, 255], [255, 0, 255], [0, 255, 255],
        [255, 255, 255],
    ]

    /// Red, green and blue: 16 to 231 are a cube of six steps, then come 24 greys.
    package static func components(ofIndex index: UInt8) -> [Int] {
        let number = Int(index)
        if number < 16 { return first[number] }
        if number >= 232 {
            let grey = 8 + (number - 232) * 10
            return [grey, grey, grey]
        }
        let steps = [0, 95, 135, 175, 215, 255]
        return [steps[(number - 16) / 36], steps[(number - 16) / 6 % 6], steps[(number - 16) % 6]]
    }

    /// The index of the nearest colour that is not the user's own.
    package static func nearest(_ wanted: [Int]) -> UInt8 {
        (UInt8(16)...255).min { distance(components(ofIndex: $0), wanted) < distance(components(ofIndex: $1), wanted) }
            ?? 16
    }

    package static func distance(_ one: [Int], _ other: [Int]) -> Int {
        zip(one, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
}
