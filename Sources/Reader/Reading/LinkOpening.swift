import MailModel
import Screen

extension AppState {
    /// Opens a link of the message by its number, as a count before the key of the list gives it.
    mutating func openLink(_ number: Int, of readable: ReadableMessage) -> [Effect] {
        guard let link = readable.links.first(where: { $0.number == number }) else {
            let count = readable.links.count
            notices.show(
                Notice("There is no link \(number); the message has \(count == 1 ? "one" : "\(count)")"), at: now)
            return []
        }
        return open(link)
    }

    /// Opens a link, after a question where it may not lead where it seems to.
    mutating func open(_ link: ReadableMessage.Link) -> [Effect] {
        guard let address = OpenableAddress(LinkFacts.destination(of: link)) else {
            notices.show(Notice("Only addresses of the web and of mail are opened; y copies it", kind: .error), at: now)
            return []
        }
        let warnings = LinkFacts.warnings(of: link)
        guard warnings.isEmpty else {
            popup = .confirmation(
                Confirmation(
                    action: .openAddress(address), question: warnings.joined(separator: ". ") + ". Open it?",
                    consequence: "open it"))
            return []
        }
        return [.openAddress(address)]
    }

    mutating func copy(_ link: ReadableMessage.Link) -> [Effect] {
        notices.show(Notice("Copied the link to \(LinkFacts.host(of: link))"), at: now)
        return [.copyToClipboard(LinkFacts.destination(of: link))]
    }
}
