/// ENVELOPE (RFC 3501 section 7.4.2).
extension FrameReader {
    /// An envelope; nil for NIL. Fields that are missing at the end are nil, more than there should be are skipped.
    mutating func envelope() throws(WireFailure) -> Envelope? {
        guard take(Octet.open) else {
            guard takeNil() else { throw WireFailure("an envelope is missing") }
            return nil
        }
        var envelope = Envelope()
        envelope.date = try envelopeText()
        envelope.subject = try envelopeText()
        envelope.from = try addresses()
        envelope.sender = try addresses()
        envelope.replyTo = try addresses()
        envelope.to = try addresses()
        envelope.cc = try addresses()
        envelope.bcc = try addresses()
        envelope.inReplyTo = try envelopeText()
        envelope.messageID = try envelopeText()
        try skipToClose()
        return envelope
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
                let address = try address()
                if addresses.count < limits.maximumListCount { addresses.append(address) }
            } else {
                try skipValue()
            }
            skipSpaces()
        }
        return addresses
    }

    private mutating func address() throws(WireFailure) -> WireAddress {
        try expect(Octet.open, "an address is missing")
        var address = WireAddress()
        address.name = try envelopeText()
        address.route = try envelopeText()
        address.mailbox = try envelopeText()
        address.host = try envelopeText()
        try skipToClose()
        return address
    }
}
