/// One step of the stream of responses, as `ResponseFramer` cuts it.
public enum Frame: Sendable, Equatable {
    /// A whole response with its literals in place (`{n}`, line end, octets), without the final line end.
    case response([UInt8])
    /// A response over a limit was skipped; the stream goes on behind it.
    case oversized(discardedBytes: Int)
    /// It is no longer known where the next response begins: the connection must end.
    case lost(FramingFailure)
}

/// Why framing was lost.
public enum FramingFailure: Sendable, Equatable {
    /// A literal announced more octets than can be counted past.
    case literalTooLarge
}
