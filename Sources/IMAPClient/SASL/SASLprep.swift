import Foundation

/// SASLprep (RFC 4013): user names and passwords in one form, so that both sides hash the same octets.
///
/// Code points that Unicode 3.2 had not assigned are let through: what a client sends is a query (RFC 3454 section 7).
enum SASLprep {
    static func prepared(_ text: String) throws(SASLError) -> String {
        // Most are ASCII, which no step changes.
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
        let normalised = mapped(text).precomposedStringWithCompatibilityMapping
        let scalars = normalised.unicodeScalars
        if scalars.contains(where: { SASLprepTables.contains(SASLprepTables.prohibited, $0) }) {
            throw .unsendableCharacter
        }
        guard hasOneDirection(scalars) else { throw .unsendableCharacter }
        return normalised
    }

    /// Section 2.1.
    private static func mapped(_ text: String) -> String {
        var view = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if SASLprepTables.contains(SASLprepTables.mappedToSpace, scalar) {
                view.append(" ")
            } else if !SASLprepTables.contains(SASLprepTables.mappedToNothing, scalar) {
                view.append(scalar)
            }
        }
        return String(view)
    }

    /// RFC 3454 section 6: with a character written from right to left there is none from left to right, and one such
    /// begins and ends the text.
    private static func hasOneDirection(_ scalars: String.UnicodeScalarView) -> Bool {
        func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
            SASLprepTables.contains(SASLprepTables.rightToLeft, scalar)
        }
        guard let first = scalars.first, let last = scalars.last, scalars.contains(where: isRightToLeft) else {
            return true
        }
        if scalars.contains(where: { SASLprepTables.contains(SASLprepTables.leftToRight, $0) }) { return false }
        return isRightToLeft(first) && isRightToLeft(last)
    }
}
