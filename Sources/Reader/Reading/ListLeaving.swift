import MailModel
import Screen

enum ListWords {
    /// What the list is called; empty where the message does not say.
    static func name(of list: MailingList) -> String {
        DisplayText.sanitised(list.name.isEmpty ? list.identifier : list.name, list.name.isEmpty ? .address : [])
    }
}

extension AppState {
    /// Asks before anything is sent to anyone.
    mutating func askToLeave(_ list: MailingList, _ readable: ReadableMessage) {
        let name = ListWords.name(of: list)
        let title = "Leave \(name.isEmpty ? "this list" : "the list \(name)")?"
        if let oneClick = list.oneClick.flatMap({ OpenableAddress($0) }), oneClick.text.hasPrefix("https://") {
            // RFC 8058 section 4: the header counts where a valid signature covers it.
            let isSigned = readable.authentication?.dkim == .pass
            let doubt = isSigned ? "" : " Nobody vouches for the sender: this also tells him that you read his mail."
            popup = .confirmation(
                Confirmation(
                    action: .leaveList(oneClick),
                    question: "\(title) One request goes to \(host(of: oneClick)).\(doubt)",
                    consequence: "unsubscribe"))
        } else if let way = list.unsubscribe.lazy.compactMap({ OpenableAddress($0) }).first {
            let what =
                way.isMail
                ? "A letter to \(host(of: way)) opens in your mail program." : "A page of \(host(of: way)) opens."
            popup = .confirmation(
                Confirmation(action: .openAddress(way), question: "\(title) \(what)", consequence: "open it"))
        }
    }

    /// The host of a web address, or the recipient of a letter.
    private func host(of address: OpenableAddress) -> String {
        let rest = address.text.drop { $0 != ":" }.dropFirst().drop { $0 == "/" }
        let authority = rest.prefix { !"/?#".contains($0) }
        let host =
            address.isMail
            ? authority
            : authority[(authority.lastIndex(of: "@").map(authority.index(after:)) ?? authority.startIndex)...]
        return DisplayText.sanitised(String(host), .address)
    }
}
