/// What a synchronisation changed in the store.
package struct SyncCounts: Sendable, Equatable {
    package var new = 0
    package var changed = 0
    package var vanished = 0
}
