import MailModel
import Testing

@testable import MessageContent

private func passages(_ body: String, type: String = "text/plain") -> [String] {
    let message = MessageReader.readable(source: Array("Content-Type: \(type)\n\n\(body)".utf8))
    return message.passages.map { passage in
        "\(passage.kind) " + message.lines[passage.lines].map(\.text).filter { !$0.isEmpty }.joined(separator: "|")
    }
}

@Test(arguments: [
    ("Hi\n\n-- \nAda\nLeith", ["signature -- |Ada|Leith"]),
    (
        "Yes.\n\nOn Monday, Leo wrote:\n> shall we?\n> tomorrow?",
        ["history On Monday, Leo wrote:|> shall we?|> tomorrow?"]
    ),
    (
        "Yes.\n\nOn Mon, 23 Nov 2026 at 10:12, Somebody With A Long Name\n<leo@post.example> wrote:\n\n> shall we?",
        ["history On Mon, 23 Nov 2026 at 10:12, Somebody With A Long Name|<leo@post.example> wrote:|> shall we?"]
    ),
    ("Am Montag schrieb Leo:\n> a?\nJa.\n> b?\nNein.", []),
    (
        "Ja.\n\nAm 23.11.2026 schrieb Leo:\n> gehen wir?\n\n-- \nAda",
        ["history Am 23.11.2026 schrieb Leo:|> gehen wir?|-- |Ada"]
    ),
    ("> only a quotation", []),
    (
        "Fine.\n\n-----Original Message-----\nFrom: Leo\nSent: Monday\n\nold text",
        ["history -----Original Message-----|From: Leo|Sent: Monday|old text"]
    ),
    (
        "Fine.\n\nVon: Leo\nGesendet: Montag\nAn: Ada\nBetreff: x\n\nalt",
        ["history Von: Leo|Gesendet: Montag|An: Ada|Betreff: x|alt"]
    ),
    ("See below\n\n---------- Forwarded message ---------\nFrom: Leo\nDate: Monday\n\nnews", []),
    ("From: here to there\nit is far", []),
    (
        "The plan stands.\n\nThis message is confidential and meant for the intended recipient.\nDelete it.",
        ["legal This message is confidential and meant for the intended recipient.|Delete it."]
    ),
    ("This message is confidential.", []),
    ("Bis morgen.\n\nNORDKAI GMBH, GESCHÄFTSFÜHRER: A. WILSON", ["legal NORDKAI GMBH, GESCHÄFTSFÜHRER: A. WILSON"]),
    ("Text\n\n-- \nAda\nThis is confidential.", ["signature -- |Ada|This is confidential."]),
])
func `what is not said now is marked`(body: String, expected: [String]) {
    #expect(passages(body) == expected)
}

@Test(arguments: [
    ("outlook-thread", ["legal", "history"]), ("apple-reply", ["history"]), ("top-post", ["signature", "history"]),
    ("bank-notice", ["legal", "legal"]), ("shop-receipt", []), ("password-reset", []),
])
func `passages of the samples are found`(name: String, kinds: [String]) throws {
    #expect(try SampleScreenTests.message(name).passages.map { "\($0.kind)" } == kinds)
}
