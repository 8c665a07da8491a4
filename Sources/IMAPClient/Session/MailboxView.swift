import IMAPWire
import MailModel

/// What is known of the selected mailbox from what the server says of its own accord, and what of it is news.
struct MailboxView: Sendable {
    typealias Action = SessionStateMachine.Action

    private var map = SequenceMap()
    private var selectingTag: String?
    private var uidValidity: UInt32?
    private(set) var isSelected = false
    /// Whether the server said that it keeps no modification sequences here (RFC 7162 section 3.1.2.2): it answers BAD to
    /// whoever asks for them.
    private(set) var hasNoModSeq = false

    /// The tag of the SELECT by which the mailbox was opened.
    var selection: String? { isSelected ? selectingTag : nil }

    /// The number of messages.
    var count: UInt32 { map.count }

    func uid(of sequence: UInt32) -> UID? { map.uid(of: sequence) }

    /// A SELECT has become the oldest command without answer: from here on everything is about its mailbox.
    mutating func beginSelecting(_ wireName: String, tag: String, _ actions: inout [Action]) {
        guard selectingTag != tag else { return }
        deselect()
        selectingTag = tag
        isSelected = true
        actions.append(.update(.selected(wireName: wireName)))
    }

    mutating func deselect() {
        map.reset()
        uidValidity = nil
        isSelected = false
        hasNoModSeq = false
    }

    /// Applies EXISTS, EXPUNGE and VANISHED.
    mutating func apply(_ response: Response, isSelecting: Bool, _ actions: inout [Action]) {
        guard isSelected else { return }
        switch response {
        case .exists(let count):
            let growth = map.setCount(count)
            apply(growth, isSelecting: isSelecting, &actions)
        // Until a SELECT is answered these are about the mailbox that is being left (RFC 7162 section 3.2.11).
        case .expunge where isSelecting, .vanished where isSelecting: break
        case .expunge(let sequence):
            switch map.expunge(sequence) {
            case .known(let uid): actions.append(.update(.expunged(UIDSet([uid]))))
            case .unknown: actions.append(.update(.expungedUnknown))
            case .outOfRange: actions.append(.update(.resyncNeeded(.contradiction)))
            }
        case .vanished(let earlier, let ranges):
            let gone = UIDSet(ranges: ranges)
            if earlier {
                actions.append(.update(.expunged(gone)))
            } else {
                // Also those never learnt are told: whoever keeps messages knows which of them it has.
                _ = map.vanish(gone)
                actions.append(.update(.expunged(gone)))
            }
        default: break
        }
    }

    private func apply(_ growth: SequenceMap.Growth, isSelecting: Bool, _ actions: inout [Action]) {
        switch growth {
        case .same: break
        case .grew: if !isSelecting { actions.append(.update(.exists(map.count))) }
        case .shrank: if !isSelecting { actions.append(.update(.resyncNeeded(.contradiction))) }
        }
    }

    /// Applies the codes of an untagged status.
    mutating func apply(_ status: StatusResponse, isSelecting: Bool, _ actions: inout [Action]) {
        switch status.code {
        case .alert: actions.append(.update(.alert(ServerText.sanitised(status.text))))
        case .uidValidity(let value) where isSelected:
            let isNews = !isSelecting && uidValidity != nil && uidValidity != value
            uidValidity = value
            if isNews { actions.append(.update(.uidValidityChanged(UIDValidity(value)))) }
        case .noModSeq where isSelected: hasNoModSeq = true
        case .closed where isSelecting:
            // What came before it was about the old mailbox (RFC 7162 section 3.2.11).
            map.reset()
        default: break
        }
    }

    /// Learns the UID that a FETCH tells, or fills in the one that is known.
    mutating func place(_ fetch: FetchResponse, _ actions: inout [Action]) -> FetchResponse {
        guard isSelected, fetch.seq != 0 else { return fetch }
        guard let uid = fetch.uid else {
            var filled = fetch
            filled.uid = map.uid(of: fetch.seq)?.value
            return filled
        }
        if map.place(UID(uid), at: fetch.seq) == .contradicts {
            actions.append(.update(.resyncNeeded(.contradiction)))
        }
        return fetch
    }

    /// Reports flags that nobody asked for; without a UID they cannot be placed, and never make a row.
    func applyFlags(
        of fetch: FetchResponse, isAsked: Bool, _ oddities: inout SessionStateMachine.Oddities,
        _ actions: inout [Action]
    ) {
        guard isSelected, let flags = fetch.flags else { return }
        if let uid = fetch.uid, uid != 0 {
            actions.append(.update(.flags(UID(uid), Flags(wire: flags), fetch.modSeq.map { ModSeq($0) })))
        } else if !isAsked {
            oddities.unplaceableFetches += 1
            // Number 0 is what some servers send for a message that is no more (quirk of Courier).
            if fetch.seq != 0 { actions.append(.update(.resyncNeeded(.unplaceable))) }
        }
    }
}
