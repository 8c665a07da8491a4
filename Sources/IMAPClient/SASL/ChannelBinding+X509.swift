import Crypto
import X509

extension ChannelBinding {
    /// `tls-server-end-point` (RFC 5929 section 4): the certificate's hash by the hash function of its signature, SHA-256
    /// in place of MD5 and SHA-1. Nil for a signature that names no hash function, where the binding is not defined.
    init?(serverCertificate der: [UInt8]) {
        guard let certificate = try? Certificate(derEncoded: der) else { return nil }
        let hash: [UInt8]
        switch certificate.signatureAlgorithm {
        case .sha1WithRSAEncryption, .sha256WithRSAEncryption, .ecdsaWithSHA256: hash = Array(SHA256.hash(data: der))
        case .sha384WithRSAEncryption, .ecdsaWithSHA384: hash = Array(SHA384.hash(data: der))
        case .sha512WithRSAEncryption, .ecdsaWithSHA512: hash = Array(SHA512.hash(data: der))
        default: return nil
        }
        self.init(type: "tls-server-end-point", octets: hash)
    }
}
