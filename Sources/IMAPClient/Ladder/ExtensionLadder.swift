/// For each extension: whether this server offers it, whether it was used on this connection, and whether it turned out
/// to be broken there. What uses an extension asks here first, and does it another way where the answer is no.
struct ExtensionLadder: Sendable {
    /// What is known of the server, from before and from now.
    private(set) var profile: ServerProfile
    private var used: Set<ServerExtension> = []
    /// Names of what turned out to be broken on this connection.
    private var learntNow: Set<String> = []
    /// Whether this connection has found the LOGIN command switched off.
    private var foundLoginSwitchedOff = false
    /// Whether the profile was held against what the server offers now.
    private var hasMet = false
    /// Switched off by the user's configuration, or for one connection: not the server's fault, and not remembered.
    private var switchedOff: Set<ServerExtension>
    /// Not used for the moment, while it is found out which one is broken.
    private var aside: Set<ServerExtension> = []

    init(profile: ServerProfile, switchedOff: Set<ServerExtension>) {
        self.profile = profile
        self.switchedOff = switchedOff
    }

    /// Whether it may be used.
    func allows(_ known: ServerExtension, _ capabilities: Capabilities?) -> Bool {
        capabilities?.offers(known) == true && !profile.isBroken(known) && !switchedOff.contains(known)
            && !aside.contains(known)
    }

    mutating func setAside(_ some: [ServerExtension]) { aside.formUnion(some) }

    mutating func takeBack(_ some: [ServerExtension]) { aside.subtract(some) }

    mutating func note(used known: ServerExtension) { used.insert(known) }

    mutating func note(broken known: ServerExtension) {
        learntNow.insert(known.rawValue)
        profile.note(broken: known)
    }

    mutating func noteDislikeOfSpaceBeforeFields() { profile.noteDislikeOfSpaceBeforeFields() }

    mutating func noteLoginSwitchedOff() {
        foundLoginSwitchedOff = true
        profile.noteLoginSwitchedOff()
    }

    /// The server offers this after the login, which it may have done otherwise when the profile was written.
    ///
    /// - Returns: whether something was forgotten.
    mutating func meet(_ offered: Capabilities) -> Bool {
        guard !hasMet else { return false }
        hasMet = true
        let hasForgotten = profile.meet(offered, learntNow: learntNow)
        if foundLoginSwitchedOff { profile.noteLoginSwitchedOff() }
        return hasForgotten
    }

    mutating func suspect(_ known: ServerExtension) { profile.suspect(known) }

    mutating func clear(_ known: ServerExtension) { profile.clear(known) }

    /// Not on this connection any more.
    mutating func switchOff(_ known: ServerExtension) { switchedOff.insert(known) }

    func standing(_ known: ServerExtension, _ capabilities: Capabilities?) -> ExtensionStanding {
        guard capabilities?.offers(known) == true else { return .absent }
        if profile.isBroken(known) { return .broken }
        if switchedOff.contains(known) { return .switchedOff }
        return used.contains(known) ? .used : .offered
    }
}

/// How an extension stands on a connection.
package enum ExtensionStanding: String, Sendable, Equatable {
    case absent, offered, used, broken, switchedOff
}

extension Capabilities {
    /// Whether the server has it, under its own name or as part of something larger.
    package func offers(_ known: ServerExtension) -> Bool {
        contains(known.rawValue) || (known.isPartOfRev2 && contains("IMAP4REV2"))
            || known.container.map { contains($0.rawValue) } ?? false
    }
}

extension IMAPConnection {
    /// Whether an extension is offered, and was not found broken here. `note` counts it as used where it is.
    func uses(_ known: ServerExtension) -> Bool {
        guard ladder.allows(known, machine.capabilities) else { return false }
        ladder.note(used: known)
        return true
    }

    /// The same without knowing it will be used.
    package func mayUse(_ known: ServerExtension) -> Bool { ladder.allows(known, machine.capabilities) }

    /// It is offered and does not work: not again on this connection, nor on later ones to this server.
    func gaveUp(on known: ServerExtension) {
        ladder.note(broken: known)
        options.learnt?(ladder.profile)
    }

    /// It may have broken something: after the second time it counts as broken.
    func suspects(_ known: ServerExtension) {
        ladder.suspect(known)
        options.learnt?(ladder.profile)
    }

    /// `HEADER.FIELDS (` was BAD and is not without its space (quirk 30).
    func foundDislikeOfSpaceBeforeFields() {
        ladder.noteDislikeOfSpaceBeforeFields()
        options.learnt?(ladder.profile)
    }

    /// LOGIN was refused as a command, and another way to log in worked with the same name and password.
    func foundLoginSwitchedOff() {
        ladder.noteLoginSwitchedOff()
        options.learnt?(ladder.profile)
    }

    /// Holds what was learnt earlier against what the server offers now, once it has said so after the login.
    func compareProfile() {
        guard machine.isAuthenticated, let offered = machine.capabilities else { return }
        if ladder.meet(offered) { options.learnt?(ladder.profile) }
    }

    /// What was learnt about this server, to be handed to the next connection.
    package var profile: ServerProfile { ladder.profile }

    /// How every extension stands here, in the order of their families.
    package var extensions: [(ServerExtension, ExtensionStanding)] {
        ServerExtension.allCases.map { ($0, ladder.standing($0, machine.capabilities)) }
    }
}
