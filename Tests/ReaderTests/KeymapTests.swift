import Foundation
import Reader
import Screen
import Testing

@Suite struct KeymapTests {
    @Test func `names and keys are given once, and every key can be read`() {
        let entries = CommandTable.entries
        #expect(Set(entries.map(\.name)).count == entries.count)
        #expect(Set(entries.map(\.command)).count == entries.count)
        for entry in entries { for keys in entry.keys { #expect(KeySequence(keys) != nil, "\(keys)") } }
        for pane in Pane.allCases {
            let keys = entries.filter { $0.panes.contains(pane) }.flatMap(\.keys)
            #expect(Set(keys).count == keys.count, "a key has two meanings in \(pane)")
            for one in keys.compactMap({ KeySequence($0) }) {
                for other in keys.compactMap({ KeySequence($0) }) where one != other {
                    #expect(!other.keys.starts(with: one.keys), "\(one) hides \(other)")
                }
            }
        }
    }

    @Test(arguments: [
        ("gi", [Key.character("g"), .character("i")]), ("Ctrl-D", [.control("d")]), ("Alt-x", [.alt("x")]),
        ("F5", [.function(5)]), ("PgDn", [.pageDown]), ("space", [.character(" ")]), ("F", [.character("F")]),
    ])
    func `keys are read as people write them`(notation: String, keys: [Key]) {
        #expect(KeySequence(notation)?.keys == keys)
    }

    @Test func `the configuration rebinds keys, in one pane or all`() {
        let keymap = Keymap(overrides: [
            KeyOverride(keys: "e", command: "archive", panes: [.messages]), KeyOverride(keys: "d", command: nil),
            KeyOverride(keys: "gn", command: "next-unread"),
        ])
        #expect(keymap.problems.isEmpty)
        #expect(keymap.meaning(of: [.character("e")], in: .messages) == .command(.change(.archive)))
        #expect(keymap.meaning(of: [.character("e")], in: .folders) == .command(.folder(.rename)))
        #expect(keymap.meaning(of: [.character("d")], in: .reader) == .nothing)
        #expect(
            keymap.meaning(of: [.character("g"), .character("n")], in: .reader) == .command(.navigate(.nextUnread)))
    }

    @Test func `a key bound alone takes the place of the sequences it begins`() {
        let keymap = Keymap(overrides: [KeyOverride(keys: "g", command: "top")])
        #expect(keymap.meaning(of: [.character("g")], in: .messages) == .command(.move(.top)))
    }

    @Test func `a faulty binding is left out and told`() {
        let overrides = [
            KeyOverride(keys: "Hyper-x", command: "archive"), KeyOverride(keys: "w", command: "fly"),
        ]
        #expect(Keymap(overrides: overrides).problems.count == 2)
        var settings = ReaderRobot.settings
        settings.keyOverrides = overrides
        #expect(ReaderRobot(settings: settings).status.contains("no command “fly”"))
    }

    @Test func `the page of keys has every command`() {
        let page = Keymap.markdown()
        for entry in CommandTable.entries { #expect(page.contains("| \(entry.name) |")) }
    }

    /// `MARTLET_RECORD=1` writes it.
    @Test func `the page of keys in docs is the one of the table`() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/keys.md")
            .standardized
        if ProcessInfo.processInfo.environment["MARTLET_RECORD"] == "1" {
            try Keymap.markdown().write(to: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: path, encoding: .utf8) == Keymap.markdown())
    }
}
