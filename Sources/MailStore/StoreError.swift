/// What can go wrong with the store, in the words that a next step for the user needs. Holds no message text.
package enum StoreError: Error, Equatable, Sendable {
    /// The file is not a database, or its contents contradict themselves.
    case damaged(path: String)
    /// A later Martlet wrote the file; this one would not understand it.
    case newerVersion(path: String)
    case diskFull
    case notWritable(path: String)
    /// Another process held the store for longer than the busy timeout.
    case busy
    /// Anything else, by SQLite's result code and a fixed text without arguments.
    case failed(String)
}
