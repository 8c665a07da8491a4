// Sources: MailModel CLibXML2System CLibXML2 CGMimeSystem CGMime MessageContent
// Files: Fuzz/checks/ReadableChecks.swift
// Flags: $(pkg-config --cflags --libs gmime-3.0 libxml-2.0)
// Whatever HTML is, it becomes safe lines.
import Glibc
import MessageContent
import MailModel

/// One input of libFuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    check(MessageReader.html(input, charset: "utf-8"))
    return 0
}
