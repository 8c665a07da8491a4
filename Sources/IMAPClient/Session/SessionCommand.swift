import IMAPWire
import MailModel

/// A command on its way through a session: its bytes, what it asks for, and what it may overlap with.
struct SessionCommand: Sendable {
    /// How a command stands to those before and after it on the wire (RFC 9051 section 5.5).
    enum Overlap: Sendable, Equatable {
        /// May be sent while others wait for their answers; the server may renumber messages during it.
        case pipelined
        /// Names messages by number: not while a command is under way that lets the server renumber.
        case sequenceNumbers
        /// Alone on the wire: it changes who we are or how bytes are read.
        case exclusive
        /// Ended by DONE before anything else is sent (RFC 2177).
        case idle
    }

    /// What an OK to it changes.
    enum Effect: Sendable, Equatable {
        case none
        case login
        case startTLS
        case capability
        /// COMPRESS: the next byte in either direction is deflated (RFC 4978 section 3).
        case compress
        /// ENABLE of these words.
        case enable([String])
        case select(wireName: String)
        case unselect
        case logout
        /// Back to before the login (RFC 8437).
        case unauthenticate
    }

    let tag: String
    /// The command's name, for errors: never its arguments.
    let name: String
    /// Each chunk after the first waits for a continuation.
    let chunks: [[UInt8]]
    /// The chunks for a transcript, without secrets.
    let transcript: [String]
    let interest: Interest
    let overlap: Overlap
    let effect: Effect

    init(
        encoded: EncodedCommand, name: String, interest: Interest = .nothing, overlap: Overlap = .pipelined,
        effect: Effect = .none
    ) {
        tag = encoded.tag
        self.name = name
        chunks = encoded.chunks
        transcript = encoded.chunks.indices.map { TranscriptLine.client(encoded.redacted(chunk: $0)) }
        self.interest = interest
        self.overlap = overlap
        self.effect = effect
    }

    /// Whether the server may send EXPUNGE while it works on this (RFC 9051 section 7.5.1).
    var letsServerExpunge: Bool { overlap != .sequenceNumbers }
}

/// Which untagged data a command asks for.
enum Interest: Sendable, Equatable {
    case nothing
    case capability
    case list
    /// A LIST that brings counts (RFC 5819).
    case listWithStatus
    case lsub
    case status
    case search
    case select
    /// A SELECT that also asks for what changed (RFC 7162 section 3.2.5).
    case resync
    case enabled
    case namespace
    case fetch(FetchInterest)
    case identity
    /// The codes of untagged OKs, as of a MOVE.
    case codes
    /// LIST with all that it can be asked to bring along: STATUS, MYRIGHTS and METADATA.
    case listing
    case sort
    case thread
    case quota
    case accessRights
    case metadata

    /// Whether the response is data this command asked for, or may have.
    func wants(_ response: Response, tag: String) -> Bool {
        switch (self, response) {
        case (.capability, .capability), (.list, .list), (.lsub, .lsub), (.lsub, .list), (.status, .mailboxStatus),
            (.listWithStatus, .list), (.listWithStatus, .mailboxStatus),
            (.search, .search), (.identity, .id), (.select, .exists), (.select, .flags), (.select, .status),
            (.resync, .exists), (.resync, .flags), (.resync, .status), (.resync, .vanished(earlier: true, _)),
            (.enabled, .enabled), (.namespace, .namespace),
            (.codes, .status), (.listing, .list), (.listing, .mailboxStatus), (.listing, .myRights),
            (.listing, .metadata), (.sort, .sort), (.thread, .thread), (.quota, .quota),
            (.quota, .quotaRoot), (.accessRights, .acl), (.accessRights, .myRights), (.accessRights, .listRights),
            (.metadata, .metadata):
            true
        case (.resync, .fetch(let response)): response.uid != nil && response.flags != nil
        case (.fetch(let wanted), .vanished(earlier: true, _)): wanted.asksVanished
        case (.search, .esearch(let found)), (.sort, .esearch(let found)):
            found.tag == nil || found.tag?.uppercased() == tag.uppercased()
        case (.fetch(let wanted), .fetch(let response)): wanted.matches(response)
        default: false
        }
    }
}

/// What a FETCH asks for, as far as its answers have to be told from what the server says of its own accord.
struct FetchInterest: Sendable, Equatable {
    enum Messages: Sendable, Equatable {
        case uids(UIDSet)
        case sequence(ClosedRange<UInt32>)
    }

    var messages: Messages
    var asksFlags: Bool
    /// Whether anything but UID, FLAGS and MODSEQ is asked for: then flags alone are no answer.
    var asksContent: Bool
    /// Whether VANISHED is asked for (RFC 7162 section 3.2.6).
    var asksVanished = false

    func matches(_ response: FetchResponse) -> Bool {
        switch messages {
        case .uids(let set):
            guard let uid = response.uid, set.contains(UID(uid)) else { return false }
        case .sequence(let range):
            guard range.contains(response.seq) else { return false }
        }
        if asksContent { return response.hasContent }
        return asksFlags ? response.flags != nil : true
    }
}

extension FetchResponse {
    /// Whether anything but UID, FLAGS and MODSEQ is told.
    var hasContent: Bool {
        size != nil || internalDate != nil || bodyStructure != nil
            || bodyStructureIsUnknown || !sections.isEmpty || envelope != nil
            || !skippedItems.isEmpty || !binarySizes.isEmpty || preview != nil
            || saveDate != nil || emailID != nil || threadID != nil
            || gmailMessageID != nil || gmailThreadID != nil || gmailLabels != nil
    }
}

/// How a command ended, with the data that came for it.
struct CommandOutcome: Sendable, Equatable {
    var status: StatusResponse
    var responses: [Response]
}
