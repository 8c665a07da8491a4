import IMAPWire
import MailModel

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
    init(_ response: FetchResponse) {
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
