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
            count >= 256 ? color : named(XtermPalette.components(ofIndex: number), count: count)
        case (.palette(let count), .rgb(let red, let green, let blue)):
            nearest([Int(red), Int(green), Int(blue)], count: count)
        }
    }

    private static func nearest(_ wanted: [Int], count: Int) -> Color {
        count >= 256 ? .indexed(XtermPalette.nearest(wanted)) : named(wanted, count: count)
    }

    private static func named(_ wanted: [Int], count: Int) -> Color {
        let candidates = XtermPalette.first.prefix(count).enumerated().map {
            (UInt8($0.offset), XtermPalette.distance($0.element, wanted))
        }
        return .named(candidates.min { $0.1 < $1.1 }?.0 ?? 7)
    }
}
