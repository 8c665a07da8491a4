import IMAPClient
import MailModel

/// Fetches a section of a message of the selected folder, in pieces of encoded octets.
struct SectionFetch: Sendable {
    let connection: IMAPConnection
    let options: SyncOptions

    /// - Parameter consume: gets what follows; false for enough.
    /// - Returns: where to go on; nil where all is there.
    func fetch(
        _ section: String, of uid: UID, from offset: Int, told: Int?,
        to consume: @Sendable ([UInt8]) async throws -> Bool
    ) async throws -> Int? {
        var request = SectionRequest(uid: uid, section: section, offset: offset, expectedSize: told)
        let longest = max(1, options.attachmentChunk)
        request.pieceLengths = min(request.pieceLengths.lowerBound, longest)...longest
        switch try await connection.fetch(request, to: consume) {
        case .whole: return nil
        case .paused(let reached): return reached
        case .noMessage: throw SyncError.noSuchMessage
        case .noSection: throw section.isEmpty ? SyncError.refused(BodyFetch.isWithheld) : .noSuchPart(section)
        }
    }
}
