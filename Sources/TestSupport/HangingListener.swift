import Glibc
import NIOCore
import NIOPosix

/// An address of this machine that never answers: its queue of connections is full, so the system drops what comes.
package final class HangingListener: Sendable {
    private let descriptors: [Int32]

    /// - Parameter address: of the loopback network, such as `127.0.0.2`.
    package init(address: String, port: Int) throws {
        let place = try SocketAddress(ipAddress: address, port: port)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var open = [listener]
        var reuse: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        let isListening = place.withSockAddr { pointer, size in
            bind(listener, pointer, socklen_t(size)) == 0 && listen(listener, 0) == 0
        }
        guard isListening else {
            close(listener)
            throw ChildProcess.Failure(description: "cannot listen on \(address):\(port), error \(errno)")
        }
        // A queue of none holds one; the others fill what the system adds.
        for _ in 0..<8 {
            let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            // Not waited for: that it does not come about is the point.
            _ = place.withSockAddr { pointer, size in connect(client, pointer, socklen_t(size)) }
            open.append(client)
        }
        descriptors = open
    }

    deinit { for descriptor in descriptors { close(descriptor) } }
}

/// Gives any host the same addresses, in this order.
package struct FixedResolver: Sendable {
    private let addresses: [String]

    package init(_ addresses: [String]) { self.addresses = addresses }

    package func find(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        do {
            return loop.makeSucceededFuture(try addresses.map { try SocketAddress(ipAddress: $0, port: port) })
        } catch {
            return loop.makeFailedFuture(error)
        }
    }
}

/// Never says what addresses a host has, as long as it lives.
package final class SilentResolver: Sendable {
    private let promise = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: [SocketAddress].self)

    package init() {}

    deinit { promise.succeed([]) }

    package func find(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> { promise.futureResult }
}
