// Sources: CZlib
// Files: Sources/IMAPClient/Compression/Inflater.swift Sources/IMAPClient/Compression/Deflater.swift
// Flags: -lz
// What a server sends under COMPRESS inflates to the same however it arrives, in bounded steps, or ends in an error for
// good; and what we deflate inflates to what it was.
import Glibc

private func finding(_ words: String) -> Never {
    print(words)
    abort()
}

/// More than that is not looked at: a few kilobytes inflate to a thousand times as much.
private let enough = 64 << 10

/// One input of libFuzzer: how large the pieces are, and a stream.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let first = input.first else { return 0 }
    let stream = input.dropFirst()
    let whole = inflated(stream, pieces: .max)
    if inflated(stream, pieces: Int(first) + 1) != whole { finding("pieces are inflated otherwise") }
    if deflatedAndBack(stream, pieces: Int(first) + 1) != Outcome(octets: Array(stream)) { finding("octets are lost") }
    return 0
}

private struct Outcome: Equatable {
    var octets: [UInt8] = []
    var failure: InflateFailure?
}

private func inflated(_ stream: ArraySlice<UInt8>, pieces: Int) -> Outcome {
    guard let inflater = Inflater() else { return Outcome() }
    var outcome = Outcome()
    var rest = stream
    while !rest.isEmpty, outcome.octets.count < enough, outcome.failure == nil {
        let piece = rest.prefix(pieces)
        rest = rest.dropFirst(pieces)
        inflater.append(piece)
        take(from: inflater, into: &outcome)
        if inflater.pendingBytes > stream.count { finding("more waits than came") }
    }
    outcome.octets = Array(outcome.octets.prefix(enough))
    // How far it came before the bound depends on the pieces, so a fault behind it may or may not be seen.
    if outcome.octets.count == enough { outcome.failure = nil }
    return outcome
}

private func take(from inflater: Inflater, into outcome: inout Outcome) {
    do {
        while outcome.octets.count < enough, let step = try inflater.next() {
            if step.isEmpty || step.count > Inflater.step { finding("a step out of bounds") }
            outcome.octets += step
        }
    } catch {
        outcome.failure = error
        do {
            _ = try inflater.next()
            finding("it goes on behind a fault")
        } catch let again {
            if again != error { finding("another fault the second time") }
        }
    }
}

private func deflatedAndBack(_ octets: ArraySlice<UInt8>, pieces: Int) -> Outcome {
    guard let deflater = Deflater() else { return Outcome() }
    var sent: [UInt8] = []
    var rest = octets
    while !rest.isEmpty {
        sent += deflater.deflate(rest.prefix(pieces))
        rest = rest.dropFirst(pieces)
        sent += deflater.flush()
    }
    return inflated(sent[...], pieces: .max)
}
