#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The time of day, for messages that arrive without one.
enum WallClock {
    /// Seconds since 1970.
    static func now() -> Int64 {
        Int64(time(nil))
    }
}
