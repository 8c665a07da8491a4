import Glibc
import NIOCore
import NIOPosix

/// The addresses that a host's name stands for.
enum HostAddresses {
    /// The name is not known, or cannot be looked up now.
    struct NotFound: Error {}

    /// Asks the system, on a thread that may wait.
    ///
    /// - Returns: the addresses in the system's order of preference (RFC 6724), which has both families at once: there is
    ///   nothing to wait for between the answers of one and of the other (RFC 8305 section 3).
    static func find(_ host: String, _ port: Int) -> EventLoopFuture<[SocketAddress]> {
        NIOThreadPool.singleton.runIfActive(eventLoop: MultiThreadedEventLoopGroup.singleton.any()) {
            try look(host, port)
        }
    }

    private static func look(_ host: String, _ port: Int) throws(NotFound) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_protocol = Int32(IPPROTO_TCP)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0 else { throw NotFound() }
        defer { freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var place = list
        while let entry = place?.pointee {
            if let address = UnsafeRawPointer(entry.ai_addr) {
                switch entry.ai_family {
                case AF_INET: found.append(SocketAddress(address.loadUnaligned(as: sockaddr_in.self), host: host))
                case AF_INET6: found.append(SocketAddress(address.loadUnaligned(as: sockaddr_in6.self), host: host))
                default: break
                }
            }
            place = entry.ai_next
        }
        return found
    }

    /// One family in turn with the other, beginning with that of the first address, so that a family which does not
    /// work costs one delay and not many (RFC 8305 section 4).
    static func interleaved<Address, Family: Equatable>(
        _ addresses: [Address], family: (Address) -> Family
    ) -> [Address] {
        let preferred = addresses.first.map(family)
        let first = addresses.filter { family($0) == preferred }
        let second = addresses.filter { family($0) != preferred }
        return (0..<max(first.count, second.count)).flatMap { place in
            [first, second].compactMap { $0.indices.contains(place) ? $0[place] : nil }
        }
    }
}
