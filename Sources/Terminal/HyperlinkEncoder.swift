import Screen

/// Opens and closes links in the stream of octets (OSC 8), so that each begins and ends with its own cells.
struct HyperlinkEncoder {
    /// The link that what is written now belongs to.
    private var open: Hyperlink?

    /// Ends the link at hand where the next cell belongs to another or to none, and begins that.
    mutating func change(to link: Hyperlink?, _ output: inout [UInt8]) {
        guard open?.address != link?.address || open?.number != link?.number else { return }
        open = link
        output += HyperlinkEncoder.sequence(link)
    }

    static func sequence(_ link: Hyperlink?) -> [UInt8] {
        guard let link else { return Array("\u{1B}]8;;\u{1B}\\".utf8) }
        return Array("\u{1B}]8;id=\(link.number);\(link.address)\u{1B}\\".utf8)
    }
}

/// Whether the terminal follows links, as far as its environment says. Those that don't know OSC 8 are to ignore it, and
/// some old ones show it as text: only those that are known to have it get it unasked.
package enum HyperlinkSupport {
    package static func isKnown(environment: [String: String]) -> Bool {
        let term = environment["TERM"] ?? ""
        let program = environment["TERM_PROGRAM"] ?? ""
        // A multiplexer hides what lies around it: the variables of the outer terminal may still be there.
        if program == "tmux" || environment["TMUX"] != nil {
            return version(environment["TERM_PROGRAM_VERSION"]) >= (3, 4)
        }
        if term.hasPrefix("screen") { return false }
        if ["kitty", "alacritty", "foot", "ghostty", "wezterm", "contour"].contains(where: term.contains) {
            return true
        }
        if ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "mintty"].contains(program) { return true }
        if environment["WT_SESSION"] != nil || environment["KONSOLE_VERSION"] != nil { return true }
        return (Int(environment["VTE_VERSION"] ?? "") ?? 0) >= 5_000
    }

    /// `3.4`, `3.3a`
    private static func version(_ text: String?) -> (Int, Int) {
        let numbers = (text ?? "").split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 }
        return (numbers.first ?? 0, numbers.count > 1 ? numbers[1] : 0)
    }
}
