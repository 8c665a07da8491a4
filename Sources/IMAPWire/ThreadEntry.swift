/// A message of THREAD (RFC 5256): messages in order, each with how deep it lies, so that no depth can exhaust a stack.
public struct ThreadEntry: Sendable, Hashable {
    /// Nil for a parent that is not in the mailbox: the siblings below it belong together all the same.
    public var number: UInt32?
    /// 0 where a thread begins; the parent is the nearest entry before this one that lies one less deep.
    public var depth: Int

    /// Takes each property as it is.
    public init(number: UInt32?, depth: Int) {
        self.number = number
        self.depth = depth
    }
}
