// Sources: MailModel CLibXML2System CLibXML2 CGMimeSystem CGMime MessageContent
// Files: Fuzz/checks/ReadableChecks.swift
// Flags: $(pkg-config --cflags --libs gmime-3.0 libxml-2.0)
// Addresses in texts and in HTML are found and looked at, whatever they are. The first line is the address.
import Glibc
import MessageContent
import MailModel

/// One input of libFuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let lines = input.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    let target = Array(lines.first ?? [])
    let words = Array(lines.count > 1 ? lines[1] : [])
    let html = Array("<a href='".utf8) + target.filter { $0 != UInt8(ascii: "'") } + Array("'>".utf8) + words
    check(MessageReader.html(html, charset: "utf-8"))
    let plain = Array("Content-Type: text/plain; charset=utf-8\r\n\r\nsee ".utf8) + target + words
    check(MessageReader.readable(source: plain))
    return 0
}
