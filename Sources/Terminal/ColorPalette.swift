import Screen

/// Finds the nearest colour that a terminal has.
enum ColorPalette {
    static func nearest(_ color: Color, in colors: TerminalCapabilities.Colors) -> Color {
        switch (colors, color) {
        case (.none, _), (_, .terminal): .terminal
        case (.direct, _): color
        case (.palette(let count), .named(let number)):
            count >= 16 ? .named(number % 16) : .named(number % 8)
        case (.palette(let count), .indexed(let number)):
            count >= 256 ? color : named(components(ofIndex: number), count: count)
        case (.palette(let count), .rgb(let red, let green, let blue)):
            nearest([Int(red), Int(green), Int(blue)], count: count)
        }
    }

    private static func nearest(_ wanted: [Int], count: Int) -> Color {
        guard count >= 256 else { return named(wanted, count: count) }
        let indexes = (UInt8(16)...255).map { ($0, distance(components(ofIndex: $0), wanted)) }
        return .indexed(indexes.min { $0.1 < $1.1 }?.0 ?? 16)
    }

    /// The first 16 are the user's own and can be anything; these are what xterm has.
    private static let first: [[Int]] = [
        [0, 0, 0], [205, 0, 0], [0, 205, 0], [205, 205, 0], [0, 0, 238], [205, 0, 205], [0, 205, 205], [229, 229, 229],
        [127, 127, 127], [255, 0, 0], [0, 255, 0], [255, 255, 0], [92, 92, 255], [255, 0, 255], [0, 255, 255],
        [255, 255, 255],
    ]

    private static func named(_ wanted: [Int], count: Int) -> Color {
        let candidates = first.prefix(count).enumerated().map { (UInt8($0.offset), distance($0.element, wanted)) }
        return .named(candidates.min { $0.1 < $1.1 }?.0 ?? 7)
    }

    /// xterm's palette: 16 to 231 a cube of six steps, then 24 greys.
    static func components(ofIndex index: UInt8) -> [Int] {
        let number = Int(index)
        if number < 16 { return first[number] }
        if number >= 232 {
            let grey = 8 + (number - 232) * 10
            return [grey, grey, grey]
        }
        let steps = [0, 95, 135, 175, 215, 255]
        return [steps[(number - 16) / 36], steps[(number - 16) / 6 % 6], steps[(number - 16) % 6]]
    }

    private static func distance(_ one: [Int], _ other: [Int]) -> Int {
        zip(one, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
}
