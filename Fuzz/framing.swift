// Sources: IMAPWire
// A stream is cut into the same responses however it arrives, and never more of it is kept than the limits allow.
import Glibc
import IMAPWire

private let limits = Limits(maximumLineLength: 256, maximumLiteral: 64, maximumResponse: 512)

private func frames(_ stream: ArraySlice<UInt8>, pieces: Int) -> [Frame] {
    var framer = ResponseFramer(limits: limits)
    var frames: [Frame] = []
    var rest = stream
    while !rest.isEmpty {
        let piece = rest.prefix(pieces)
        framer.append(piece)
        rest = rest.dropFirst(pieces)
        while let frame = framer.next() {
            frames.append(frame)
            if case .lost = frame { return frames }
        }
        if framer.bufferedBytes > 1024 + piece.count { finding("more is kept than the limits allow") }
    }
    return frames
}

private func finding(_ words: String) -> Never {
    print(words)
    abort()
}

/// The first octet says how large the pieces are.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let whole = frames(input.dropFirst(), pieces: .max)
    if frames(input.dropFirst(), pieces: 1) != whole { finding("single octets are framed otherwise") }
    if frames(input.dropFirst(), pieces: Int(input.first ?? 0) + 2) != whole { finding("pieces are framed otherwise") }
    return 0
}
