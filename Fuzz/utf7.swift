// Sources: IMAPWire
// Names of mailboxes go back to the server as they came, and for people they are the same both ways.
import Glibc
import IMAPWire

private func finding(_ words: String) -> Never {
    print(words)
    abort()
}

/// One input of libFuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let octets = Array(UnsafeBufferPointer(start: start, count: count))
    let name = WireName.string(octets)
    if WireName.bytes(name) != octets { finding("octets of a name are lost") }
    _ = WireName.display(name)
    if let text = ModifiedUTF7.decode(name), ModifiedUTF7.decode(ModifiedUTF7.encode(text)) != text {
        finding("a decoded name cannot be encoded")
    }
    let text = String(decoding: octets, as: UTF8.self)
    let wire = ModifiedUTF7.encode(text)
    if !wire.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { finding("a name on the wire is not ASCII") }
    if ModifiedUTF7.decode(wire) != text { finding("an encoded name is not decoded") }
    return 0
}
