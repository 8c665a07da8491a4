import Synchronization

/// A message that is kept, with its structure from the first time that somebody asks for it.
final class HeldMail: Sendable {
    let bytes: [UInt8]
    private let known = Mutex<MIMEPart?>(nil)

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var structure: MIMEPart {
        known.withLock { known in
            let structure = known ?? MIMEPart(message: bytes)
            known = structure
            return structure
        }
    }
}

/// The bytes of a message, held or composed when somebody asks.
enum MessageSource: Sendable {
    case held(HeldMail)
    case generated(GeneratedMail)

    static func holding(_ bytes: [UInt8]) -> MessageSource { .held(HeldMail(bytes)) }

    var bytes: [UInt8] {
        switch self {
        case .held(let mail): mail.bytes
        case .generated(let mail): mail.bytes
        }
    }

    var structure: MIMEPart {
        switch self {
        case .held(let mail): mail.structure
        case .generated(let mail): MIMEPart(message: mail.bytes)
        }
    }

    /// What the message is called wherever it lies (RFC 8474, 5.1): the same for the same octets.
    var emailID: String {
        // FNV-1a.
        let hash = bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return "M" + String(hash, radix: 16)
    }
}

/// A message in a folder of the server.
struct StoredMessage: Sendable {
    var uid: UInt32
    /// Sorted; system flags in their canonical spelling.
    var flags: [String]
    /// Seconds since 1970.
    var received: Int64
    var source: MessageSource
    var modSeq: UInt64

    func has(_ flag: String) -> Bool {
        flags.contains(flag)
    }
}

/// Spelling of flags.
enum FlagNames {
    static let system = ["\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"]

    /// One spelling for each flag: flags are compared without regard to case.
    static func canonical(_ flags: [String]) -> [String] {
        var result: Set<String> = []
        for flag in flags.prefix(100) {
            let lower = flag.lowercased()
            if lower == "\\recent" { continue }
            result.insert(system.first { $0.lowercased() == lower } ?? flag)
        }
        return result.sorted()
    }
}
