/// What ties a login to the TLS connection that it is made over (RFC 5056).
///
/// Only the form that follows from the server's certificate is available: NIOSSL has no way to export keying material
/// (`tls-exporter`, RFC 9266) and none to read the Finished message (`tls-unique`).
struct ChannelBinding: Sendable, Equatable {
    let type: String
    let octets: [UInt8]

    init(type: String, octets: [UInt8]) {
        self.type = type
        self.octets = octets
    }
}
