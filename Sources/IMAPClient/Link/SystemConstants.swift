import Glibc
import NIOCore

let connectionRefusedCode = ECONNREFUSED
let timedOutCode = ETIMEDOUT
let networkUnreachableCode = ENETUNREACH
let hostUnreachableCode = EHOSTUNREACH

/// The options of a socket that let the system notice within two minutes that an idle peer is gone.
enum KeepAlive {
    /// Seconds of silence before the first probe, between probes, and how many go unanswered.
    private static let idle = 60
    private static let interval = 15
    private static let probes = 4

    static let options: [(NIOBSDSocket.Option, Int)] = [
        (NIOBSDSocket.Option(rawValue: TCP_KEEPIDLE), idle),
        (NIOBSDSocket.Option(rawValue: TCP_KEEPINTVL), interval),
        (NIOBSDSocket.Option(rawValue: TCP_KEEPCNT), probes),
    ]
}
