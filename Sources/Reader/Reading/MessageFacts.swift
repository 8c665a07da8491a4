import MailModel

/// What the store knows about a message beside its text.
package struct MessageFacts: Hashable, Sendable {
    /// No other message came from this sender.
    package var isFirstFromSender: Bool
    /// Somebody with whom the user has written goes by the sender's name, under this address.
    package var namesake: EmailAddress?
    /// How many messages its conversation has, over all folders.
    package var conversation: Int

    package init(isFirstFromSender: Bool = false, namesake: EmailAddress? = nil, conversation: Int = 1) {
        self.isFirstFromSender = isFirstFromSender
        self.namesake = namesake
        self.conversation = conversation
    }
}
