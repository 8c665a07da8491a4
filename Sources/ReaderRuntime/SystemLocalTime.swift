import Foundation
import Reader

extension LocalTime {
    /// The rule of this machine's time zone, for dates from 1990 to two years after now.
    static func system(now: Int64) -> LocalTime {
        let zone = TimeZone.current
        var date = Date(timeIntervalSince1970: 631_152_000)
        let end = Date(timeIntervalSince1970: TimeInterval(now) + 2 * 366 * 86_400)
        var offsets = [Offset(from: .min, minutes: zone.secondsFromGMT(for: date) / 60)]
        while let next = zone.nextDaylightSavingTimeTransition(after: date), next > date, next < end {
            offsets.append(
                Offset(from: Int64(next.timeIntervalSince1970), minutes: zone.secondsFromGMT(for: next) / 60))
            date = next
        }
        return LocalTime(offsets)
    }
}
