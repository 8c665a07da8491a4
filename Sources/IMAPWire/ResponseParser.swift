/// Reads one response.
public struct ResponseParser: Sendable {
    let limits: Limits
    public init(limits: Limits = Limits()) { self.limits = limits }
    public func parse(_ frame: [UInt8]) -> Response { .invalid(reason: "empty") }
}
