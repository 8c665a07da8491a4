/// How much the store holds.
package struct StoreFigures: Hashable, Sendable {
    /// Octets of its file, and how many of them are free for what comes.
    package var octets: Int
    package var freeOctets: Int
    package var folders: Int
    package var messages: Int
    /// Messages whose text is at hand without a network.
    package var texts: Int
    /// Changes of the user that wait for the server, and those that it refused.
    package var waitingChanges: Int
    package var refusedChanges: Int

    package init(
        octets: Int, freeOctets: Int, folders: Int, messages: Int, texts: Int, waitingChanges: Int,
        refusedChanges: Int
    ) {
        self.octets = octets
        self.freeOctets = freeOctets
        self.folders = folders
        self.messages = messages
        self.texts = texts
        self.waitingChanges = waitingChanges
        self.refusedChanges = refusedChanges
    }
}
