import IMAPWire
import Testing

@testable import IMAPClient

@Suite struct SectionPiecesTests {
    /// How a server answers for stretches of a section.
    struct Server: CustomTestStringConvertible, Sendable {
        var testDescription: String
        /// No more octets than that in one answer.
        var most = Int.max
        /// More octets than it was asked for.
        var surplus = 0
        var tellsOrigin = true
        /// It does not know parts of sections: it sends all, every time.
        var sendsAll = false
        var saysNILPastEnd = false

        func answer(_ content: [UInt8], _ asked: Range<Int>) -> [BodySection?] {
            if sendsAll { return [BodySection(name: "2", bytes: content)] }
            let origin = tellsOrigin ? UInt32(asked.lowerBound) : nil
            guard asked.lowerBound < content.count else {
                return [BodySection(name: "2", origin: origin, bytes: saysNILPastEnd ? nil : [])]
            }
            let end = min(content.count, asked.lowerBound + min(most, asked.count + surplus))
            return [BodySection(name: "2", origin: origin, bytes: Array(content[asked.lowerBound..<end]))]
        }
    }

    static let servers = [
        Server(testDescription: "in order"), Server(testDescription: "says no origin", tellsOrigin: false),
        Server(testDescription: "gives less", most: 7), Server(testDescription: "gives more", surplus: 5),
        Server(testDescription: "sends all", sendsAll: true),
        Server(testDescription: "NIL past the end", saysNILPastEnd: true),
        Server(testDescription: "gives less and says no origin", most: 3, tellsOrigin: false),
    ]

    @Test(arguments: servers, [nil, 0, 1, 95, 100, 105, 1_000])
    func `a section comes whole whatever the server makes of its parts`(_ server: Server, told: Int?) {
        let content = (0..<100).map { UInt8($0) }
        for length in [1, 10, 16, 99, 100, 101, 400] {
            for window in 1...4 {
                for start in [0, 37, 100] {
                    var pieces = SectionPieces(from: start, told: told, lengths: length...(length * 4), window: window)
                    let found = Self.play(&pieces, server, content)
                    #expect(found == Array(content[start...]), "\(length) × \(window) from \(start)")
                }
            }
        }
    }

    /// What comes of asking until it is whole.
    static func play(_ pieces: inout SectionPieces, _ server: Server, _ content: [UInt8]) -> [UInt8]? {
        var found: [UInt8] = []
        var asked: [Range<Int>] = []
        for _ in 0..<5_000 {
            while let stretch = pieces.ask() { asked.append(stretch) }
            guard !asked.isEmpty else { return nil }
            let (octets, standing) = pieces.take(server.answer(content, asked.removeFirst()))
            octets.forEach { found.append(contentsOf: $0) }
            pieces.note(took: .zero)
            switch standing {
            case .goesOn: continue
            case .whole: return found
            case .noMessage, .noSection, .misplaced: return nil
            }
        }
        return nil
    }

    @Test func `so many pieces are under way, and none beyond the end that was told`() {
        var pieces = SectionPieces(from: 0, told: 25, lengths: 10...10, window: 4)
        #expect(pieces.ask() == 0..<10)
        #expect(pieces.ask() == 10..<20)
        #expect(pieces.ask() == 20..<30)
        #expect(pieces.ask() == nil)
    }

    @Test func `where no length is told the second piece waits until the first is full`() {
        var pieces = SectionPieces(from: 0, told: nil, lengths: 10...10, window: 3)
        #expect(pieces.ask() == 0..<10)
        #expect(pieces.ask() == nil)
        _ = pieces.take([BodySection(name: "2", origin: 0, bytes: Array(repeating: 1, count: 10))])
        #expect(pieces.ask() == 10..<20)
        #expect(pieces.ask() == 20..<30)
        #expect(pieces.ask() == 30..<40)
        #expect(pieces.ask() == nil)
    }

    @Test func `answers that belong to another stretch are asked for again, and given up at last`() {
        var pieces = SectionPieces(from: 0, told: 100, lengths: 10...10, window: 1)
        var standings: [SectionPieces.Standing] = []
        for _ in 0..<3 {
            #expect(pieces.ask() == 0..<10)
            let (octets, standing) = pieces.take([BodySection(name: "2", origin: 50, bytes: [1, 2, 3])])
            #expect(octets.isEmpty)
            standings.append(standing)
        }
        #expect(standings == [.goesOn, .goesOn, .misplaced])
    }

    @Test func `two answers that come for one question count for both`() {
        var pieces = SectionPieces(from: 0, told: 20, lengths: 10...10, window: 2)
        _ = pieces.ask()
        _ = pieces.ask()
        let ten: [UInt8] = Array(repeating: 7, count: 10)
        let (octets, standing) = pieces.take([
            BodySection(name: "2", origin: 0, bytes: ten), BodySection(name: "2", origin: 10, bytes: ten),
        ])
        #expect(octets.map(\.count) == [10, 10])
        #expect(standing == .goesOn)
        #expect(pieces.take([]).standing == .goesOn)
        #expect(pieces.ask() == 20..<30)
        #expect(pieces.take([BodySection(name: "2", origin: 20, bytes: [])]).standing == .whole)
    }

    @Test func `a short answer that comes along with an earlier one is the end`() {
        var pieces = SectionPieces(from: 0, told: 14, lengths: 10...10, window: 2)
        _ = pieces.ask()
        _ = pieces.ask()
        let (octets, standing) = pieces.take([
            BodySection(name: "2", origin: 0, bytes: Array(repeating: 7, count: 10)),
            BodySection(name: "2", origin: 10, bytes: Array(repeating: 7, count: 4)),
        ])
        #expect(octets.map(\.count) == [10, 4])
        #expect(standing == .goesOn)
        #expect(pieces.take([]).standing == .whole)
    }

    @Test func `no answer, NIL and nothing are told apart`() {
        var gone = SectionPieces(from: 0, told: 20, lengths: 10...10, window: 1)
        _ = gone.ask()
        #expect(gone.take([]).standing == .noMessage)
        var missing = SectionPieces(from: 0, told: 20, lengths: 10...10, window: 1)
        _ = missing.ask()
        #expect(missing.take([BodySection(name: "2", bytes: nil)]).standing == .noSection)
    }

    @Test(arguments: [(20 as Int?, SectionPieces.Standing.noSection), (0, .whole), (2, .whole), (nil, .whole)])
    func `quirk 29: an attachment that comes as nothing is no empty file`(
        told: Int?, standing: SectionPieces.Standing
    ) {
        var pieces = SectionPieces(from: 0, told: told, lengths: 10...10, window: 1)
        _ = pieces.ask()
        #expect(pieces.take([BodySection(name: "2", origin: 0, bytes: [])]).standing == standing)
    }

    @Test func `pieces grow on a fast line and shrink on a slow one`() {
        var pieces = SectionPieces(from: 0, told: nil, lengths: 10...40, window: 1)
        var lengths: [Int] = []
        for duration in [Duration.zero, .zero, .zero, .seconds(1), .milliseconds(500), .seconds(1), .seconds(1)] {
            guard let stretch = pieces.ask() else { break }
            lengths.append(stretch.count)
            let octets: [UInt8] = Array(repeating: 0, count: stretch.count)
            _ = pieces.take([BodySection(name: "2", origin: UInt32(stretch.lowerBound), bytes: octets)])
            pieces.note(took: duration)
        }
        #expect(lengths == [10, 20, 40, 40, 20, 20, 10])
    }
}
