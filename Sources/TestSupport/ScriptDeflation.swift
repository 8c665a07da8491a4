import CZlib

/// The server's side of COMPRESS=DEFLATE, as simple as it can be: all at once, without a bound.
final class ScriptDeflation {
    private let inward = cz_inflate_begin()
    private let outward = cz_deflate_begin(9)

    deinit {
        cz_inflate_end(inward)
        cz_deflate_end(outward)
    }

    func inflated(_ bytes: [UInt8]) -> [UInt8] {
        guard let inward else { return [] }
        return run(bytes) { cz_inflate(inward, $0, $1, $2, $3) }
    }

    func deflated(_ bytes: [UInt8]) -> [UInt8] {
        guard let outward else { return [] }
        return run(bytes) { cz_deflate(outward, $0, $1, $2, $3, 1) }
    }

    private func run(
        _ bytes: [UInt8],
        _ step: (
            UnsafePointer<UInt8>?, UnsafeMutablePointer<Int>, UnsafeMutablePointer<UInt8>?,
            UnsafeMutablePointer<Int>
        ) -> Int32
    ) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        var room = 0
        repeat {
            var left = rest.count
            room = 1 << 16
            var output = [UInt8](repeating: 0, count: room)
            _ = rest.withUnsafeBufferPointer { source in
                output.withUnsafeMutableBufferPointer { step(source.baseAddress, &left, $0.baseAddress, &room) }
            }
            result += output.prefix(output.count - room)
            rest = rest.suffix(left)
        } while room == 0
        return result
    }
}
