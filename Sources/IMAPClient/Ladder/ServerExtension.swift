/// An extension that changes how something is done here, by its name as a capability.
///
/// What each gives, and what is done without it, is the table in `docs/imap.md`.
package enum ServerExtension: String, CaseIterable, Sendable, Hashable {
    // The way in.
    case saslIR = "SASL-IR"
    case literalPlus = "LITERAL+"
    case literalMinus = "LITERAL-"
    case id = "ID"
    case enable = "ENABLE"
    case compress = "COMPRESS=DEFLATE"

    // Folders.
    case namespace = "NAMESPACE"
    case listExtended = "LIST-EXTENDED"
    case listStatus = "LIST-STATUS"
    case specialUse = "SPECIAL-USE"
    case createSpecialUse = "CREATE-SPECIAL-USE"
    case statusSize = "STATUS=SIZE"
    case xlist = "XLIST"
    case unselect = "UNSELECT"
    case quota = "QUOTA"
    case acl = "ACL"
    case metadata = "METADATA"

    // Staying in step.
    case condstore = "CONDSTORE"
    case qresync = "QRESYNC"
    case idle = "IDLE"
    case notify = "NOTIFY"
    case uidOnly = "UIDONLY"
    case objectID = "OBJECTID"

    // Messages.
    case uidPlus = "UIDPLUS"
    case move = "MOVE"
    case binary = "BINARY"
    case catenate = "CATENATE"
    case multiAppend = "MULTIAPPEND"
    case replace = "REPLACE"
    case partial = "PARTIAL"
    case preview = "PREVIEW"
    case saveDate = "SAVEDATE"
    case gmail = "X-GM-EXT-1"

    // Searching.
    case esearch = "ESEARCH"
    case searchRes = "SEARCHRES"
    case sort = "SORT"
    case sortDisplay = "SORT=DISPLAY"
    case threadReferences = "THREAD=REFERENCES"
    case within = "WITHIN"
    case fuzzy = "SEARCH=FUZZY"
    case multiSearch = "MULTISEARCH"

    /// Whether IMAP4rev2 has it built in (RFC 9051, appendix E).
    var isPartOfRev2: Bool {
        switch self {
        case .saslIR, .literalMinus, .enable, .namespace, .listExtended, .listStatus, .specialUse, .statusSize,
            .unselect,
            .idle, .uidPlus, .move, .esearch, .searchRes:
            true
        case .literalPlus, .id, .compress, .createSpecialUse, .xlist, .quota, .acl, .metadata, .condstore, .qresync,
            .notify, .uidOnly, .objectID, .binary, .catenate, .multiAppend, .replace, .partial, .preview, .saveDate,
            .gmail, .sort, .sortDisplay, .threadReferences, .within, .fuzzy, .multiSearch:
            false
        }
    }

    /// An extension that has this one within it.
    var container: ServerExtension? {
        switch self {
        // RFC 7162 section 3.2.3.
        case .condstore: .qresync
        // RFC 7888 section 5: what takes any length takes a short one.
        case .literalMinus: .literalPlus
        case .saslIR, .literalPlus, .id, .enable, .compress, .namespace, .listExtended, .listStatus, .specialUse,
            .createSpecialUse, .statusSize, .xlist, .unselect, .quota, .acl, .metadata, .qresync, .idle, .notify,
            .uidOnly,
            .objectID, .uidPlus, .move, .binary, .catenate, .multiAppend, .replace, .partial, .preview, .saveDate,
            .gmail,
            .esearch, .searchRes, .sort, .sortDisplay, .threadReferences, .within, .fuzzy, .multiSearch:
            nil
        }
    }
}
