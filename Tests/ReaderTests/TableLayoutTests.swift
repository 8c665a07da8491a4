import MailModel
import Testing

@testable import Reader

@Suite struct TableLayoutTests {
    private func lines(_ rows: [[String]], columns: Int, isRightToLeft: Bool = false) -> [String] {
        let table = rows.enumerated().map { index, cells in
            TableRow(table: 1, cells: cells.map { [ReadableMessage.Span($0)] }, isHeader: index == 0)
        }
        return TableLayout(columns: columns, isRightToLeft: isRightToLeft).lines(table) { _ in .plain }
            .map { $0.runs.map(\.text).joined() }
    }

    private static let report = [
        ["Service", "Region", "What changed", "Cost"],
        ["Machines", "West", "Two of them ran all month and did nothing at all that anybody noticed", "612.40"],
        ["Storage", "North", "No change", "9.00"],
    ]

    @Test func `a long text stands below its row where it has no room beside the others`() {
        #expect(
            lines(Self.report, columns: 40) == [
                "Service   Region    Cost", "  What changed", "",
                "Machines  West    612.40", "  Two of them ran all month and did",
                "  nothing at all that anybody noticed", "",
                "Storage   North     9.00", "  No change",
            ])
        // Where there is room, it is a column.
        #expect(lines(Self.report, columns: 100).count == 3)
    }

    @Test func `where even the short columns have no room, cells follow each other`() {
        let lines = lines(Self.report, columns: 20)
        #expect(lines.first == "Service: Machines")
        #expect(lines.contains("Cost: 612.40"))
        #expect(lines.allSatisfy { $0.count <= 20 })
    }

    @Test func `a long first column is not taken from its row`() {
        let rows = Self.report.map { [$0[2], $0[0], $0[1], $0[3]] }
        #expect(lines(rows, columns: 40).first?.hasPrefix("What changed: Two of them") == true)
    }

    @Test func `a table from the right begins at the right edge with its first column`() {
        #expect(
            lines([["א", "ב"], ["גדה", "42"], ["ו", ""]], columns: 12, isRightToLeft: true)
                == ["      ב    א", "     42  גדה", "           ו"])
    }

    @Test(arguments: [1, 2, 5, 13, 40])
    func `no table of any width is wider than the pane, where one word fits`(columns: Int) {
        for isRightToLeft in [false, true] {
            for rows in [[], [[]], [["", ""]], [["a"], ["b", "c", "d"]], [["", "x"], ["y"]]] {
                #expect(
                    lines(rows, columns: columns, isRightToLeft: isRightToLeft).allSatisfy {
                        $0.count <= max(13, columns)
                    })
            }
        }
    }
}
