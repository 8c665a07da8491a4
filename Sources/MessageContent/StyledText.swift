import MailModel

/// The text of a line as it grows: what has one look becomes one span.
struct StyledText {
    /// What all letters of a span have in common.
    struct Look: Equatable {
        var emphasis: ReadableMessage.Span.Emphasis = []
        var link: Int?
        var picture: ReadableMessage.Picture?
        var foreground: TextColor?
        var background: TextColor?
    }

    /// The look of what was appended last.
    private(set) var look = Look()
    private var spans: [ReadableMessage.Span] = []
    /// Letters that have this look and are in no span yet.
    private var letters: [UInt8] = []

    /// The last octet of what has the look of the last; nil where a span begins.
    var lastLetter: UInt8? { letters.last }

    /// - Parameter bytes: UTF-8, whole characters.
    mutating func append(_ bytes: some Collection<UInt8>, _ look: Look) {
        if look != self.look {
            endSpan()
            self.look = look
        }
        letters.append(contentsOf: bytes)
    }

    /// Puts a mark behind what is there, a space between.
    mutating func append(mark: ReadableMessage.Span) {
        while letters.last == ASCII.space { letters.removeLast() }
        endSpan()
        spans += [.init(" "), mark]
    }

    /// Everything up to here, without spaces at its end; what is appended then is a new text.
    mutating func take() -> [ReadableMessage.Span] {
        endSpan()
        defer { spans.removeAll() }
        while let last = spans.indices.last {
            while spans[last].text.last == " " { spans[last].text.removeLast() }
            if !spans[last].text.isEmpty { break }
            spans.removeLast()
        }
        return spans
    }

    private mutating func endSpan() {
        if letters.isEmpty { return }
        var span = ReadableMessage.Span(
            String(decoding: letters, as: UTF8.self), emphasis: look.emphasis, link: look.link, picture: look.picture)
        span.foreground = look.foreground
        span.background = look.background
        spans.append(span)
        letters.removeAll(keepingCapacity: true)
    }
}
