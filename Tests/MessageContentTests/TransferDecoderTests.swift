import MailModel
import Testing

@testable import MessageContent

@Test(arguments: [
    ("base64", "SGVsbG8=", "Hello"),
    ("BASE64", "SGVs\r\nbG8", "Hello"),
    ("base64", "SGVs!!bG8=SGVsbG8=", "HelloHello"),
    ("quoted-printable", "caf=C3=A9 =\r\nbl=C3=BC  \r\nend=", "café blü\r\nend"),
    ("quoted-printable", "1 = 2, =ZZ, =4", "1 = 2, =ZZ, =4"),
    ("x-uuencode", "begin 644 x\n%2&5L;&\\\n`\nend\n", "Hello"),
    ("8bit", "as it is", "as it is"),
])
func `a transfer encoding is taken off, in pieces of any size`(encoding: String, encoded: String, expected: String) {
    for size in [1, 3, 7, 1_000] {
        var decoder = TransferDecoder(encoding: encoding)
        var output: [UInt8] = []
        var rest = Array(encoded.utf8)[...]
        while !rest.isEmpty {
            output += decoder.decode(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        output += decoder.finish()
        #expect(String(decoding: output, as: UTF8.self) == expected, "in pieces of \(size)")
    }
}

@Test(arguments: [
    ("base64", "SGVsbG8sIHdvcmxk\r\nISEh\r\n"),
    ("base64", "SGVs!!bG8=SGVsbG8=\r\n"),
    ("quoted-printable", "caf=C3=A9 =\r\nbl=C3=BC  \r\n= \t\r\nend =ZZ ="),
    ("8bit", "as it is"),
])
func `another decoder goes on wherever the first one stands`(encoding: String, encoded: String) throws {
    let bytes = Array(encoded.utf8)
    let whole = TransferDecoder.decode(bytes, encoding: encoding).bytes
    var marks: Set<String> = []
    for cut in 0...bytes.count {
        var first = TransferDecoder(encoding: encoding)
        var output = first.decode(Array(bytes[..<cut]))
        // Blanks that may be text or not are waited out.
        guard let mark = first.mark else { continue }
        #expect(TransferMark.isValid(mark), "\(mark)")
        marks.insert(String(mark.prefix(1)))
        var second = try #require(TransferDecoder(encoding: encoding, mark: mark), "\(mark)")
        output += second.decode(Array(bytes[cut...]))
        output += second.finish()
        #expect(output == whole, "cut at \(cut), \(mark)")
    }
    let all: [String: Set<String>] = [
        "base64": ["0", "1", "2", "3"], "quoted-printable": ["0", "e", "d", "b", "r"], "8bit": ["0"],
    ]
    #expect(marks == all[encoding])
}

@Test(arguments: [
    ("base64", "4.0"), ("base64", "0.0"), ("base64", "1.40"), ("base64", "2"), ("base64", "e"), ("8bit", "e"),
    ("quoted-printable", "2.1a3"), ("quoted-printable", "dzz"), ("quoted-printable", "d20"), ("x-uuencode", "1.0"),
])
func `no decoder goes on from a mark that none could leave`(encoding: String, mark: String) {
    #expect(TransferDecoder(encoding: encoding, mark: mark) == nil)
}

@Test(arguments: [
    ("report.pdf", "report.pdf"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\x\\bill.doc", "bill.doc"),
    (".bashrc", "bashrc"),
    ("-rf", "rf"),
    ("a\u{202E}fdp.exe", "afdp.exe"),
    ("a\u{1B}[31m\n.txt", "a[31m .txt"),
    ("/", "attachment"),
    ("...", "attachment"),
    ("", "attachment"),
    ("春日.txt", "春日.txt"),
])
func `a file name is made safe`(name: String, expected: String) {
    #expect(MessageReader.safeFilename(name) == expected)
}

@Test func `a long file name keeps its extension`() {
    let safe = MessageReader.safeFilename(String(repeating: "ä", count: 500) + ".pdf")

    #expect(safe.utf8.count <= 200)
    #expect(safe.hasSuffix("ä.pdf"))
}

@Test(
    arguments: [
        ([0x93, 0x68, 0x69, 0x94], "iso-8859-1", "“hi”", false),
        ([0xE9], nil, "é", true),
        ([0xC3, 0xA9], nil, "é", true),
        ([0xC3, 0xA9], "us-ascii", "é", true),
        ([0xE9], "utf-8", "é", true),
        ([0x61], "no-such-charset", "a", true),
        ([0x1B, 0x24, 0x42, 0x32, 0x71, 0x1B, 0x28, 0x42], "ISO-2022-JP", "会", false),
        ([0xB2, 0xF1], "euc-jp", "会", false),
    ] as [([UInt8], String?, String, Bool)])
func `text is decoded by its charset or by the best guess`(
    bytes: [UInt8], declared: String?, expected: String, isDefect: Bool
) {
    let decoded = Charset.decode(bytes, declared: declared)

    #expect(decoded.text == expected)
    #expect((decoded.defect != nil) == isDefect)
}
