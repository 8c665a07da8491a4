import IMAPWire
import MailModel

/// A section of a message that may be large, or what is missing of it.
package struct SectionRequest: Sendable, Equatable {
    package var uid: UID
    package var section: String
    /// How many octets are there already.
    package var offset: Int
    /// How long it is by BODYSTRUCTURE or BINARY.SIZE, which need not be true; nil where it is not known.
    package var expectedSize: Int?
    /// Without its transfer encoding (BINARY, RFC 3516); offset and size are then of the decoded octets.
    package var isDecoded = false
    /// Octets of one piece: the smallest first, and larger ones on a line that takes them in a fifth of a second.
    package var pieceLengths: ClosedRange<Int> = 65_536...524_288
    /// Pieces under way at a time.
    package var window = 3

    package init(uid: UID, section: String, offset: Int = 0, expectedSize: Int? = nil) {
        self.uid = uid
        self.section = section
        self.offset = offset
        self.expectedSize = expectedSize
    }
}

/// How the fetch of a section ended.
package enum SectionEnd: Sendable, Equatable {
    /// All of it is there.
    case whole
    /// The consumer wanted no more, or another mailbox was selected; it can be gone on from this offset.
    case paused(at: Int)
    /// The message is not there, or is no more.
    case noMessage
    /// The message has no such section.
    case noSection
}

/// Partial FETCH, piece after piece (RFC 9051 section 6.4.5, RFC 3516 section 4.2).
extension IMAPConnection {
    /// Hands a section to a consumer in order, in pieces, and never holds more of it than the pieces under way.
    ///
    /// Nothing more is asked for while the consumer works. When the task is cancelled, or the consumer throws, the answers
    /// under way are dropped as they come.
    ///
    /// - Parameter consume: gets octets that follow those before; false for enough, upon which what is under way still comes.
    /// - Throws: what the consumer throws; `protocolViolation` where the server sends another stretch than it is asked for.
    package func fetch(
        _ request: SectionRequest, to consume: @Sendable ([UInt8]) async throws -> Bool
    ) async throws -> SectionEnd {
        if request.isDecoded { try await usableCapabilities().require("BINARY") }
        let selection = machine.selection
        var pieces = SectionPieces(
            from: request.offset, told: request.expectedSize, lengths: request.pieceLengths, window: request.window)
        var tags: [String] = []
        defer { tags.forEach(forget) }
        var goesOn = true
        var lastAnswer = time.now()
        while true {
            while goesOn, machine.selection == selection, let stretch = pieces.ask() {
                try refuseIfCancelled()
                tags.append(try beginPiece(stretch, of: request))
            }
            guard let tag = tags.first else { return .paused(at: pieces.position) }
            tags.removeFirst()
            let outcome = try accepted(await answer(to: tag), "FETCH")
            pieces.note(took: time.now() - lastAnswer)
            let (octets, standing) = pieces.take(outcome.sections(of: request))
            for bytes in octets where try await !consume(Array(bytes)) { goesOn = false }
            lastAnswer = time.now()
            switch standing {
            case .goesOn: continue
            case .whole: return .whole
            case .noMessage: return .noMessage
            case .noSection: return .noSection
            case .misplaced: throw IMAPError.protocolViolation("parts of a section that do not join")
            }
        }
    }

    private func beginPiece(_ stretch: Range<Int>, of request: SectionRequest) throws(IMAPError) -> String {
        let item: FetchItem =
            request.isDecoded
            ? .binary(section: request.section, partial: stretch) : .peek(section: request.section, partial: stretch)
        let fetch = try FetchRequest([.uid, item], for: usableNow)
        guard let tag = try beginFetch(.uids(UIDSet([request.uid])), fetch).first else { throw .unencodable }
        return tag
    }

    /// Nobody waits for the answer to this command any more.
    private func forget(_ tag: String) {
        answers[tag] = nil
        perform(machine.abandon(tag))
    }
}

extension CommandOutcome {
    /// What each answer about the message holds of the section.
    fileprivate func sections(of request: SectionRequest) -> [BodySection?] {
        responses.compactMap { response -> BodySection?? in
            guard case .fetch(let fetch) = response, fetch.uid == request.uid.value else { return nil }
            return .some(fetch.sections.first { $0.name == request.section.uppercased() })
        }
    }
}
