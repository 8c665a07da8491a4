/// Something that goes wrong on purpose.
///
/// A fault that names a command is met once, by the first connection that sends it. `UID STORE` names exactly that
/// command; `STORE` names both forms.
package enum Fault: Sendable, Equatable {
    /// The connection that sends this many more bytes is closed in the middle of its response.
    case cut(afterBytes: Int)
    /// Every present connection stays open and answers nothing more.
    case stall
    /// The named command is received and never answered; nothing else on that connection is either.
    case stallAt(command: String)
    /// The connection is closed when the named command arrives, without performing it.
    case cutBefore(command: String)
    /// The named command is performed, and the connection closed before a byte of its answer is sent.
    case loseAnswer(command: String)
    /// The next completion of a command carries a tag nobody sent.
    case wrongTag
    /// Every present connection is sent an untagged BYE and closed.
    case bye(text: String)
    /// From now on every response is written byte by byte.
    case singleBytes
    /// A message is gone, and no session is told.
    case vanish(folder: String, uid: UInt32)
    /// The folder gets another UIDVALIDITY and other UIDs; sessions that have it selected are ended.
    case newUIDValidity(folder: String)
    /// Logins are refused with this text until the faults are cleared.
    case refuseLogin(text: String)
    /// The named command is answered with NO and this text.
    case refuse(command: String, text: String)
    /// The named command is answered with BAD, as by a server that offers what it does not know.
    case misunderstand(command: String)
    /// New connections are closed at once, without a greeting, until the faults are cleared.
    case refuseConnections
}

/// What goes wrong from the start, and how far away the server seems to be.
package struct FaultPlan: Sendable, Equatable {
    /// Faults that meet the first connection, then the second, and so on; later ones meet none.
    package var byConnection: [[Fault]]
    /// Faults in force from the start, as if injected.
    package var always: [Fault]
    /// Every response is held back for this long, which is what a round trip of that length looks like.
    package var latency: Duration

    /// A plan; with no arguments nothing goes wrong.
    package init(byConnection: [[Fault]] = [], always: [Fault] = [], latency: Duration = .zero) {
        self.byConnection = byConnection
        self.always = always
        self.latency = latency
    }

    /// Nothing goes wrong.
    package static let none = FaultPlan()
}
