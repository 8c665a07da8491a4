import MailModel
import Testing

@testable import MessageContent

private func message(_ header: String, context: ReadingContext = ReadingContext()) -> ReadableMessage {
    MessageReader.readable(source: Array((header + "\n\ntext").utf8), context: context)
}

@Test(arguments: [
    ("From: \"service@bank.example\" <x@evil.example>", [SenderWarning.nameIsAnotherAddress("service@bank.example")]),
    (
        "From: =?utf-8?q?Bank_=28service=40bank.example=29?= <x@evil.example>",
        [.nameIsAnotherAddress("service@bank.example")]
    ),
    ("From: \"Ada@Wilson.example\" <ada@wilson.example>", []),
    ("From: \"Ada @ work\" <ada@wilson.example>", []),
    ("From: ada@wilson.example\nReply-To: <thief@evil.example>", [.repliesGoElsewhere("thief@evil.example")]),
    ("From: ada@wilson.example\nReply-To: ada@mail.wilson.example", []),
    ("From: ada@wilson.example\nReply-To: talk@lists.example\nList-Id: <talk.lists.example>", []),
    (
        "From: Miriam Stone <miriam@evil.example>",
        [.nameOfAnotherContact(EmailAddress(name: "Miriam Stone", address: "miriam@stone.example"))]
    ),
    (
        "From: \"Stone, Miriam\" <m@evil.example>",
        [.nameOfAnotherContact(EmailAddress(name: "Miriam Stone", address: "miriam@stone.example"))]
    ),
    ("From: Miriam Stone <MIRIAM@stone.example>", []),
    ("From: Leo <leo@elsewhere.example>", []),
])
func `what speaks against a sender is said`(header: String, warnings: [SenderWarning]) {
    let contacts = [
        EmailAddress(name: "Miriam Stone", address: "miriam@stone.example"),
        EmailAddress(name: "Leo", address: "leo@post.example"),
    ]

    #expect(message(header, context: ReadingContext(contacts: contacts)).senderWarnings == warnings)
}

@Test func `a list and the ways to leave it are read`() {
    let list = message(
        """
        From: a@lists.example
        List-Id: "Gardeners, all of them" <gardeners.lists.example>
        List-Unsubscribe: (use this) <https://lists.example/u?
         k=1>, <mailto:leave@lists.example>, <http://plain.example/>, <javascript:x()>
        List-Unsubscribe-Post: List-Unsubscribe=One-Click
        """
    ).list

    #expect(
        list
            == MailingList(
                identifier: "gardeners.lists.example", name: "Gardeners, all of them",
                unsubscribe: ["https://lists.example/u?k=1", "mailto:leave@lists.example"],
                oneClick: "https://lists.example/u?k=1"))
}

@Test(arguments: [
    "List-Unsubscribe: <mailto:x@y.example>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click",
    "List-Unsubscribe: <https://y.example/>\nList-Unsubscribe-Post: yes",
    "List-Unsubscribe: <https://y.example/>",
])
func `one click is offered only as the standard has it`(header: String) {
    #expect(message(header).list?.oneClick == nil)
    #expect(message(header).list?.unsubscribe.count == 1)
}

@Test func `mail without a list has none`() {
    #expect(message("From: ada@wilson.example").list == nil)
    #expect(message("List-Unsubscribe: nothing").list == nil)
}

@Test(arguments: [
    (ReceivingServer(configured: "mx.home.example", host: "imap.other.example"), true),
    (ReceivingServer(configured: "elsewhere.example", host: "imap.home.example"), false),
    (ReceivingServer(host: "imap.home.example"), true), (ReceivingServer(host: "imap.other.example"), false),
])
func `only the own server's word reaches the message`(server: ReceivingServer, counts: Bool) {
    let header =
        "Authentication-Results: mx.home.example; spf=pass; dkim=pass header.d=wilson.example\nFrom: a@wilson.example"

    #expect((message(header, context: ReadingContext(server: server)).authentication != nil) == counts)
}

@Test func `a name that the provider uses for another of its hosts is its own`() {
    #expect(ReceivingServer(host: "imap.gmail.com").isOwn("mx.google.com"))
    #expect(!ReceivingServer(host: "imap.gmail.com").isOwn("mx.evil.example"))
    #expect(!ReceivingServer(host: "").isOwn("mx.evil.example"))
    #expect(!ReceivingServer(host: "").isOwn(""))
}

@Test func `what stands below the topmost field never counts`() {
    let header = """
        Authentication-Results: mx.evil.example; dkim=fail
        Authentication-Results: mx.home.example; dkim=pass header.d=bank.example
        From: a@bank.example
        """

    #expect(
        message(header, context: ReadingContext(server: ReceivingServer(host: "imap.home.example"))).authentication
            == nil)
}
