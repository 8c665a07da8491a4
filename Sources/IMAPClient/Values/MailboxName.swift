import IMAPWire

/// Names of mailboxes between people and the wire.
package enum MailboxName {
    /// The name on the wire for one that a person typed, with the server's own delimiter in it.
    ///
    /// - Parameter acceptsUTF8: whether UTF8=ACCEPT is enabled; without it names are in modified UTF-7.
    package static func wireName(forTyped name: String, acceptsUTF8: Bool = false) -> String {
        acceptsUTF8 ? name : ModifiedUTF7.encode(name)
    }
}
