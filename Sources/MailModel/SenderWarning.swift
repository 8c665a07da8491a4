/// Why a message may be from somebody else than its sender's name says.
package enum SenderWarning: Hashable, Sendable {
    /// The display name is, or holds, an address other than the one it stands before.
    case nameIsAnotherAddress(String)
    /// Somebody with whom the user has written goes by this name, under another address.
    case nameOfAnotherContact(EmailAddress)
    /// Answers go to another site than the one the message came from.
    case repliesGoElsewhere(String)
}
