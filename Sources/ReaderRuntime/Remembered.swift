import MailModel
import MailStore
import Reader

/// What the reader remembers from one run to the next, as settings of the store.
enum Remembered {
    static let layout = "reader.layout"
    static let threads = "reader.threads"
    /// The account's name and the folder's name on the wire: rows may be numbered anew.
    static let folder = "reader.folder"

    /// Settings of the last run; what is not there or not understood is left as it is.
    static func apply(to settings: ReaderSettings, from store: MailStore) throws(StoreError) -> ReaderSettings {
        var settings = settings
        if let text = try store.setting(layout), let layout = Layout(remembered: text) { settings.layout = layout }
        settings.isThreaded = try store.setting(threads) == "on"
        if let text = try store.setting(folder) {
            let parts = text.split(separator: "\n", maxSplits: 1).map(String.init)
            let folders = try store.folders()
            settings.startFolder = folders.first { parts == [$0.account.name, $0.wireName] }?.id
        }
        return settings
    }
}

extension Layout {
    /// The layout in a line: `automatic 24 48 40`.
    var remembered: String { "\(choice.rawValue) \(folderColumns) \(listWidthPercent) \(listHeightPercent)" }

    init?(remembered text: String) {
        let words = text.split(separator: " ")
        guard words.count == 4, let choice = Choice(rawValue: String(words[0])), let columns = Int(words[1]),
            let width = Int(words[2]), let height = Int(words[3]), (1...500).contains(columns),
            (1...99).contains(width), (1...99).contains(height)
        else { return nil }
        self.init(choice: choice, folderColumns: columns, listWidthPercent: width, listHeightPercent: height)
    }
}
