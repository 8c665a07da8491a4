extension MailStore {
    /// What the program remembers between runs, such as the layout; nil where nothing was.
    package func setting(_ key: String) throws(StoreError) -> String? {
        try read { try $0.first("SELECT value FROM setting WHERE key = ?", [key]) { $0[0] } }
    }

    /// Remembers a value; nil forgets it.
    package func setSetting(_ key: String, _ value: String?) throws(StoreError) {
        try write { writer in
            if let value {
                try writer.run("INSERT OR REPLACE INTO setting(key, value) VALUES (?, ?)", [key, value])
            } else {
                try writer.run("DELETE FROM setting WHERE key = ?", [key])
            }
        }
    }
}
