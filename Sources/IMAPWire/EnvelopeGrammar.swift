/// ENVELOPE (RFC 3501 section 7.4.2).
extension FrameReader {
    /// An envelope; nil for NIL. Fields that are missing at the end are nil, more than there should be are skipped.
    mutating func envelope() throws(WireFailure) -> Envelope? {
        guard take(Octet.open) else {
            guard takeNil() else { throw WireFailure("an envelope is missing") }
            return nil
        }
        var fields = Envelope.Fields()
        var addresses: [AddressSlices] = []
        // Nearly all messages have no more than these: the writer, thrice, and a few whom it is for.
        addresses.reserveCapacity(8)
        var ends = Envelope.AddressEnds()
        fields.date = try envelopeText()
        fields.subject = try envelopeText()
        try self.addresses(&addresses)
        ends.from = addresses.count
        try self.addresses(&addresses)
        ends.sender = addresses.count
        try self.addresses(&addresses)
        ends.replyTo = addresses.count
        try self.addresses(&addresses)
        ends.to = addresses.count
        try self.addresses(&addresses)
        ends.cc = addresses.count
        try self.addresses(&addresses)
        fields.inReplyTo = try envelopeText()
        fields.messageID = try envelopeText()
        try skipToClose()
        return Envelope(source: bytes, fields: fields, addresses: addresses, ends: ends)
    }

    @inline(__always)
    private mutating func envelopeText() throws(WireFailure) -> WireSlice {
        skipSpaces()
        return peek == Octet.close ? .none : try nslice()
    }

    private mutating func addresses(_ addresses: inout [AddressSlices]) throws(WireFailure) {
        skipSpaces()
        guard take(Octet.open) else {
            // NIL, or something that is no list: no addresses either way.
            if peek != Octet.close { _ = try nslice() }
            return
        }
        skipSpaces()
        while !take(Octet.close) {
            if peek == Octet.open {
                try bound(addresses.count)
                addresses.append(try address())
            } else {
                try skipValue()
            }
            skipSpaces()
        }
    }

    private mutating func address() throws(WireFailure) -> AddressSlices {
        try expect(Octet.open, "an address is missing")
        let name = try envelopeText()
        let route = try envelopeText()
        let mailbox = try envelopeText()
        let host = try envelopeText()
        try skipToClose()
        return AddressSlices(name: name, route: route, mailbox: mailbox, host: host)
    }
}
