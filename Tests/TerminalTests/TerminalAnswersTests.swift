import Screen
import Testing

@testable import Terminal

@Suite struct TerminalAnswersTests {
    private typealias Token = TerminalAnswers.Token

    /// What is left of the pieces, each of which waits to be read before the next comes.
    private func left(
        of pieces: [String], waiting: Bool = true, _ answers: inout TerminalAnswers
    ) -> String {
        if waiting { answers.expect() }
        var tokens: [Token] = []
        for piece in pieces {
            for scalar in piece.unicodeScalars { tokens += answers.take(Token(value: scalar.value)) }
            tokens += answers.pause()
        }
        return String(String.UnicodeScalarView(tokens.compactMap { Unicode.Scalar($0.value) }))
    }

    private static let kitty = "\u{1B}_Gi=31;OK\u{1B}\\"
    private static let attributes = "\u{1B}[?62;4;22c"

    @Test func `answers are found and taken out, split at any place`() {
        let text = "j" + Self.kitty + Self.attributes + "k"
        let scalars = Array(text.unicodeScalars).map(String.init)
        for place in 0...scalars.count {
            var answers = TerminalAnswers()
            let pieces = [scalars[..<place].joined(), scalars[place...].joined()]
            #expect(left(of: pieces, &answers) == "jk", "at \(place)")
            #expect(answers.hasSixels && answers.hasKittyGraphics && !answers.isWaiting)
        }
        var answers = TerminalAnswers()
        #expect(left(of: scalars, &answers) == "jk")
        #expect(answers.hasSixels && answers.hasKittyGraphics)
    }

    @Test(arguments: ["\u{1B}[?1;2c", "\u{1B}[?64c", "\u{1B}[?4c", "\u{1B}[?62;44;14c", "\u{1B}[?6c"])
    func `a terminal without sixels has none`(answer: String) {
        var answers = TerminalAnswers()
        #expect(left(of: [answer], &answers) == "")
        #expect(!answers.hasSixels && !answers.hasKittyGraphics && !answers.isWaiting)
    }

    @Test(arguments: ["\u{1B}_Gi=31;ENOTSUPPORTED:no\u{1B}\\", "\u{1B}_Gi=3;OK\u{1B}\\", "\u{1B}_G\u{1B}\\"])
    func `a refusal is no yes`(answer: String) {
        var answers = TerminalAnswers()
        #expect(left(of: [answer], &answers) == "")
        #expect(!answers.hasKittyGraphics)
    }

    @Test func `a late answer is no key, and no one waits for it`() {
        var answers = TerminalAnswers()
        answers.expect()
        answers.giveUp()
        #expect(left(of: [Self.kitty, Self.attributes], waiting: false, &answers) == "")
        #expect(answers.hasSixels)
    }

    @Test func `Escape and Alt are what they were`() {
        var answers = TerminalAnswers()
        #expect(left(of: ["\u{1B}"], waiting: false, &answers) == "\u{1B}")
        #expect(left(of: ["\u{1B}["], waiting: false, &answers) == "\u{1B}[")
        #expect(left(of: ["\u{1B}_", "x"], waiting: false, &answers) == "\u{1B}_x")
        #expect(left(of: ["\u{1B}x", "\u{1B}\u{1B}"], waiting: false, &answers) == "\u{1B}x\u{1B}\u{1B}")
        // While an answer is awaited, Escape waits for what comes next.
        #expect(left(of: ["\u{1B}"], &answers) == "")
        #expect(left(of: ["j"], &answers) == "\u{1B}j")
    }

    @Test func `a key within an answer ends it and stays a key`() {
        var answers = TerminalAnswers()
        answers.expect()
        for scalar in "\u{1B}[?62;".unicodeScalars { #expect(answers.take(Token(value: scalar.value)).isEmpty) }
        let key = Token(value: 258, isCode: true)
        #expect(answers.take(key) == [key])
        for scalar in "\u{1B}_Gi=".unicodeScalars { #expect(answers.take(Token(value: scalar.value)).isEmpty) }
        #expect(answers.take(key) == [key])
    }

    @Test func `what never ends is not kept`() {
        var answers = TerminalAnswers()
        let digits = String(repeating: "1;", count: 10_000)
        #expect(left(of: ["\u{1B}[?" + digits], &answers).count > 19_000)
        #expect(left(of: ["\u{1B}_G" + digits], &answers).count > 19_000)
    }

    @Test func `any bytes leave the decoder working`() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("\u{1B}[?_G\\c;4OKi=31x".unicodeScalars)
        for _ in 0..<2_000 {
            var answers = TerminalAnswers()
            let text = (0..<40).map { _ in String(alphabet.randomElement(using: &generator) ?? "x") }
            _ = left(of: text, waiting: Bool.random(using: &generator), &answers)
            answers.giveUp()
            // However it was left, a key that ends anything comes, and then keys are keys.
            _ = left(of: ["\u{1B}", "\u{1B}\\", "c"], waiting: false, &answers)
            #expect(left(of: ["jk"], waiting: false, &answers) == "jk", "\(text.joined())")
        }
    }
}
