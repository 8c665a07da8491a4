/// A colour that a message gives to its text.
package struct TextColor: Hashable, Sendable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    package init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Whether it is black, white or a grey, or as good as one: what pages are set in, and says nothing.
    package var isGrey: Bool { max(red, green, blue) - min(red, green, blue) < 32 }
}
