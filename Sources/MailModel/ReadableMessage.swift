/// A message ready to be read: what the reader pane shows and `martlet show` prints.
///
/// The text is from a stranger: it is decoded, but control characters are taken out where it becomes cells.
package struct ReadableMessage: Hashable, Sendable {
    /// A line of the body, before it is wrapped to a pane's width.
    package struct Line: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case text
            /// Depth of quotation, 1 and more.
            case quote(depth: Int)
            case signature
            case heading(level: Int)
            case preformatted
            case rule
            /// The spans hold the row as it is laid out where no width is known.
            case row(TableRow)
        }

        package var kind: Kind
        package var spans: [Span]
        /// Columns by which continuation lines are indented, as a list item's text is.
        package var hangingIndent: Int
        /// Whether it is read from the right, and begins at the right edge.
        package var isRightToLeft = false

        package init(kind: Kind, spans: [Span], hangingIndent: Int = 0) {
            self.kind = kind
            self.spans = spans
            self.hangingIndent = hangingIndent
        }

        package var text: String { spans.map(\.text).joined() }
    }

    /// A picture that came with the message, where it stands in the text.
    package struct Picture: Hashable, Sendable {
        /// The part that it is.
        package var section: String
        /// How large it is meant to be, in pixels of 96 to the inch; 0 where the message does not say.
        package var width: UInt16
        package var height: UInt16

        package init(section: String, width: UInt16 = 0, height: UInt16 = 0) {
            self.section = section
            self.width = width
            self.height = height
        }
    }

    /// A run of text of one look.
    package struct Span: Hashable, Sendable {
        package struct Emphasis: OptionSet, Hashable, Sendable {
            package let rawValue: UInt8

            package init(rawValue: UInt8) { self.rawValue = rawValue }

            package static let strong = Emphasis(rawValue: 1)
            package static let italic = Emphasis(rawValue: 2)
            package static let underlined = Emphasis(rawValue: 4)
            package static let code = Emphasis(rawValue: 8)
        }

        package var text: String
        package var emphasis: Emphasis
        /// The number of the link that this text belongs to.
        package var link: Int?
        /// The instant that the text tells by its writer's clock, so that it can be told by the reader's instead.
        package var date: MailDate?
        /// The instant told just before, whose day this one need not repeat.
        package var since: MailDate?
        /// The picture that the words stand for.
        package var picture: Picture?
        /// The colours of the letters and behind them, where the sender chose some; never greys.
        package var foreground: TextColor?
        package var background: TextColor?

        package init(
            _ text: String, emphasis: Emphasis = [], link: Int? = nil, date: MailDate? = nil, since: MailDate? = nil,
            picture: Picture? = nil
        ) {
            self.text = text
            self.emphasis = emphasis
            self.link = link
            self.date = date
            self.since = since
            self.picture = picture
        }
    }

    /// A stretch of lines that is not what the writer has to say now, to be dimmed or folded.
    package struct Passage: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            /// From the mark of a signature on (RFC 3676 section 4.3), or what looks like one.
            case signature
            /// What companies and lists put below each message.
            case legal
            /// The earlier messages, below an answer that stands on top of them.
            case history
        }

        package var kind: Kind
        /// Indexes of `lines`.
        package var lines: Range<Int>

        package init(kind: Kind, lines: Range<Int>) {
            self.kind = kind
            self.lines = lines
        }
    }

    package struct Link: Hashable, Sendable {
        package var number: Int
        package var text: String
        package var target: String
        /// Where it leads in the end, as a redirector's address says; nil where it is none's.
        package var unwrapped: String?
        /// The host that it leads to in the end; empty where it leads to none.
        package var host: String
        package var warnings: [LinkWarning]

        package init(
            number: Int, text: String, target: String, unwrapped: String? = nil, host: String = "",
            warnings: [LinkWarning] = []
        ) {
            self.number = number
            self.text = text
            self.target = target
            self.unwrapped = unwrapped
            self.host = host
            self.warnings = warnings
        }
    }

    package struct Attachment: Hashable, Sendable {
        package var section: String
        /// As the message names it, decoded; empty where it does not.
        package var filename: String
        package var type: String
        /// Decoded octets; an estimate where only the encoded size is known (RFC 2045 section 6.8: 4 to 3).
        package var size: Int
        package var isSizeExact: Bool
        package var disposition: String?

        package init(
            section: String, filename: String, type: String, size: Int, isSizeExact: Bool, disposition: String?
        ) {
            self.section = section
            self.filename = filename
            self.type = type
            self.size = size
            self.isSizeExact = isSizeExact
            self.disposition = disposition
        }
    }

    package var subject: String
    package var from: [EmailAddress]
    package var to: [EmailAddress]
    package var cc: [EmailAddress]
    package var replyTo: [EmailAddress]
    package var date: MailDate?
    package var messageID: String
    package var inReplyTo: [String]
    package var references: [String]
    package var lines: [Line]
    package var links: [Link]
    package var attachments: [Attachment]
    package var structure: PartTree?
    /// What was wrong with the message and how it was read all the same, one sentence each.
    package var defects: [String]
    /// Pictures that can't be seen and only tell the sender that the message was read: left out.
    package var trackers: Int
    /// Stretches of `lines`, in order, without overlap.
    package var passages: [Passage] = []
    /// What is signed or encrypted of `lines`, outer ones first.
    package var seals: [Seal] = []
    /// What the account's own server found out about the sender; nil where it says nothing.
    package var authentication: MailAuthentication?
    package var senderWarnings: [SenderWarning] = []
    /// The list that the message came by; nil where it came by none.
    package var list: MailingList?

    package init(
        subject: String, from: [EmailAddress], to: [EmailAddress], cc: [EmailAddress], replyTo: [EmailAddress],
        date: MailDate?, messageID: String, inReplyTo: [String], references: [String], lines: [Line], links: [Link],
        attachments: [Attachment], structure: PartTree?, defects: [String], trackers: Int = 0
    ) {
        self.subject = subject
        self.from = from
        self.to = to
        self.cc = cc
        self.replyTo = replyTo
        self.date = date
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.references = references
        self.lines = lines
        self.links = links
        self.attachments = attachments
        self.structure = structure
        self.defects = defects
        self.trackers = trackers
    }

    /// The body as plain text, one `\n` after each line.
    package var plainText: String { lines.map { $0.text + "\n" }.joined() }
}
