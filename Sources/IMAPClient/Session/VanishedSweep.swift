/// Takes vanished UIDs out of the runs of a `SequenceMap`, in one pass over both, both ascending.
struct VanishedSweep {
    private let gone: [ClosedRange<UInt32>]
    private var index = 0
    /// The highest UID known before the present run.
    private var lastKnown: UInt32 = 0
    private(set) var kept: [SequenceMap.Run] = []
    private(set) var removed: [ClosedRange<UInt32>] = []
    private(set) var removedUnknown: UInt32 = 0

    init(gone: [ClosedRange<UInt32>]) { self.gone = gone }

    /// Cuts the vanished out of a run of known UIDs.
    mutating func takeKnown(_ run: SequenceMap.Run) {
        var low = UInt64(run.first)
        skip(below: run.first)
        var scan = index
        while scan < gone.count, UInt64(gone[scan].lowerBound) < run.end {
            let from = max(low, UInt64(gone[scan].lowerBound))
            let to = min(run.end - 1, UInt64(gone[scan].upperBound))
            if from <= to {
                keep(low, from)
                removed.append(UInt32(truncatingIfNeeded: from)...UInt32(truncatingIfNeeded: to))
                low = to + 1
            }
            scan += 1
        }
        keep(low, run.end)
        lastKnown = UInt32(truncatingIfNeeded: run.end - 1)
    }

    /// Messages of unknown UID between two known ones: each vanished UID that lies between is one of them, and as none
    /// of them is known it does not matter which.
    mutating func takeUnknown(_ run: SequenceMap.Run, nextKnown: UInt32?) {
        var vanished: UInt64 = 0
        skip(below: lastKnown)
        for range in gone[index...] {
            let from = max(UInt64(range.lowerBound), UInt64(lastKnown) + 1)
            let to = min(UInt64(range.upperBound), nextKnown.map { UInt64($0) - 1 } ?? UInt64(UInt32.max))
            if let next = nextKnown, range.lowerBound >= next { break }
            if from <= to { vanished += to - from + 1 }
        }
        let taken = UInt32(truncatingIfNeeded: min(vanished, UInt64(run.count)))
        removedUnknown += taken
        if taken < run.count { kept.append(SequenceMap.Run(first: 0, count: run.count - taken)) }
    }

    private mutating func skip(below uid: UInt32) {
        while index < gone.count, gone[index].upperBound < uid { index += 1 }
    }

    private mutating func keep(_ from: UInt64, _ to: UInt64) {
        guard from < to else { return }
        kept.append(
            SequenceMap.Run(first: UInt32(truncatingIfNeeded: from), count: UInt32(truncatingIfNeeded: to - from)))
    }
}
