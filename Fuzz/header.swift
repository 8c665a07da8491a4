// Sources: MailModel CLibXML2System CLibXML2 CGMimeSystem CGMime MessageContent
// Files: Fuzz/checks/ReadableChecks.swift
// Flags: $(pkg-config --cflags --libs gmime-3.0 libxml-2.0)
// Every header is read within bounds: addresses, dates, words, lists, who vouches for whom.
import Glibc
import MessageContent
import MailModel

/// One input of libFuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let header = HeaderSummary.parse(input)
    if header != HeaderSummary.parse(input) { finding("the same header is read otherwise") }
    let safe = header.subject.unicodeScalars.allSatisfy { $0 != "\n" && $0 != "\r" }
    if !safe { finding("a line end in the subject") }
    _ = MessageReader.headerFields(input)
    _ = AuthenticationResults.parse(header: input, trusting: "mx.example.org")
    var message = MessageReader.readable(headers: header, structure: nil, parts: [:])
    let server = ReceivingServer(host: "imap.example.org")
    message.take(header: input, context: ReadingContext(server: server, contacts: header.to))
    for address in message.list?.unsubscribe ?? [] where address.utf8.contains(where: { $0 <= 0x20 }) {
        finding("white space in an address")
    }
    let sentences = [message.list?.name, message.list?.identifier, message.authentication?.signer].compactMap(\.self)
    if sentences.contains(where: { $0.unicodeScalars.contains { isControl($0) || turnsLines($0) } }) {
        finding("what acts on a line, in a sentence of ours")
    }
    return 0
}
