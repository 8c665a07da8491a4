import IMAPWire
import Testing

/// What a server could send, and how to read it.
enum Wire {
    /// All responses of a stream that arrives in pieces of this many octets.
    ///
    /// One that arrives whole is also split at each octet, as far as that takes no time worth mentioning.
    static func responses(
        _ stream: [UInt8], pieces: Int = .max, parser: ResponseParser = ResponseParser(),
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> [Response] {
        let limits = parser.limits
        if pieces == .max, stream.count <= longestToSplit {
            expectSameSplitAnywhere(stream, limits: limits, sourceLocation: sourceLocation)
        }
        return frames(stream, pieces: pieces, limits: limits).map { frame in
            switch frame {
            case .response(let bytes): parser.parse(bytes)
            case .oversized(let count): .invalid(reason: "oversized \(count)")
            case .lost: .invalid(reason: "lost")
            }
        }
    }

    static func frames(_ stream: [UInt8], pieces: Int = .max, limits: Limits = Limits()) -> [Frame] {
        var framer = ResponseFramer(limits: limits)
        var frames: [Frame] = []
        var rest = stream[...]
        while !rest.isEmpty {
            framer.append(rest.prefix(pieces))
            rest = rest.dropFirst(pieces)
            while let frame = framer.next() {
                frames.append(frame)
                if case .lost = frame { return frames }
            }
        }
        return frames
    }

    /// Longer streams arrive in pieces of a few sizes instead.
    private static let longestToSplit = 4_000

    /// The same responses come of a stream in two pieces, wherever it is cut, and in pieces of any size.
    static func expectSameSplitAnywhere(
        _ stream: [UInt8], limits: Limits = Limits(), sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let whole = frames(stream, limits: limits)
        let wrongSplits = stream.indices.dropFirst().filter { split in
            var framer = ResponseFramer(limits: limits)
            var found: [Frame] = []
            for piece in [stream[..<split], stream[split...]] {
                framer.append(piece)
                while let frame = framer.next() {
                    found.append(frame)
                    if case .lost = frame { break }
                }
            }
            return found != whole
        }
        #expect(wrongSplits.isEmpty, "split there", sourceLocation: sourceLocation)
        let wrongPieces = [1, 2, 7].filter { frames(stream, pieces: $0, limits: limits) != whole }
        #expect(wrongPieces.isEmpty, "in pieces of so many", sourceLocation: sourceLocation)
    }

    /// One response; its line end is added. Whatever is tried with this is also tried in pieces and in company.
    static func response(
        _ text: String, parser: ResponseParser = ResponseParser(), sourceLocation: SourceLocation = #_sourceLocation
    ) -> Response {
        let stream = Array((text + "\r\n").utf8)
        let whole = responses(stream, parser: parser, sourceLocation: sourceLocation)
        let before = Array("* 7 EXISTS\r\n".utf8)
        let company = before + stream + stream + before
        #expect(
            responses(company, parser: parser, sourceLocation: sourceLocation)
                == [.exists(7)] + whole + whole + [.exists(7)], "\(text) in company", sourceLocation: sourceLocation)
        return whole.first ?? .invalid(reason: "nothing was framed")
    }

    static func fetch(_ text: String) -> FetchResponse? {
        if case .fetch(let fetch) = response(text) { fetch } else { nil }
    }

    static func structure(_ text: String) -> BodyStructure? {
        fetch("* 1 FETCH (BODYSTRUCTURE \(text))")?.bodyStructure
    }

    /// `section type/subtype` of a structure and all below it.
    static func outline(_ structure: BodyStructure) -> [String] {
        ["\(structure.section) \(structure.mediaType)"] + structure.children.flatMap(outline)
    }

