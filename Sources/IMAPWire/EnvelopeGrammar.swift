/// ENVELOPE (RFC 3501 section 7.4.2).
extension FrameReader {
    /// An envelope; nil for NIL. Fields that are missing at the end are nil, more than there should be are skipped.
    mutating func envelope() throws(WireFailure) -> Envelope? {
        guard take(Octet.open) else {
            guard takeNil() else { throw WireFailure("an envelope is missing") }
            return nil
        }
        // Built in one expression: filled in piece by piece, it would be copied when it is returned.
        let date = try envelopeText()
        let subject = try envelopeText()
        let from = try addresses()
        let sender = try addresses()
        let replyTo = try addresses()
        let to = try addresses()
        let cc = try addresses()
        let bcc = try addresses()
        let inReplyTo = try envelopeText()
        let messageID = try envelopeText()
        try skipToClose()
        return Envelope(
            date: date, subject: subject, from: from, sender: sender, replyTo: replyTo, to: to, cc: cc, bcc: bcc,
            inReplyTo: inReplyTo, messageID: messageID)
    }

    private mutating func envelopeText() throws(WireFailure) -> WireText? {
        skipSpaces()
        return peek == Octet.close ? nil : try nstring()
    }

    private mutating func addresses() throws(WireFailure) -> [WireAddress] {
        skipSpaces()
        guard take(Octet.open) else {
            // NIL, or something that is no list: no addresses either way.
            if peek != Octet.close { _ = try nstring() }
            return []
        }
        var addresses: [WireAddress] = []
        skipSpaces()
        while !take(Octet.close) {
            if peek == Octet.open {
                guard addresses.count < limits.maximumListCount else { throw WireFailure("too many addresses") }
                // Most lists have one: a list made of it at once is cheaper than one that grows.
                if addresses.isEmpty { addresses = [try address()] } else { addresses.append(try address()) }
            } else {
                try skipValue()
            }
            skipSpaces()
        }
        return addresses
    }

    private mutating func address() throws(WireFailure) -> WireAddress {
        try expect(Octet.open, "an address is missing")
        let name = try envelopeText()
        let route = try envelopeText()
        let mailbox = try envelopeText()
        let host = try envelopeText()
        try skipToClose()
        return WireAddress(name: name, route: route, mailbox: mailbox, host: host)
    }
}
