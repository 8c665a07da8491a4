import MailModel
import NIOCore
import X509

extension ServerCertificate {
    /// What a certificate in DER says of itself; one that cannot be read has only its fingerprint.
    init(der: [UInt8], fingerprint: String) {
        guard let certificate = try? Certificate(derEncoded: der) else {
            self.init(fingerprint: fingerprint)
            return
        }
        self.init(
            subject: ServerText.sanitised("\(certificate.subject)"),
            issuer: ServerText.sanitised("\(certificate.issuer)"),
            names: certificate.listedNames, validFrom: Int64(certificate.notValidBefore.timeIntervalSince1970),
            validUntil: Int64(certificate.notValidAfter.timeIntervalSince1970), fingerprint: fingerprint)
    }
}

extension Certificate {
    private static let mostNames = 20

    /// The hosts that it lists, safe to show.
    var listedNames: [String] {
        alternatives.prefix(Self.mostNames).compactMap { name in
            switch name {
            case .dnsName(let host): ServerText.sanitised(host)
            case .ipAddress(let address): Self.text(ofAddress: Array(address.bytes))
            default: nil
            }
        }
    }

    var alternatives: [GeneralName] {
        // A list that cannot be read names nobody.
        (try? extensions.subjectAlternativeNames).map { Array($0) } ?? []
    }

    static func text(ofAddress bytes: [UInt8]) -> String? {
        (try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0))?.ipAddress
    }
}
