import Glibc
import NIOCore

let connectionRefusedCode = ECONNREFUSED
let timedOutCode = ETIMEDOUT
let networkUnreachableCode = ENETUNREACH
let hostUnreachableCode = EHOSTUNREACH

/// The options of a socket that let the system notice that a peer is gone: within two minutes when nothing is asked, and
/// within seconds when something is. A server that is only slow has acknowledged what was sent, and is waited for.
enum KeepAlive {
    /// Seconds of silence before the first probe, between probes, and how many go unanswered.
    private static let idle = 60
    private static let interval = 15
    private static let probes = 4
    /// Milliseconds that what was sent may go without being acknowledged by the other machine (RFC 5482).
    private static let unacknowledged = 15_000

    static let options: [(NIOBSDSocket.Option, Int)] = [
        (NIOBSDSocket.Option(rawValue: TCP_KEEPIDLE), idle),
        (NIOBSDSocket.Option(rawValue: TCP_KEEPINTVL), interval),
        (NIOBSDSocket.Option(rawValue: TCP_KEEPCNT), probes),
        (NIOBSDSocket.Option(rawValue: TCP_USER_TIMEOUT), unacknowledged),
    ]
}
