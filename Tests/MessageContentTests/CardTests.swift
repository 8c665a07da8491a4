import MailModel
import Testing

@testable import MessageContent

private let berlin = """
    BEGIN:VTIMEZONE
    TZID:Berlin
    BEGIN:DAYLIGHT
    DTSTART:19700329T020000
    TZOFFSETFROM:+0100
    TZOFFSETTO:+0200
    RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
    END:DAYLIGHT
    BEGIN:STANDARD
    DTSTART:19701025T030000
    TZOFFSETFROM:+0200
    TZOFFSETTO:+0100
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
    END:STANDARD
    END:VTIMEZONE

    """

private func card(_ event: String, method: String = "REQUEST") -> [ReadableMessage.Line] {
    InviteCard.lines(
        of: "BEGIN:VCALENDAR\nMETHOD:\(method)\n\(berlin)BEGIN:VEVENT\n\(event)\nEND:VEVENT\nEND:VCALENDAR\n")
}

@Test func `an invitation is a card`() {
    let lines = card(
        """
        SUMMARY:Review of the\\, engine
        DTSTART;TZID=Berlin:20261123T091500
        DTEND;TZID=Berlin:20261123T100000
        RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=10
        LOCATION:Room 4\\nSecond floor
        ORGANIZER;CN="Lovelace, Ada":mailto:ada@example.org
        ATTENDEE;CN=Charles;PARTSTAT=ACCEPTED:mailto:charles@exam
         ple.org
        ATTENDEE;PARTSTAT=NEEDS-ACTION:MAILTO:mary@example.org
        BEGIN:VALARM
        SUMMARY:alarm
        END:VALARM
        """)

    #expect(
        lines.map(\.text) == [
            "Invitation: Review of the, engine",
            "  When: Mon 23 Nov 2026, 09:15 +0100 – 10:00",
            "  Repeats: every 2 weeks on Monday and Friday, 10 times", "  Where: Room 4 Second floor",
            "  From: Lovelace, Ada <ada@example.org>", "  Who: Charles <charles@example.org> (yes), mary@example.org",
        ])
    #expect(lines.flatMap(\.spans).compactMap(\.date).map(\.seconds) == [1_795_421_700, 1_795_424_400])
}

@Test(arguments: [
    ("DTSTART;TZID=Berlin:20260701T091500", "Wed 1 Jul 2026, 09:15 +0200"),
    ("DTSTART;TZID=Berlin:20260329T015959", "Sun 29 Mar 2026, 01:59 +0100"),
    ("DTSTART;TZID=Berlin:20260329T030000", "Sun 29 Mar 2026, 03:00 +0200"),
    ("DTSTART:20261123T081500Z", "Mon 23 Nov 2026, 08:15 +0000"),
    ("DTSTART;TZID=Elsewhere:20261123T081500\nDURATION:PT1H30M", "Mon 23 Nov 2026, 08:15 – 09:45 (Elsewhere)"),
    ("DTSTART;VALUE=DATE:20261123", "Mon 23 Nov 2026, all day"),
    ("DTSTART;VALUE=DATE:20261123\nDTEND;VALUE=DATE:20261126", "Mon 23 Nov 2026 – Wed 25 Nov 2026"),
])
func `when it is is told by the zone that the calendar brings along`(event: String, expected: String) {
    #expect(card(event).dropFirst().first?.text == "  When: " + expected)
}

@Test(arguments: [
    ("REQUEST", "SEQUENCE:2", "Invitation, changed"), ("CANCEL", "SEQUENCE:3", "Cancelled"),
    ("REQUEST", "STATUS:CANCELLED", "Cancelled"), ("REPLY", "", "Answer"), ("PUBLISH", "", "Event"),
])
func `changes and cancellations are said`(method: String, line: String, expected: String) {
    #expect(card("SUMMARY:x\n\(line)", method: method).first?.text == expected + ": x")
}

@Test(arguments: [
    ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"),
    (
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=14;UNTIL=20300314T000000Z",
        "every year on day 14 in Mar, until Thu 14 Mar 2030"
    ),
    ("FREQ=DAILY", "every day"),
])
func `a recurrence is told in words`(rule: String, expected: String) {
    #expect(Recurrence.words(rule) == expected)
}

@Test func `an invitation stands beside its description, once`() {
    let calendar = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Tea\nEND:VEVENT\nEND:VCALENDAR"
    let message = MessageReader.readable(
        source: Array(
            """
            Content-Type: multipart/mixed; boundary=o

            --o
            Content-Type: multipart/alternative; boundary=i

            --i
            Content-Type: text/plain

            Come to tea.
            --i
            Content-Type: text/calendar; method=REQUEST

            \(calendar)
            --i--
            --o
            Content-Type: application/ics; name=invite.ics
            Content-Disposition: attachment; filename=invite.ics

            \(calendar)
            --o--

            """.utf8))

    #expect(message.plainText == "Invitation: Tea\n\nCome to tea.\n")
    #expect(message.attachments.map(\.filename).contains("invite.ics"))
}

@Test func `a contact is a card`() {
    let lines = ContactCard.lines(
        of: """
            BEGIN:VCARD
            VERSION:2.1
            FN;CHARSET=utf-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg
            ORG:Engines;Works
            item1.EMAIL;TYPE=work:j@example.org
            TEL;HOME:+49 1
            ADR:;;1 Street;Town;;123;
            PHOTO;ENCODING=b:AAAA
            END:VCARD
            """)

    #expect(
        lines.map(\.text) == [
            "Contact: Jörg", "  Organisation: Engines, Works", "  Mail: j@example.org", "  Telephone: +49 1",
            "  Address: 1 Street, Town, 123",
        ])
}

@Test(arguments: [
    String(repeating: "BEGIN:VEVENT\n", count: 50_000), String(repeating: " x", count: 100_000),
    "BEGIN:VEVENT\nDTSTART:99991231T235959\nRRULE:FREQ=DAILY;INTERVAL=99999999999999999999\nDURATION:P99999999999W\nEND:VEVENT",
    "BEGIN:VEVENT\nDTSTART:00000000\n" + String(repeating: "ATTENDEE:mailto:x\n", count: 5_000),
    "BEGIN:VEVENT\nDTSTART;" + String(repeating: "A=\"B;\";", count: 5_000) + ":x",
])
func `hostile calendars do no harm`(calendar: String) {
    #expect(InviteCard.lines(of: calendar).count < 200)
    #expect(ContactCard.lines(of: calendar).count < 2_000)
}
