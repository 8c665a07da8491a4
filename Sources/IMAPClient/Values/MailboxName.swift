import IMAPWire

/// Names of mailboxes between people and the wire.
package enum MailboxName {
    /// The name on the wire for one that a person typed, with the server's own delimiter in it.
    ///
    /// - Parameter isUTF8: whether names are UTF-8 there, `IMAPConnection.namesAreUTF8`; else they are modified UTF-7.
    package static func wireName(forTyped name: String, isUTF8: Bool) -> String {
        isUTF8 ? name : ModifiedUTF7.encode(name)
    }
}
