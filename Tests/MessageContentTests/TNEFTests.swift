import MailModel
import Testing

@testable import MessageContent

/// Makes a `winmail.dat` of attributes.
private enum Packed {
    static func number(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    static func attribute(_ id: Int, _ data: [UInt8]) -> [UInt8] {
        [2] + number(id, 4) + number(data.count, 4) + data
            + number(data.reduce(0) { ($0 + Int($1)) & 0xFFFF }, 2)
    }

    static let head = number(0x223E_9F78, 4) + [1, 0]
    static let begin = attribute(0x0006_9002, [UInt8](repeating: 0, count: 14))

    static func file(_ name: String, _ content: String) -> [UInt8] {
        begin + attribute(0x0001_8010, Array(name.utf8) + [0]) + attribute(0x0006_800F, Array(content.utf8))
    }

    /// Properties: one named, one of several numbers, then the long name in UTF-16.
    static func longName(_ name: String) -> [UInt8] {
        var wide: [UInt8] = []
        for unit in name.utf16 { wide += number(Int(unit), 2) }
        wide += [0, 0]
        let length = number(wide.count, 4)
        while wide.count % 4 != 0 { wide.append(0) }
        var data = number(3, 4)
        data += number(3, 2) + number(0x8001, 2)
        data += [UInt8](repeating: 7, count: 16)
        data += number(1, 4) + number(6, 4)
        data += [65, 0, 66, 0, 0, 0, 0, 0]
        data += number(42, 4)
        data += number(0x1003, 2) + number(0x3000, 2)
        data += number(2, 4) + number(1, 4) + number(2, 4)
        data += number(0x1F, 2) + number(0x3707, 2)
        data += number(1, 4) + length + wide
        return attribute(0x0006_9005, data)
    }
}

private func message(_ packed: [UInt8]) -> [UInt8] {
    let digits = packed.map { byte in
        let hex = String(byte, radix: 16, uppercase: true)
        return "=" + (hex.count == 1 ? "0" + hex : hex) + "=\r\n"
    }
    let text = """
        From: Ada <ada@example.org>
        Subject: plan
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain

        See the files.
        --b
        Content-Type: application/ms-tnef; name=winmail.dat
        Content-Transfer-Encoding: quoted-printable
        Content-Disposition: attachment

        \(digits.joined())
        --b--
        """
    return Array(text.utf8)
}

@Test func `files in a winmail.dat are listed and unpacked`() throws {
    let packed =
        Packed.head + Packed.file("PLAN~1.TXT", "one two") + Packed.longName("größerer Plan.txt")
        + Packed.file("../b\u{1B}[31m.txt", "three")
    let source = message(packed)
    let text = MessageReader.readable(source: source).plainText
    #expect(text.contains("2/1 größerer Plan.txt, 7 bytes"))
    #expect(text.contains("2/2 b[31m.txt, 5 bytes"))
    let first = try #require(MessageReader.part(section: "2/1", ofSource: source))
    #expect(first.part.filename == "größerer Plan.txt")
    #expect(first.bytes == Array("one two".utf8))
    #expect(MessageReader.part(section: "2/2", ofSource: source)?.bytes == Array("three".utf8))
}

@Test(arguments: ["2/0", "2/3", "2/-1", "2/", "/1", "1/1", "2/1/1", "2/99999999999999999999"])
func `a file that is not in a winmail.dat is none`(section: String) {
    let packed = Packed.head + Packed.file("a", "b") + Packed.file("c", "d")
    #expect(MessageReader.part(section: section, ofSource: message(packed)) == nil)
}

@Test func `a name in the code page of the sender is decoded`() {
    let page = Packed.attribute(0x0006_9007, Packed.number(1_251, 4) + [0, 0, 0, 0])
    let title = Packed.attribute(0x0001_8010, [0xCF, 0xEB, 0xE0, 0xED, 0])
    #expect(TNEFReader(Packed.head + page + Packed.begin + title)?.files.map(\.name) == ["План"])
}

@Test func `what is no winmail.dat is said to be none`() {
    let shown = MessageReader.readable(source: message(Array("MZ not packed".utf8)))
    #expect(shown.defects.contains { $0.contains("no files could be found") })
    #expect(shown.attachments.map(\.filename) == ["winmail.dat"])
}

@Test func `a winmail.dat is read wherever it is cut or broken`() {
    let whole = Packed.head + Packed.file("a.txt", "some text") + Packed.longName("long name.txt")
    for length in whole.indices {
        let read = TNEFReader(Array(whole[..<length]))
        #expect((read?.files.count ?? 0) <= 1)
    }
    for index in whole.indices {
        var broken = whole
        broken[index] = 0xFF
        #expect((TNEFReader(broken)?.files.count ?? 0) <= 1)
    }
    var bomb = Packed.number(0xFFFF_FFFF, 4) + Packed.number(0x1003, 2)
    bomb += [0, 0x37]
    bomb += Packed.number(0xFFFF_FFFF, 4)
    #expect(TNEFReader(Packed.head + Packed.begin + Packed.attribute(0x0006_9005, bomb))?.files.count == 1)
    let many = Packed.head + (0..<1_200).flatMap { _ in Packed.begin }
    #expect(TNEFReader(many)?.files.count == 1_000)
    #expect(TNEFReader(many)?.isCut == true)
    let endless = Packed.head + [UInt8](repeating: 0, count: 11 * 200_000)
    #expect(TNEFReader(endless)?.isCut == true)
}
