import MessageContent

/// The name of a partial file: what it is of, and how far it is.
///
/// It is all that a later run knows of the file. A name changes in one step, so it never says what the file does not hold.
struct PartialName: Equatable, Sendable {
    /// A place in a part, in its encoded octets and in those of the file.
    struct Reach: Equatable, Sendable {
        /// Encoded octets that were taken.
        var taken = 0
        /// Octets of the file that came of them.
        var written = 0
        /// How the decoder stands between the two.
        var decoder = TransferMark.start
    }

    /// The name of the file that is to be.
    let stem: String
    /// Stands for a part of a message, or for nothing that could be found again.
    let origin: String
    var reach = Reach()

    private static let sign = ".martlet-"
    /// Octets of a name that are left of 255 beside what is added.
    private static let longestStem = 180

    init(stem: String, origin: String) {
        var stem = stem
        while stem.utf8.count > PartialName.longestStem { stem.removeLast() }
        self.stem = stem
        self.origin = origin
    }

    /// Reads a name; nil where it is not one of these.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).suffix(4).map(String.init)
        guard parts.count == 4, let taken = PartialName.number(parts[1]), let written = PartialName.number(parts[2]),
            TransferMark.isValid(parts[3]), parts[0].utf8.count == 16, parts[0].utf8.allSatisfy(PartialName.isDigit)
        else { return nil }
        let ending = PartialName.sign + parts.joined(separator: "-")
        guard text.hasSuffix(ending), text.utf8.count > ending.utf8.count else { return nil }
        stem = String(text.dropLast(ending.count))
        origin = parts[0]
        reach = Reach(taken: taken, written: written, decoder: parts[3])
    }

    var text: String { "\(beginning)\(reach.taken)-\(reach.written)-\(reach.decoder)" }

    /// What the names of all files of this part begin with, however far they are.
    var beginning: String { "\(stem)\(PartialName.sign)\(origin)-" }

    static func digits(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func number(_ text: String) -> Int? {
        guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    private static func isDigit(_ octet: UInt8) -> Bool {
        (0x30...0x39).contains(octet) || (0x61...0x66).contains(octet)
    }
}
