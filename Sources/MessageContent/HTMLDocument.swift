import CLibXML2

/// A parsed HTML document. The tree is libxml2's and is freed with this object; it never leaves the thread that made it.
final class HTMLDocument {
    private let document: OpaquePointer

    /// Runs once, by the guarantee of a static constant, before the first use of the library.
    private static let isReady: Void = chtml_initialise()

    /// Nil for an empty document, or when memory is short.
    init?(_ html: String) {
        HTMLDocument.isReady
        var source = html
        // The pointer is used only within the call, and libxml2 copies what it keeps.
        let parsed = source.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { chtml_parse($0.baseAddress, Int32(clamping: $0.count)) }
        }
        guard let parsed else { return nil }
        document = parsed
    }

    deinit { chtml_free(document) }

    var first: HTMLNode? { chtml_first(document).map(HTMLNode.init) }
}

/// A node of a document: valid as long as its document.
struct HTMLNode: Equatable {
    fileprivate let pointer: OpaquePointer

    var firstChild: HTMLNode? { chtml_first_child(pointer).map(HTMLNode.init) }
    var next: HTMLNode? { chtml_next(pointer).map(HTMLNode.init) }
    var parent: HTMLNode? { chtml_parent(pointer).map(HTMLNode.init) }

    var isElement: Bool { chtml_kind(pointer) == CHTML_ELEMENT }

    var name: String { String(cString: chtml_name(pointer)) }

    /// A text node's text; nil for other nodes.
    var text: String? { chtml_text(pointer).map { String(cString: $0) } }

    /// What stands right within this element, comments too.
    var rawText: String {
        var text = ""
        var child = firstChild
        while let node = child {
            if let piece = chtml_raw_text(node.pointer) { text += String(cString: piece) }
            child = node.next
        }
        return text
    }

    func attribute(_ name: String) -> String? {
        guard let value = chtml_attribute(pointer, name) else { return nil }
        defer { chtml_free_text(value) }
        return String(cString: value)
    }

    /// The node that follows in reading order without going below this one, at most as far as the end of `root`.
    func following(within root: HTMLNode) -> HTMLNode? {
        var node = self
        while node != root {
            if let next = node.next { return next }
            guard let parent = node.parent else { return nil }
            node = parent
        }
        return nil
    }
}
