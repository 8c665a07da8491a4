import MailModel
import Screen
import Testing

@testable import Reader

@Suite struct WordsTests {
    static let dates: [(Int64, String)] = [
        (0, "10:20"), (621, "Yesterday"), (4320, "Fri 20 Nov"), (263_520, "2026-05-24"), (-3000, "2026-11-25"),
    ]

    @Test(arguments: dates)
    func `a date is as long as it needs to be`(minutesAgo: Int64, shown: String) {
        let date = MailDate(seconds: SampleMail.now - minutesAgo * 60)
        #expect(RelativeDate.short(date, now: SampleMail.now, localTime: SampleMail.localTime) == shown)
    }

    @Test func `summer mail keeps summer time in winter`() {
        let zone = LocalTime([
            LocalTime.Offset(from: .min, minutes: 60), LocalTime.Offset(from: 1_774_746_000, minutes: 120),
            LocalTime.Offset(from: 1_792_890_000, minutes: 60),
        ])
        #expect(RelativeDate.full(MailDate(seconds: 1_782_900_000), localTime: zone) == "Wed 1 Jul 2026, 12:00")
        #expect(RelativeDate.full(MailDate(seconds: SampleMail.now), localTime: zone) == "Mon 23 Nov 2026, 10:20")
    }

    @Test(arguments: [Int64.min, -1, 0, .max]) func `no date is too strange to be shown`(seconds: Int64) {
        #expect(!RelativeDate.full(MailDate(seconds: seconds, offsetMinutes: .max), localTime: .utc).isEmpty)
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 KB"), (412_000, "412 KB"), (1_234_567, "1.2 MB"),
        (9_960_000, "10 MB"), (.max, "9223372.0 TB"),
    ])
    func `octets are counted in units people use`(count: Int, shown: String) {
        #expect(Amounts.octets(count) == shown)
    }

    @Test(arguments: [
        ("carriage.pdf", "carriage.pdf"), ("../../etc/passwd", "passwd"), ("..\\boot.ini", "boot.ini"),
        (".bashrc", "bashrc"),
        ("", "part-2.1"), ("a\u{0}b\u{202E}c", "abc"), ("-rf", "rf"), ("/", "part-2.1"),
    ])
    func `an attachment's name on disk is one harmless component`(name: String, saved: String) {
        let attachment = ReadableMessage.Attachment(
            section: "2.1", filename: name, type: "x/y", size: 1, isSizeExact: true, disposition: nil)
        #expect(AttachmentWords.filename(for: attachment) == saved)
    }

    @Test func `letters side by side and at beginnings win`() {
        let names = ["Junk", "Lists/mutt-users", "Music", "Archive/museum"]
        let best = names.max { (FuzzyMatch.score("mu", in: $0) ?? .min) < (FuzzyMatch.score("mu", in: $1) ?? .min) }
        #expect(best == "Music")
        #expect(FuzzyMatch.score("xyz", in: "Lists") == nil)
        #expect(FuzzyMatch.score("um", in: "Music") == nil)
    }

    @Test func `a line is edited as in a shell`() {
        var field = TextField("Lists/swift")
        for key in [Key.control("w"), .character("é"), .left, .character("x"), .home, .character("!"), .delete] {
            let isTaken = field.handle(key)
            #expect(isTaken)
        }
        #expect(field.text == "!é")
        field.insert("\u{1B}a\nb")
        #expect(field.text == "!a bé")
        let takesEnter = field.handle(.enter)
        #expect(!takesEnter)
    }
}
