import IMAPWire
import MailModel

/// FETCH and UID FETCH (RFC 9051 section 6.4.5).
extension IMAPConnection {
    /// What is asked for about these messages, in the order in which the server tells it, each message once. Messages
    /// that are no more are missing from the result.
    package func fetch(_ set: MessageSet, _ items: [FetchItem]) async throws(IMAPError) -> [FetchedMessage] {
        try refuseIfCancelled()
        let request = try FetchRequest(items, for: capabilities)
        var tags: [String] = []
        switch set {
        case .sequence(let range):
            guard range.lowerBound > 0 else { throw .unencodable }
            if isUIDOnly { throw .unsupported("numbers of messages beside UIDONLY") }
            tags = [
                try begin(
                    "FETCH", "\(range.lowerBound):\(range.upperBound)", request, .sequence(range), .sequenceNumbers)
            ]
        case .uidsFrom(let first):
            let wanted = UIDSet(max(1, first.value)...UInt32.max)
            tags = [try begin("UID FETCH", "\(max(1, first.value)):*", request, .uids(wanted), .pipelined)]
        case .uids(let uids):
            for part in UIDSetParts.parts(of: uids) {
                tags.append(try begin("UID FETCH", part.wireNotation, request, .uids(part), .pipelined))
            }
        }
        var gathering = FetchGathering()
        for outcome in try await answers(to: tags, "FETCH") {
            for case .fetch(let response) in outcome.responses { gathering.add(response) }
        }
        return gathering.messages
    }

    private func begin(
        _ name: String, _ set: String, _ request: FetchRequest, _ messages: FetchInterest.Messages,
        _ overlap: SessionCommand.Overlap
    ) throws(IMAPError) -> String {
        let interest = FetchInterest(
            messages: messages, asksFlags: request.asksFlags, asksContent: request.asksContent)
        return try submit(name, interest: .fetch(interest), overlap: overlap) { encoder throws(EncodingError) in
            try encoder.raw(" \(set) \(request.wire)")
        }
    }
}

/// The items of a FETCH as the wire has them.
struct FetchRequest {
    var wire: String
    var asksFlags = false
    var asksContent = false

    init(_ items: [FetchItem], for known: Capabilities) throws(IMAPError) {
        var names = ["UID"]
        for item in items {
            switch item {
            case .uid: continue
            case .flags:
                asksFlags = true
                names.append("FLAGS")
                continue
            case .modSeq:
                if known.contains("CONDSTORE") { names.append("MODSEQ") }
                continue
            case .internalDate: names.append("INTERNALDATE")
            case .size: names.append("RFC822.SIZE")
            case .bodyStructure: names.append("BODYSTRUCTURE")
            case .peek(let section, let partial):
                let range = partial.map { "<\($0.lowerBound).\($0.count)>" } ?? ""
                names.append("BODY.PEEK[\(section)]\(range)")
            case .headerFields(let fields):
                names.append("BODY.PEEK[HEADER.FIELDS (\(fields.joined(separator: " ")))]")
            case .binary, .binarySize, .preview, .saveDate, .objectIDs, .gmailLabels:
                let extensions = try item.extensionNames(for: known)
                names.append(contentsOf: extensions)
                // The answer to any other may be NIL, which tells no more than that there is one.
                if !item.alwaysHasValue { continue }
            }
            asksContent = true
        }
        wire = "(" + names.joined(separator: " ") + ")"
    }
}

/// Joins what a server says of one message in several responses. What cannot be told to belong to a UID is left out.
struct FetchGathering {
    private(set) var messages: [FetchedMessage] = []
    private var positions: [UInt32: Int] = [:]
    /// By number, until a response with that number tells the UID.
    private var nameless: [UInt32: FetchedMessage] = [:]

    mutating func add(_ response: FetchResponse) {
        var message = FetchedMessage(response)
        guard let uid = message.uid else {
            nameless[message.sequence, default: message].merge(message)
            return
        }
        if let earlier = nameless.removeValue(forKey: message.sequence) { message.merge(earlier) }
        if let position = positions[uid.value] {
            messages[position].merge(message)
        } else {
            positions[uid.value] = messages.count
            messages.append(message)
        }
    }
}

extension FetchedMessage {
    fileprivate init(_ response: FetchResponse) {
        self.init(
            sequence: response.seq, uid: response.uid.flatMap { $0 == 0 ? nil : UID($0) },
            flags: response.flags.map { Flags(wire: $0) },
            received: response.internalDate.map {
                MailDate(seconds: $0.secondsSince1970, offsetMinutes: $0.offsetMinutes)
            },
            size: response.size.map { Int(clamping: $0) }, structure: response.bodyStructure.map { PartTree($0) },
            structureIsUnknown: response.bodyStructureIsUnknown,
            modSeq: response.modSeq.flatMap { $0 == 0 ? nil : ModSeq($0) })
        learnExtensions(response)
        for section in response.sections {
            let isFields = section.name.hasPrefix(Self.headerFieldsKey)
            if let bytes = section.bytes { sections[isFields ? Self.headerFieldsKey : section.name] = bytes }
        }
    }

    fileprivate mutating func merge(_ other: FetchedMessage) {
        sequence = other.sequence
        flags = other.flags ?? flags
        received = other.received ?? received
        size = other.size ?? size
        structure = other.structure ?? structure
        structureIsUnknown = structureIsUnknown || other.structureIsUnknown
        modSeq = other.modSeq ?? modSeq
        mergeExtensions(other)
        sections.merge(other.sections) { _, new in new }
    }
}
