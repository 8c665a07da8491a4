import MailModel
import Testing

@testable import martlet

@Suite struct MessageLocatorTests {
    @Test(arguments: [
        ("work", "INBOX", 7, "work/INBOX;uid=7"),
        ("my mail", "Projects/Größe", 1, "my%20mail/Projects/Gr%C3%B6%C3%9Fe;uid=1"),
        ("a/b", "odd;uid=3%", 4294967295, "a%2Fb/odd%3Buid%3D3%25;uid=4294967295"),
    ])
    func `a locator is written and read back`(account: String, folder: String, uid: Int, text: String) throws {
        let locator = MessageLocator(account: AccountID(account), folder: folder, uid: UID(UInt32(uid)))

        #expect(locator.description == text)
        #expect(MessageLocator(text) == locator)
    }

    @Test(arguments: [
        "", "work", "work/INBOX", "work/INBOX;uid=0", "work/INBOX;uid=x", "/INBOX;uid=1", "work/;uid=1", "a%zz/b;uid=1",
    ])
    func `what is no locator is none`(text: String) {
        #expect(MessageLocator(text) == nil)
    }
}

@Suite struct OutputTests {
    @Test func `a date keeps its writer's offset`() {
        #expect(MailDate(seconds: 1_795_421_640, offsetMinutes: 60).iso8601 == "2026-11-23T09:14:00+01:00")
        #expect(MailDate(seconds: 0, offsetMinutes: 0).iso8601 == "1970-01-01T00:00:00Z")
    }
}
