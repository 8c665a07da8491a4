import Testing

@testable import IMAPClient

/// Which address is tried when (RFC 8305 section 5).
@Suite struct AddressRaceTests {
    typealias Action = AddressRace.Action

    /// One thing that happens, at a time in milliseconds, and what follows.
    enum Step: Sendable {
        case found(Int, at: Int, [Action])
        case failed(Int, at: Int, [Action])
        case connected(Int, [Action])
        case woke(at: Int, [Action])
        /// When it wants to be woken next.
        case wakes(at: Int?)
    }

    struct Course: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var steps: [Step]
    }

    static let courses: [Course] = [
        Course(
            testDescription: "the next begins after a quarter of a second, and not before",
            steps: [
                .found(3, at: 0, [.begin(0)]), .wakes(at: 250), .woke(at: 249, []), .woke(at: 250, [.begin(1)]),
                .wakes(at: 500), .woke(at: 500, [.begin(2)]), .wakes(at: 1_000),
                .connected(1, [.giveUp(0), .giveUp(2), .end(.connected(1))]), .wakes(at: nil),
            ]),
        Course(
            testDescription: "the next begins at once where one fails, and the quarter counts from there",
            steps: [
                .found(3, at: 0, [.begin(0)]), .failed(0, at: 100, [.begin(1)]), .wakes(at: 350),
                .woke(at: 250, []), .woke(at: 350, [.begin(2)]), .failed(2, at: 360, []),
                .failed(1, at: 370, [.end(.failed)]), .wakes(at: nil),
            ]),
        Course(
            testDescription: "each has its own time, and one that is late makes room for the next",
            steps: [
                .found(6, at: 0, [.begin(0)]), .woke(at: 250, [.begin(1)]), .woke(at: 500, [.begin(2)]),
                .woke(at: 750, [.begin(3)]), .woke(at: 1_000, [.giveUp(0), .begin(4)]), .wakes(at: 1_250),
                .woke(at: 1_250, [.giveUp(1), .begin(5)]), .wakes(at: 1_500), .woke(at: 1_500, [.giveUp(2)]),
                .connected(0, []), .failed(0, at: 1_600, []),
                .connected(5, [.giveUp(3), .giveUp(4), .end(.connected(5))]),
            ]),
        Course(
            testDescription: "all that never answer end with the last of them",
            steps: [
                .found(2, at: 0, [.begin(0)]), .woke(at: 250, [.begin(1)]), .woke(at: 1_000, [.giveUp(0)]),
                .woke(at: 1_250, [.giveUp(1), .end(.failed)]),
            ]),
        Course(
            testDescription: "any number of them ends in time",
            steps: [.found(1_000, at: 0, [.begin(0)]), .woke(at: 3_000, [.giveUp(0), .end(.timedOut)])]),
        Course(
            testDescription: "a name that is not looked up in time ends it, and what comes later counts no more",
            steps: [
                .wakes(at: 3_000), .woke(at: 2_999, []), .woke(at: 3_000, [.end(.timedOut)]), .wakes(at: nil),
                .found(2, at: 3_100, []), .woke(at: 4_000, []),
            ]),
        Course(
            testDescription: "a second answer to the name changes nothing",
            steps: [.found(1, at: 0, [.begin(0)]), .found(2, at: 0, []), .connected(0, [.end(.connected(0))])]),
    ]

    @Test(arguments: courses) func `addresses are tried one after the other, and together`(_ course: Course) {
        var race = AddressRace(perAddress: .seconds(1), now: .zero)
        for step in course.steps {
            switch step {
            case .found(let count, let at, let wanted):
                #expect(race.found(count, now: .milliseconds(at)) == wanted, "\(step)")
            case .failed(let index, let at, let wanted):
                #expect(race.failed(index, now: .milliseconds(at)) == wanted, "\(step)")
            case .connected(let index, let wanted): #expect(race.connected(index) == wanted, "\(step)")
            case .woke(let at, let wanted): #expect(race.woke(now: .milliseconds(at)) == wanted, "\(step)")
            case .wakes(let at): #expect(race.nextWake == at.map { .milliseconds($0) })
            }
        }
    }
}