    /// Responses of every kind, well formed and not, for tests that try them all.
    static let samples: [String] = [
        "* OK [CAPABILITY IMAP4rev1 IDLE] ready", "a1 NO [TRYCREATE] no such mailbox", "* BYE over", "+ go ahead", "+",
        "* CAPABILITY IMAP4rev1 LITERAL+", "* LIST (\\HasNoChildren) \"/\" \"A &- B\" (\"CHILDINFO\" (\"SUBSCRIBED\"))",
        "* LSUB () NIL {5}\r\nplain", "* STATUS {3}\r\na b (MESSAGES 3 UIDNEXT 4 MAILBOXID (F1))",
        "* SEARCH 1 2 3 (MODSEQ 9)", "* SORT 3 1 2", "* ESEARCH (TAG \"a\") UID ALL 1:3,7 COUNT 4 PARTIAL (1:2 5)",
        "* THREAD (1 (2 3)(4))((5)(6))", "* FLAGS (\\Seen $Junk)", "* 3 EXISTS", "* 0 RECENT", "* 2 EXPUNGE",
        "* VANISHED (EARLIER) 1:3,9", "* ENABLED CONDSTORE", "* ID (\"name\" \"x\" \"os\" NIL)",
        "* NAMESPACE ((\"\" \"/\")) NIL ((\"Public.\" \".\" \"X\" (\"y\")))", "* QUOTA \"\" (STORAGE 1 2)",
        "* QUOTAROOT INBOX \"\" b", "* ACL INBOX ada lrs bob l", "* MYRIGHTS INBOX lrs", "* LISTRIGHTS INBOX ada l r s",
        "* METADATA \"\" (/private/comment \"x\")", "* XNEW what ever (\"1\" {2}\r\n()))",
        "* 12 FETCH (UID 9 FLAGS (\\Seen) INTERNALDATE \"24-May-2021 11:47:51 +0200\" RFC822.SIZE 77 MODSEQ (5))",
        "* 1 FETCH (ENVELOPE (\"d\" \"s \\\"q\\\"\" ((\"n\" NIL \"m\" \"h\")) NIL NIL ((NIL NIL \"g\" NIL)(NIL NIL NIL NIL)) "
            + "NIL NIL NIL {4}\r\n<id>))",
        "* 1 FETCH (BODY[HEADER.FIELDS (\"From\" To)]<5> {6}\r\n)\r\n*(\" UID 3 BINARY[1] ~{1}\r\nx BINARY.SIZE[1] 1)",
        "* 1 FETCH (BODYSTRUCTURE ((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"7bit\" 1 2 NIL (\"inline\" NIL) "
            + "(\"en\" \"de\") NIL)(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 9 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) "
            + "(\"text\" \"html\" NIL NIL NIL \"7bit\" 1 2) 3) \"mixed\" (\"boundary\" \"b\") NIL NIL NIL))",
        "* 1 FETCH (X-GM-MSGID 12 X-GM-LABELS (\\Inbox \"a b\") PREVIEW \"p\" EMAILID (M1) THREADID NIL X (1 (2)))",
        "* LIST (\\Marked) \"/\" new (\"OLDNAME\" (\"old\") X (1 (2 NIL)))", "* LANGUAGE (DE EN)",
        "* STATUS x (SIZE 3 DELETED 1 DELETED-STORAGE 2 APPENDLIMIT NIL HIGHESTMODSEQ 9 NUM 1 C (a (b)))",
        "* NAMESPACE ((\"\" \"/\" \"TRANSLATION\" (\"&APw-ber/\"))) NIL NIL", "* COMPARATOR i;ascii-casemap (a b)",
        "* ESEARCH (TAG \"b\" MAILBOX \"f 1\" UIDVALIDITY 3) UID COUNT 2 ALL 1:2 RELEVANCY (4 99)",
        "* ESEARCH (TAG \"c\") UID ADDTO (0 32768:32769) REMOVEFROM (1 7) PARTIAL (-1:-10 NIL)",
        "* METADATA INBOX /shared/a /shared/b", "* METADATA INBOX (/a NIL /b ~{3}\r\n\0\r\n)",
        "* 5 UIDFETCH (FLAGS (a]b) EMAILID (M1) SAVEDATE \" 1-Jan-2024 00:00:00 +0000\")",
        "* OK [INPROGRESS (\"a\" 4 9)] busy", "a NO [METADATA MAXSIZE 9] no", "* NO [BADEVENT (MessageNew)] no",
        "a OK [COPYUID 1 3:5 7:9] ok", "* OK [REFERRAL imap://u;AUTH=*@h/x] no", "a BYE gone",
        "nonsense", "* [COPYUID 1 2:3 4:5] moved", "Server Unavailable.",
    ]

    static var allSamples: [UInt8] { Array((samples.joined(separator: "\r\n") + "\r\n").utf8) }
}
