/// Why a configuration can't be used: where it is wrong, and what would be right.
package struct ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file as the user named it.
    package var file: String
    /// Counted from 1; nil where the whole file is meant.
    package var line: Int?
    /// What is wrong and what to write instead.
    package var problem: String

    package init(file: String, line: Int? = nil, problem: String) {
        self.file = file
        self.line = line
        self.problem = problem
    }

    package var description: String {
        if let line { "\(file):\(line): \(problem)" } else { "\(file): \(problem)" }
    }
}
