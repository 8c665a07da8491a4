import MailModel
import MessageContent

/// Which part of which message a file is made of: all that a later run must find unchanged to go on with it.
package struct PartOrigin: Hashable, Sendable {
    package var account: String
    /// As the server writes it.
    package var folder: String
    package var validity: UIDValidity
    package var uid: UID
    /// Octets of the whole message.
    package var messageSize: Int
    package var section: String
    package var encoding: String
    /// Encoded octets of the part by the server's word.
    package var size: Int

    package init(
        account: String, folder: String, validity: UIDValidity, uid: UID, messageSize: Int, section: String,
        encoding: String, size: Int
    ) {
        self.account = account
        self.folder = folder
        self.validity = validity
        self.uid = uid
        self.messageSize = messageSize
        self.section = section
        self.encoding = encoding
        self.size = size
    }

    /// 16 digits that stand for this part saved under this name.
    func digest(target: String) -> String {
        let fields = [
            account, folder, "\(validity.value)", "\(uid.value)", "\(messageSize)", section, encoding, "\(size)",
            target,
        ]
        // FNV-1a: nobody gains by a collision, who could send whatever file he likes.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for octet in fields.joined(separator: "\0").utf8 { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01B3 }
        return PartialName.digits(hash)
    }

    /// About how many octets of the file so many encoded ones are: what the user sees, who knows the file by its own size.
    func fileSize(of encoded: Int) -> Int { MessageReader.estimatedSize(of: max(0, encoded), encoding: encoding) }

    /// The decoder as it stood there; nil where that can't be.
    func decoder(at reach: PartialName.Reach) -> TransferDecoder? {
        TransferDecoder(encoding: encoding, mark: reach.decoder)
    }
}
