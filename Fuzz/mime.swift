// Sources: MailModel CLibXML2System CLibXML2 CGMimeSystem CGMime MessageContent
// Files: Fuzz/checks/ReadableChecks.swift
// Flags: $(pkg-config --cflags --libs gmime-3.0 libxml-2.0)
// Whatever a message is, it is read within bounds, the same each time, and its parts can be taken out.
import Glibc
import MessageContent
import MailModel

/// One input of libFuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let message = MessageReader.readable(source: input)
    check(message)
    if message != MessageReader.readable(source: input) { finding("the same message is read otherwise") }
    for attachment in message.attachments.prefix(8) {
        _ = MessageReader.part(section: attachment.section, ofSource: input)
    }
    return 0
}
