/// One of the three parts of the screen, and so the context in which a key means something.
package enum Pane: String, Hashable, Sendable, CaseIterable {
    case folders, messages, reader
}
