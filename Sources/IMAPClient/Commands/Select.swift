import IMAPWire
import MailModel

/// SELECT, EXAMINE and UNSELECT (RFC 9051 sections 6.3.2, 6.3.3 and 6.4.2).
extension IMAPConnection {
    /// Opens a mailbox; from here on `updates` are about it.
    package func select(
        _ wireName: String, readOnly: Bool = false
    ) async throws(IMAPError) -> SelectedMailbox {
        try refuseIfCancelled()
        return try await selected(
            beginSelect(wireName, readOnly: readOnly), wireName: wireName, readOnly: readOnly)
    }

    /// Leaves the mailbox, and removes nothing from it as CLOSE would.
    package func unselect() async throws(IMAPError) {
        let known = try await knownCapabilities()
        if known.contains("UNSELECT") || known.contains("IMAP4REV2") {
            _ = try await run("UNSELECT", effect: .unselect)
        } else {
            // A mailbox that does not exist: the selection ends with the NO (RFC 3501 section 6.3.1).
            let tag = try submit("EXAMINE", interest: .select, effect: .unselect) { encoder in
                encoder.space()
                encoder.mailbox("Martlet does not have this folder")
            }
            _ = try await answer(to: tag)
        }
    }

    func beginSelect(_ wireName: String, readOnly: Bool) throws(IMAPError) -> String {
        let condstore = machine.capabilities.map { $0.contains("CONDSTORE") || $0.contains("QRESYNC") } ?? false
        return try submit(
            readOnly ? "EXAMINE" : "SELECT", interest: .select, effect: .select(wireName: wireName)
        ) { encoder throws(EncodingError) in
            encoder.space()
            encoder.mailbox(wireName)
            if condstore { try encoder.raw(" (CONDSTORE)") }
        }
    }

    func selected(_ tag: String, wireName: String, readOnly: Bool) async throws(IMAPError) -> SelectedMailbox {
        let outcome = try accepted(await answer(to: tag), readOnly ? "EXAMINE" : "SELECT")
        var mailbox = SelectedMailbox(wireName: wireName, isReadOnly: readOnly)
        for response in outcome.responses { mailbox.learn(response) }
        mailbox.learn(.status(outcome.status))
        return mailbox
    }
}

extension SelectedMailbox {
    /// Takes in one response to SELECT. Zeros stand for values that the server does not have (quirk 18).
    fileprivate mutating func learn(_ response: Response) {
        switch response {
        case .exists(let count): exists = count
        case .status(let status):
            switch status.code {
            case .uidValidity(let value): uidValidity = UIDValidity(value)
            case .uidNext(let value): uidNext = value == 0 ? nil : UID(value)
            case .highestModSeq(let value): highestModSeq = value == 0 ? nil : ModSeq(value)
            case .noModSeq: highestModSeq = nil
            case .permanentFlags(let names):
                permanentFlags = Flags(wire: names)
                allowsNewKeywords = names.contains("\\*")
            case .readOnly: isReadOnly = true
            case .uidNotSticky: uidsAreNotSticky = true
            default: break
            }
        default: break
        }
    }
}
