// Sources: IMAPWire
// Whatever a server sends becomes a value that can be compared, described and thrown away.
import Glibc
import IMAPWire

private let parsers = [
    ResponseParser(), ResponseParser(limits: Limits(maximumDepth: 4, maximumListCount: 3), mailboxNamesAreUTF8: true),
]

private func finding(_ words: String) -> Never {
    print(words)
    abort()
}

private func read(_ response: [UInt8]) {
    for parser in parsers {
        let value = parser.parse(response)
        if value != parser.parse(response) { finding("the same response is another value") }
        let text = ResponseDescription.json(value) { String(decoding: $0, as: UTF8.self) }
        if text.utf8.contains(where: { $0 < 0x20 }) { finding("a control in the description") }
    }
}

/// One input of libFuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    read(input)
    var framer = ResponseFramer()
    framer.append(input)
    while let frame = framer.next() {
        switch frame {
        case .response(let response): read(response)
        case .oversized: break
        case .lost: return 0
        }
    }
    return 0
}
