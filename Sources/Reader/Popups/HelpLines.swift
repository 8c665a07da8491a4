import Screen

/// The keys that work in a pane, in groups, flowed into columns.
enum HelpLines {
    enum Line: Equatable {
        case blank
        case heading(String)
        case command(keys: String, title: String, isPossible: Bool)
    }

    static let columnWidth = 34
    static let keyWidth = 13

    static func columns(in width: Int) -> Int { max(1, min(4, (width + 2) / columnWidth)) }

    /// How many rows the help of the pane has.
    static func count(state: AppState, pane: Pane) -> Int {
        flow(state: state, pane: pane, body: state.frames.body).map(\.count).max() ?? 0
    }

    /// The help of the pane in columns that fit the body.
    static func flow(state: AppState, pane: Pane, body: Rect) -> [[Line]] {
        let columns = columns(in: PopupFrame.widest(body))
        let groups = groups(state: state, pane: pane)
        return together(groups, columns: columns, rows: PopupFrame.mostRows(body))
            ?? flowed(Array(groups.joined(separator: [.blank])), columns: columns)
    }

    private static func groups(state: AppState, pane: Pane) -> [[Line]] {
        var groups: [[Line]] = []
        for section in CommandTable.sections {
            let entries = section.entries.filter { $0.panes.contains(pane) }
            let bound = entries.compactMap { entry -> Line? in
                let keys = state.keymap.label(for: entry.command, in: pane)
                guard !keys.isEmpty else { return nil }
                return .command(keys: keys, title: entry.title, isPossible: state.whyNot(entry.command) == nil)
            }
            if !bound.isEmpty { groups.append([.heading(section.title)] + bound) }
        }
        return groups
    }

    /// Columns in which no group is broken, where that fits: the lowest such arrangement.
    static func together(_ groups: [[Line]], columns: Int, rows: Int) -> [[Line]]? {
        let least = groups.map(\.count).max() ?? 0
        guard least <= rows else { return nil }
        for height in max(1, least)...max(1, rows) {
            var flow: [[Line]] = []
            for group in groups {
                if let last = flow.indices.last, flow[last].count + 1 + group.count <= height {
                    flow[last] += [.blank] + group
                } else {
                    flow.append(group)
                }
            }
            if flow.count <= columns { return flow }
        }
        return nil
    }

    /// Columns of about the same length; no group's heading at the foot of one, no blank line at its head.
    static func flowed(_ lines: [Line], columns: Int) -> [[Line]] {
        var rows = max(1, (lines.count + columns - 1) / columns)
        while rows < lines.count {
            let flow = fill(lines, rows: rows)
            if flow.count <= columns { return flow }
            rows += 1
        }
        return [lines]
    }

    private static func fill(_ lines: [Line], rows: Int) -> [[Line]] {
        var flow: [[Line]] = []
        var column: [Line] = []
        for line in lines {
            var isHeading = false
            if case .heading = line { isHeading = true }
            if column.count >= rows || (isHeading && column.count + 1 >= rows && !column.isEmpty) {
                flow.append(column)
                column = []
            }
            if column.isEmpty, line == .blank { continue }
            column.append(line)
        }
        if !column.isEmpty { flow.append(column) }
        return flow
    }
}
