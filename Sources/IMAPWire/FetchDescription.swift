/// A fetch for people who look at what a server sent.
struct FetchDescription {
    let fetch: FetchResponse

    func members(decode: ([UInt8]) -> String) -> ResponseDescription.Members {
        var members = ResponseDescription.kind("fetch", [("seq", .number(UInt64(fetch.seq)))])
        if let uid = fetch.uid { members.append(("uid", .number(UInt64(uid)))) }
        if let flags = fetch.flags { members.append(("flags", .strings(flags))) }
        if let modSeq = fetch.modSeq { members.append(("modseq", .number(modSeq))) }
        if let size = fetch.size { members.append(("size", .number(size))) }
        if let date = fetch.internalDate { members.append(("internalDate", .string(date.iso8601))) }
        if let envelope = fetch.envelope { members += envelopeMembers(envelope, decode) }
        if let structure = fetch.bodyStructure {
            members.append(("structure", .array(Self.parts(structure, decode))))
        } else if fetch.bodyStructureIsUnknown {
            members.append(("structure", .null))
        }
        if !fetch.sections.isEmpty {
            let body = fetch.sections.map { ($0.name, $0.bytes.map { JSONValue.number(UInt64($0.count)) } ?? .null) }
            members.append(("body", .object(body)))
        }
        let items = otherItems(decode)
        return items.isEmpty ? members : members + [("items", .object(items))]
    }

    private func envelopeMembers(_ envelope: Envelope, _ decode: ([UInt8]) -> String) -> ResponseDescription.Members {
        var members: ResponseDescription.Members = [
            ("subject", .optional(envelope.subject.map { decode(Array($0.bytes)) })),
            ("from", Self.addresses(envelope.from, decode)), ("to", Self.addresses(envelope.to, decode)),
        ]
        if let id = envelope.messageID { members.append(("messageID", .string(id.string))) }
        return members
    }

    private static func addresses(_ list: WireAddressList, _ decode: ([UInt8]) -> String) -> JSONValue {
        // The marks of groups are no addresses.
        .array(
            list.filter { !$0.isGroupStart && !$0.isGroupEnd }.map { address in
                let host = address.host?.string ?? ""
                let mailbox = address.mailbox?.string ?? ""
                return .object([
                    ("name", .optional(address.name.map { decode(Array($0.bytes)) })),
                    ("address", .string(host.isEmpty ? mailbox : "\(mailbox)@\(host)")),
                ])
            })
    }

    /// A part and those below it. A multipart that is the body of an embedded message has no number, so it is left out.
    private static func parts(
        _ part: BodyStructure, _ decode: ([UInt8]) -> String, isBodyOfMessage: Bool = false
    ) -> [JSONValue] {
        var result: [JSONValue] = []
        if !part.isMultipart || !isBodyOfMessage {
            var members: ResponseDescription.Members = [
                ("part", .string(part.section)), ("type", .string(part.mediaType)),
            ]
            if !part.isMultipart { members.append(("size", .number(part.octets))) }
            if let filename = PartFilename.text(of: part, decode: decode) {
                members.append(("filename", .string(filename)))
            }
            result.append(.object(members))
        }
        for child in part.children {
            result += parts(child, decode, isBodyOfMessage: !part.isMultipart)
        }
        return result
    }

    private func otherItems(_ decode: ([UInt8]) -> String) -> ResponseDescription.Members {
        var items: ResponseDescription.Members = []
        if let preview = fetch.preview { items.append(("PREVIEW", .string(decode(Array(preview.bytes))))) }
        if let date = fetch.saveDate { items.append(("SAVEDATE", .string(date.iso8601))) }
        if let id = fetch.gmailMessageID {
            items.append(("X-GM-MSGID", .number(id)))
        } else if let id = fetch.emailID {
            items.append(("EMAILID", .string(id)))
        }
        if let id = fetch.gmailThreadID {
            items.append(("X-GM-THRID", .number(id)))
        } else if let id = fetch.threadID {
            items.append(("THREADID", .string(id)))
        }
        if let labels = fetch.gmailLabels { items.append(("X-GM-LABELS", .strings(labels))) }
        for size in fetch.binarySizes { items.append(("BINARY.SIZE[\(size.section)]", .number(size.octets))) }
        if !fetch.skippedItems.isEmpty { items.append(("skipped", .strings(fetch.skippedItems))) }
        return items
    }
}

extension WireDate {
    /// `2021-05-24T11:47:51+02:00`
    var iso8601: String {
        let local = secondsSince1970 + Int64(offsetMinutes) * 60
        let secondOfDay = Int(local.secondOfDay)
        let date = CivilDate(daysSince1970: Int((local - Int64(secondOfDay)) / 86_400))
        let day = [(date.year, 4), (date.month, 2), (date.day, 2)].map(Self.padded).joined(separator: "-")
        let time = [(secondOfDay / 3600, 2), (secondOfDay / 60 % 60, 2), (secondOfDay % 60, 2)]
            .map(Self.padded).joined(separator: ":")
        let zone = offsetMinutes.magnitude
        let sign = offsetMinutes < 0 ? "-" : "+"
        return "\(day)T\(time)\(sign)\(Self.padded(Int(zone / 60), 2)):\(Self.padded(Int(zone % 60), 2))"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Int64 {
    /// Seconds into the day, for moments before 1970 too.
    fileprivate var secondOfDay: Int64 {
        let remainder = self % 86_400
        return remainder < 0 ? remainder + 86_400 : remainder
    }
}

/// A day of the Gregorian calendar.
private struct CivilDate {
    let year: Int
    let month: Int
    let day: Int

    /// By counting eras of 400 years from March of the year 0.
    init(daysSince1970: Int) {
        let days = daysSince1970 + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}
