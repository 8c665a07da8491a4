import IMAPWire

extension SessionStateMachine {
    /// What is to be done.
    enum Action: Sendable, Equatable {
        case send([UInt8], transcript: String)
        /// The server has said who it is; `isAuthenticated` where it said PREAUTH.
        case greeted(isAuthenticated: Bool)
        /// The command has its tagged answer.
        case complete(tag: String, CommandOutcome)
        /// The command will get none.
        case fail(tag: String, IMAPError)
        case update(MailboxUpdate)
        /// The server asks something of the login under way; answered by `answerChallenge`.
        case challenge(tag: String, text: String)
        /// The next byte in either direction belongs to TLS.
        case startTLS
        /// The next byte in either direction is deflated.
        case startCompression
        /// Close the connection; everything that waited has been failed before.
        case close(IMAPError)
    }

    /// Things that a server does and should not, which are tolerated and counted.
    struct Oddities: Sendable, Equatable {
        var unknownTags = 0
        var strayContinuations = 0
        var unreadableResponses = 0
        var oversizedResponses = 0
        var unplaceableFetches = 0
    }
}

extension SessionStateMachine.Action {
    /// Whether this tells of messages what nobody asked for.
    var isNewsOfMessages: Bool {
        switch self {
        case .update(.exists), .update(.flags), .update(.arrived), .update(.expunged), .update(.expungedUnknown): true
        case .send, .greeted, .complete, .fail, .update, .challenge, .startTLS, .startCompression, .close: false
        }
    }
}
