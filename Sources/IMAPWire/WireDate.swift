/// A moment and the zone it was written in, from INTERNALDATE and its like (RFC 3501 section 2.3.3, `date-time`).
public struct WireDate: Sendable, Hashable {
    /// Seconds since 1970-01-01 00:00:00 UTC.
    public var secondsSince1970: Int64
    /// East of Greenwich is positive.
    public var offsetMinutes: Int

    /// Takes each property as it is.
    public init(secondsSince1970: Int64, offsetMinutes: Int) {
        self.secondsSince1970 = secondsSince1970
        self.offsetMinutes = offsetMinutes
    }
}
