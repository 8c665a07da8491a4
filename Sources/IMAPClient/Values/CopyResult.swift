import MailModel

/// Where copied or moved messages went, as COPYUID says it (RFC 4315 section 3).
package struct CopyResult: Sendable, Equatable {
    /// The UIDVALIDITY of the target.
    package var uidValidity: UIDValidity
    /// The UID in the target by the UID in the source.
    package var targets: [UID: UID]

    package init(uidValidity: UIDValidity, targets: [UID: UID]) {
        self.uidValidity = uidValidity
        self.targets = targets
    }
}

/// Where an appended message went, as APPENDUID says it (RFC 4315 section 3).
package struct AppendResult: Sendable, Equatable {
    package var uidValidity: UIDValidity
    package var uid: UID

    package init(uidValidity: UIDValidity, uid: UID) {
        self.uidValidity = uidValidity
        self.uid = uid
    }
}
