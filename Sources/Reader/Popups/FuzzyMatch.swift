/// Finds names by some of their letters, as a person remembers them.
enum FuzzyMatch {
    /// How well the letters of the query fit, in their order; nil where they are not all there. Higher is better:
    /// letters side by side, at the beginning, and at the beginnings of words count more; short names win.
    static func score(_ query: String, in name: String) -> Int? {
        let wanted = Array(query.lowercased().filter { $0 != " " })
        guard !wanted.isEmpty else { return 0 }
        let letters = Array(name.lowercased())
        // The best of the places where the first letter may stand.
        var best: Int?
        for start in letters.indices where letters[start] == wanted[0] {
            guard let score = score(wanted, in: letters, from: start) else { break }
            best = max(best ?? Int.min, score)
        }
        return best.map { $0 - letters.count / 4 }
    }

    private static func score(_ wanted: [Character], in letters: [Character], from start: Int) -> Int? {
        var total = 0
        var next = 0
        var previous: Int?
        for index in start..<letters.count where next < wanted.count && letters[index] == wanted[next] {
            total += 4
            if previous == index - 1 { total += 10 }
            if index == 0 {
                total += 12
            } else if !letters[index - 1].isLetter, !letters[index - 1].isNumber {
                total += 8
            }
            previous = index
            next += 1
        }
        return next == wanted.count ? total : nil
    }
}
