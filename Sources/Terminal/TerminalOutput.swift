import Glibc

/// Writes octets to standard output, all of them.
enum TerminalOutput {
    /// Gives up where the terminal is gone; the end of input tells the program then.
    static func write(_ octets: [UInt8]) {
        octets.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let written = Glibc.write(STDOUT_FILENO, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written > 0 {
                    rest = rest.dropFirst(written)
                } else if errno == EAGAIN {
                    // Someone set the shared descriptor not to block.
                    var ready = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&ready, 1, 1_000)
                    if ready.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { return }
                } else if errno != EINTR {
                    return
                }
            }
        }
    }

    static func write(_ text: String) { write(Array(text.utf8)) }
}
