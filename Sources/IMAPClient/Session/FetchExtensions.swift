import IMAPWire
import MailModel

extension FetchItem {
    /// Whether an extension's item never comes as NIL.
    var alwaysHasValue: Bool {
        switch self {
        case .binary, .binarySize: true
        case .preview, .saveDate, .objectIDs, .gmailLabels: false
        case .uid, .flags, .internalDate, .size, .bodyStructure, .modSeq, .peek, .headerFields: true
        }
    }

    /// The names on the wire of an item that an extension brings; none where the server lacks it and the item is
    /// wanted only if there is one.
    ///
    /// - Throws: `unsupported("BINARY")`, as the caller has to ask for the encoded part then.
    func extensionNames(for known: Capabilities) throws(IMAPError) -> [String] {
        switch self {
        case .binary(let section, let partial):
            try known.require("BINARY")
            guard Self.isPart(section) else { throw .unencodable }
            let range = partial.map { "<\($0.lowerBound).\($0.count)>" } ?? ""
            return ["BINARY.PEEK[\(section)]\(range)"]
        case .binarySize(let section):
            try known.require("BINARY")
            guard Self.isPart(section) else { throw .unencodable }
            return ["BINARY.SIZE[\(section)]"]
        case .preview(let isLazy):
            return known.contains("PREVIEW") ? [isLazy ? "PREVIEW (LAZY)" : "PREVIEW"] : []
        case .saveDate: return known.contains("SAVEDATE") ? ["SAVEDATE"] : []
        case .objectIDs:
            if known.contains("OBJECTID") { return ["EMAILID", "THREADID"] }
            return known.contains("X-GM-EXT-1") ? ["X-GM-MSGID", "X-GM-THRID"] : []
        case .gmailLabels: return known.contains("X-GM-EXT-1") ? ["X-GM-LABELS"] : []
        case .uid, .flags, .internalDate, .size, .bodyStructure, .modSeq, .peek, .headerFields: return []
        }
    }
}

extension FetchItem {
    /// `section-part` of RFC 9051 section 9, or nothing for the whole message.
    private static func isPart(_ section: String) -> Bool {
        section.isEmpty
            || section.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { (UInt32($0) ?? 0) > 0 }
    }
}

extension FetchedMessage {
    mutating func learnExtensions(_ response: FetchResponse) {
        for size in response.binarySizes { binarySizes[size.section] = Int(clamping: size.octets) }
        preview = response.preview?.string
        saveDate = response.saveDate.map {
            MailDate(seconds: $0.secondsSince1970, offsetMinutes: $0.offsetMinutes)
        }
        emailID = response.emailID ?? response.gmailMessageID.map { String($0) }
        threadID = response.threadID ?? response.gmailThreadID.map { String($0) }
        gmailLabels = response.gmailLabels
    }

    mutating func mergeExtensions(_ other: FetchedMessage) {
        binarySizes.merge(other.binarySizes) { _, new in new }
        preview = other.preview ?? preview
        saveDate = other.saveDate ?? saveDate
        emailID = other.emailID ?? emailID
        threadID = other.threadID ?? threadID
        gmailLabels = other.gmailLabels ?? gmailLabels
    }
}
