/// Writes ENVELOPE, BODY and BODYSTRUCTURE (RFC 3501, 7.4.2).
enum StructureText {
    static func envelope(of part: MIMEPart, into reply: inout Reply) {
        reply.text("(")
        reply.string(part.value("date"))
        reply.text(" ")
        reply.string(part.value("subject"))
        let from = part.value("from")
        for value in [
            from, part.value("sender") ?? from, part.value("reply-to") ?? from, part.value("to"), part.value("cc"),
            part.value("bcc"),
        ] {
            reply.text(" ")
            addresses(value, into: &reply)
        }
        reply.text(" ")
        reply.string(part.value("in-reply-to"))
        reply.text(" ")
        reply.string(part.value("message-id"))
        reply.text(")")
    }

    private static func addresses(_ value: [UInt8]?, into reply: inout Reply) {
        let addresses = value.map { AddressList($0).addresses } ?? []
        guard !addresses.isEmpty else { return reply.text("NIL") }
        reply.text("(")
        for address in addresses {
            reply.text("(")
            reply.string(address.name)
            reply.text(" NIL ")
            reply.string(address.mailbox)
            reply.text(" ")
            reply.string(address.host)
            reply.text(")")
        }
        reply.text(")")
    }

    /// The structure of a part; `isExtended` is the difference between BODYSTRUCTURE and BODY.
    static func structure(of part: MIMEPart, in message: [UInt8], isExtended: Bool, into reply: inout Reply) {
        reply.text("(")
        if part.isMultipart {
            for child in part.children {
                structure(of: child, in: message, isExtended: isExtended, into: &reply)
            }
            reply.text(" ")
            reply.string(part.subtype)
            if isExtended {
                reply.text(" ")
                parameters(part.parameters, into: &reply)
            }
        } else {
            leaf(part, in: message, isExtended: isExtended, into: &reply)
        }
        if isExtended { common(part, into: &reply) }
        reply.text(")")
    }

    private static func leaf(_ part: MIMEPart, in message: [UInt8], isExtended: Bool, into reply: inout Reply) {
        reply.string(part.type)
        reply.text(" ")
        reply.string(part.subtype)
        reply.text(" ")
        parameters(part.parameters, into: &reply)
        reply.text(" ")
        reply.string(part.value("content-id"))
        reply.text(" ")
        reply.string(part.value("content-description"))
        reply.text(" ")
        reply.string(part.encoding)
        reply.text(" \(part.body.count)")
        if part.isMessage, let inner = part.children.first {
            reply.text(" ")
            envelope(of: inner, into: &reply)
            reply.text(" ")
            structure(of: inner, in: message, isExtended: isExtended, into: &reply)
        }
        if part.type == "text" || part.isMessage {
            reply.text(" \(Lines.count(in: message[part.body]))")
        }
        if isExtended {
            reply.text(" ")
            reply.string(part.value("content-md5"))
        }
    }

    private static func parameters(_ parameters: [ContentField.Parameter], into reply: inout Reply) {
        guard !parameters.isEmpty else { return reply.text("NIL") }
        reply.text("(")
        for (index, parameter) in parameters.enumerated() {
            if index > 0 { reply.text(" ") }
            reply.string(parameter.name)
            reply.text(" ")
            reply.string(parameter.value)
        }
        reply.text(")")
    }

    /// Disposition, language and location.
    private static func common(_ part: MIMEPart, into reply: inout Reply) {
        reply.text(" ")
        if let disposition = part.disposition, !disposition.word.isEmpty {
            reply.text("(")
            reply.string(disposition.word)
            reply.text(" ")
            parameters(disposition.parameters, into: &reply)
            reply.text(")")
        } else {
            reply.text("NIL")
        }
        reply.text(" ")
        reply.string(part.value("content-language"))
        reply.text(" ")
        reply.string(part.value("content-location"))
    }
}
