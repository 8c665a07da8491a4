/// The MIME structure of a message, from BODYSTRUCTURE or from parsing its source (RFC 9051 section 7.5.2, RFC 2045).
///
/// Section numbers are those of `BODY[section]`: `1`, `2.1`. The root multipart has the section `""`.
package struct PartTree: Hashable, Sendable, Codable {
    package var section: String
    /// Lower case: `text/plain`, `multipart/mixed`, `message/rfc822`.
    package var type: String
    /// Names in lower case.
    package var parameters: [String: String]
    /// Lower case: `7bit`, `quoted-printable`, `base64`.
    package var encoding: String
    /// Encoded octets.
    package var size: Int
    /// Lower case: `inline`, `attachment`; nil where the message does not say.
    package var disposition: String?
    /// Decoded, from the disposition or the type; not yet sanitised.
    package var filename: String?
    /// `Content-ID` without angle brackets.
    package var contentID: String?
    package var description: String?
    package var children: [PartTree]

    package init(
        section: String, type: String, parameters: [String: String] = [:], encoding: String = "7bit", size: Int = 0,
        disposition: String? = nil, filename: String? = nil, contentID: String? = nil, description: String? = nil,
        children: [PartTree] = []
    ) {
        self.section = section
        self.type = type
        self.parameters = parameters
        self.encoding = encoding
        self.size = size
        self.disposition = disposition
        self.filename = filename
        self.contentID = contentID
        self.description = description
        self.children = children
    }

    package var isMultipart: Bool { type.hasPrefix("multipart/") }

    /// The parts that are not containers of others by type `multipart/*`, in order. An embedded message is one leaf.
    package var leaves: [PartTree] { isMultipart ? children.flatMap(\.leaves) : [self] }

    /// The part of that section number.
    package func part(_ wanted: String) -> PartTree? {
        if section == wanted { return self }
        for child in children {
            if let found = child.part(wanted) { return found }
        }
        return nil
    }
}
