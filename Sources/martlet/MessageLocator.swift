import Foundation
import MailModel

/// A message's name on the command line: `ACCOUNT/FOLDER;uid=N`, as `list --json` prints it under `id`.
///
/// Anything in the account's or folder's name but letters, digits and `-._~/` is percent-encoded (RFC 3986 section 2.1),
/// and in the account's name `/` too, so that the first slash ends it and the text needs no quotes in a shell but for `;`.
struct MessageLocator: Hashable, Sendable {
    var account: AccountID
    /// The folder's decoded name.
    var folder: String
    var uid: UID

    init(account: AccountID, folder: String, uid: UID) {
        self.account = account
        self.folder = folder
        self.uid = uid
    }

    /// Reads a locator; nil where the text is none.
    init?(_ text: String) {
        guard let slash = text.firstIndex(of: "/"), let mark = text.range(of: ";uid=", options: .backwards),
            slash < mark.lowerBound, let number = UInt32(text[mark.upperBound...]), number > 0,
            let account = String(text[..<slash]).removingPercentEncoding, !account.isEmpty,
            let folder = String(text[text.index(after: slash)..<mark.lowerBound]).removingPercentEncoding,
            !folder.isEmpty
        else { return nil }
        self.init(account: AccountID(account), folder: folder, uid: UID(number))
    }

    var description: String {
        "\(MessageLocator.encoded(account.name, keeping: "-._~"))/\(MessageLocator.encoded(folder, keeping: "-._~/"));uid=\(uid)"
    }

    private static func encoded(_ text: String, keeping marks: String) -> String {
        text.utf8.map { byte in
            let scalar = Character(Unicode.Scalar(byte))
            if byte < 0x80, scalar.isLetter || scalar.isNumber || marks.contains(scalar) { return String(scalar) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
