// Sources: MailModel CLibXML2System CLibXML2 CGMimeSystem CGMime MessageContent
// Files: Fuzz/checks/ReadableChecks.swift
// Flags: $(pkg-config --cflags --libs gmime-3.0 libxml-2.0)
// Calendars and contacts become safe lines, whatever they hold.
import Glibc
import MessageContent
import MailModel

/// One input of libFuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    for type in ["text/calendar", "text/vcard"] {
        let source = Array("Content-Type: \(type); charset=utf-8\r\n\r\n".utf8) + input
        let message = MessageReader.readable(source: source)
        check(message)
        for line in message.lines where line.text.unicodeScalars.contains(where: turnsLines) {
            finding("a mark of direction in a card")
        }
    }
    return 0
}
