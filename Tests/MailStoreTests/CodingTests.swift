import MailModel
import Testing

@testable import MailStore

struct CodingTests {
    private let tree = PartTree(
        section: "", type: "multipart/mixed", parameters: ["boundary": "x"], size: 70_000,
        children: [
            PartTree(section: "1", type: "text/plain", parameters: ["charset": "utf-8", "format": "flowed"], size: 3),
            PartTree(
                section: "2", type: "application/pdf", encoding: "base64", size: 5_000_000, disposition: "attachment",
                filename: "ü.pdf", contentID: "", description: "A file"),
        ])

    @Test func `a structure comes back whole`() {
        #expect(PartTreeCoding.decode(PartTreeCoding.encode(tree)) == tree)
    }

    @Test func `a broken structure is none, wherever it is broken`() {
        let bytes = PartTreeCoding.encode(tree)
        for count in 0..<bytes.count { #expect(PartTreeCoding.decode(Array(bytes.prefix(count))) == nil) }
        for index in bytes.indices {
            var broken = bytes
            broken[index] = 0xFF
            _ = PartTreeCoding.decode(broken)
        }
    }

    @Test func `a structure deeper than anybody needs is cut, not refused`() {
        var deep = PartTree(section: "1", type: "text/plain")
        for _ in 0..<500 { deep = PartTree(section: "", type: "multipart/mixed", children: [deep]) }
        #expect(PartTreeCoding.decode(PartTreeCoding.encode(deep)) != nil)
    }

    @Test(arguments: [
        [], [EmailAddress(name: "", address: "")], [EmailAddress(name: "a, \"b\"", address: "x@y")],
        [EmailAddress(name: "", address: "x@y"), EmailAddress(name: "é", address: "")],
    ])
    func `addresses come back as they were`(addresses: [EmailAddress]) {
        #expect(TextCoding.addresses(TextCoding.encode(addresses)) == addresses)
    }
}
