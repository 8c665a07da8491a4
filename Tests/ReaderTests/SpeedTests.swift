import Reader
import Screen
import Testing

@Suite struct SpeedTests {
    /// Generous, because tests run unoptimised and beside each other; the benchmarks have the real figures.
    @Test func `a key and its frame at 200x50 stay far below what a person notices`() {
        var robot = ReaderRobot(200, 50)
        let clock = ContinuousClock()
        var worst = Duration.zero
        for _ in 0..<50 {
            let taken = clock.measure {
                robot.send(.input(.key(.character("j"))))
                _ = robot.screen
            }
            worst = max(worst, taken)
        }
        #expect(worst < .milliseconds(500))
    }
}
