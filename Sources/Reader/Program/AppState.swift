import MailModel
import Screen

/// The whole program as a value: what is known, what is chosen, what is on the screen. `update` is the only thing that
/// changes it, `AppView` draws it.
package struct AppState: Equatable, Sendable {
    package internal(set) var size: Size
    package internal(set) var settings: ReaderSettings
    package internal(set) var keymap: Keymap
    /// Seconds since 1970, as the last tick told.
    package internal(set) var now: Int64 = 0
    package internal(set) var localTime = LocalTime.utc

    package internal(set) var layout: Layout
    package internal(set) var focus = Pane.messages
    /// The border that the mouse holds.
    var draggedBorder: PaneFrames.Border?

    package internal(set) var folders = FolderPane()
    package internal(set) var list = MessageList()
    package internal(set) var reader = ReaderPane()

    /// Whether the cursor went to another message a moment ago, and may be on its way to a further one.
    var isCursorMoving = false
    /// The message that the cursor went to last.
    var passing: MessageID?
    /// After so long in one place the cursor counts as resting. Longer than the pause between repeats of a key held down,
    /// which is 33 ms on most machines, and too short to be felt as a wait.
    static let restMilliseconds = 100

    package internal(set) var statuses: [AccountStatus] = []
    /// Since when each account's connection is as it is, in seconds since 1970.
    var linkedSince: [AccountID: Int64] = [:]
    package internal(set) var pendingChanges = 0
    /// What the store holds, as it told when it was asked last.
    package internal(set) var figures: StoreFigures?
    package internal(set) var saving: SavingProgress?
    /// Attachments that wait until the one before is saved.
    var waitingToSave: [AttachmentRequest] = []
    package internal(set) var notices = NoticeLog()

    package internal(set) var popup: Popup?
    /// Accounts whose certificate the user has decided about, until they try again.
    var untrusted: Set<AccountID> = []
    var keys = PendingKeys()
    var held = HeldKeys()
    /// What something was last piped to.
    var lastPipeCommand = ""
    /// Where messages were last moved or copied to: on top of the finder.
    var lastTarget: FolderID?

    package init(size: Size, settings: ReaderSettings = ReaderSettings()) {
        self.size = size
        self.settings = settings
        layout = settings.layout
        list.isThreaded = settings.isThreaded
        reader.choices.wraps = settings.wraps
        keymap = Keymap(overrides: settings.keyOverrides)
        for problem in keymap.problems { notices.show(Notice(problem, kind: .error), at: 0) }
    }

    /// Whether something on the screen moves with the seconds: a spinner, a progress, or a message soon to be read.
    package var wantsSeconds: Bool {
        !held.isEmpty || reader.isLoading || saving != nil || reader.waitsToMarkRead
            || statuses.contains { $0.progress != nil || $0.link.waitsToRetry || $0.silentSince != nil }
            || list.isWaiting
    }
}

/// How far the saving of an attachment is.
package struct SavingProgress: Equatable, Sendable {
    var name: String
    var received: Int
    var total: Int?
}
