/// Local time as data, so that dates can be shown without a clock or a time zone database.
package struct LocalTime: Equatable, Sendable {
    /// From an instant on, until the next change, clocks are so far east of UTC.
    package struct Offset: Equatable, Sendable {
        /// Seconds since 1970.
        package var from: Int64
        package var minutes: Int

        package init(from: Int64, minutes: Int) {
            self.from = from
            self.minutes = minutes
        }
    }

    /// Ascending by `from`. Before the first, the first counts; without any, it is UTC.
    private var offsets: [Offset]

    /// - Parameter offsets: the changes of the clock over the years that mail may be from, in any order.
    package init(_ offsets: [Offset]) {
        self.offsets = offsets.sorted { $0.from < $1.from }
    }

    package init(offsetMinutes: Int) {
        offsets = [Offset(from: .min, minutes: offsetMinutes)]
    }

    package static let utc = LocalTime(offsetMinutes: 0)

    /// Minutes east of UTC at that instant.
    package func offsetMinutes(at seconds: Int64) -> Int {
        (offsets.last { $0.from <= seconds } ?? offsets.first)?.minutes ?? 0
    }

    /// The wall clock at that instant.
    func date(at seconds: Int64) -> CalendarDate {
        CalendarDate(seconds: seconds, offsetMinutes: offsetMinutes(at: seconds))
    }
}
