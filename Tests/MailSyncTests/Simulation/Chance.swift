/// Chance that can be repeated.
struct Chance: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    /// From 0 up to but not including the bound; 0 for a bound of 0.
    mutating func below(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return bound > 0 ? Int(state >> 33) % bound : 0
    }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}
