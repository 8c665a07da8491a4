import GRDB

/// The tables, and the rules that they keep themselves. A released migration is never edited: add another.
enum Schema {
    static func migrate(_ database: some DatabaseWriter, path: String) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 first schema") { db in
            try db.execute(sql: folders)
            try db.execute(sql: messages)
            try db.execute(sql: journal)
            try db.execute(sql: search)
            try db.execute(sql: messageTriggers)
            try db.execute(sql: bodyTrigger)
        }
        migrator.registerMigration("2 undo") { db in try db.execute(sql: undo) }
        migrator.registerMigration("3 conversations") { db in
            try db.execute(sql: conversations)
        }
        migrator.registerMigration("4 places") { db in
            try db.execute(sql: places)
            try db.execute(sql: identities)
        }
        migrator.registerMigration("4 texts") { db in try db.execute(sql: texts) }
        migrator.registerMigration("5 identifiers") { db in try db.execute(sql: identifiers) }
        migrator.registerMigration("6 folder use") { db in try db.execute(sql: use) }
        migrator.registerMigration("6 labels") { db in try db.execute(sql: labels) }
        migrator.registerMigration("7 copied messages") { db in try db.execute(sql: copied) }
        migrator.registerMigration("8 horizon of uploads") { db in try db.execute(sql: horizon) }
        if try database.read(migrator.hasBeenSuperseded) { throw StoreError.newerVersion(path: path) }
        if try !database.read(migrator.hasCompletedMigrations) { try migrator.migrate(database) }
    }

    /// `rowCount` and `unread` count what the list shows; `serverRows` and `serverUnreadRows` count what the server
    /// has of our rows. The difference is what the user's open changes add to the server's own figures.
    private static let folders = """
        CREATE TABLE account (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE CHECK (name <> '')
        ) STRICT;

        CREATE TABLE folder (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
            wireName TEXT NOT NULL CHECK (wireName <> ''),
            name TEXT NOT NULL,
            delimiter TEXT,
            role TEXT,
            isSubscribed INTEGER NOT NULL CHECK (isSubscribed IN (0, 1)),
            isSelectable INTEGER NOT NULL CHECK (isSelectable IN (0, 1)),
            isListed INTEGER NOT NULL DEFAULT 1 CHECK (isListed IN (0, 1)),
            isLocal INTEGER NOT NULL DEFAULT 0 CHECK (isLocal IN (0, 1)),
            isDeleting INTEGER NOT NULL DEFAULT 0 CHECK (isDeleting IN (0, 1)),
            uidValidity INTEGER CHECK (uidValidity BETWEEN 0 AND 4294967295),
            uidNext INTEGER CHECK (uidNext BETWEEN 0 AND 4294967295),
            highestModSeq INTEGER CHECK (highestModSeq >= 0),
            serverTotal INTEGER,
            serverUnread INTEGER,
            lowestSyncedUID INTEGER CHECK (lowestSyncedUID BETWEEN 0 AND 4294967295),
            isComplete INTEGER NOT NULL DEFAULT 0 CHECK (isComplete IN (0, 1)),
            rowCount INTEGER NOT NULL DEFAULT 0 CHECK (rowCount >= 0),
            unread INTEGER NOT NULL DEFAULT 0 CHECK (unread >= 0),
            serverRows INTEGER NOT NULL DEFAULT 0 CHECK (serverRows >= 0),
            serverUnreadRows INTEGER NOT NULL DEFAULT 0 CHECK (serverUnreadRows >= 0),
            revision INTEGER NOT NULL DEFAULT 0,
            UNIQUE (account, wireName)
        ) STRICT;

        CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """

    /// `presence`: 0 listed, 1 hidden by an open change of the user, 2 hidden and gone from the server.
    /// `serverFlags`: what the server has, kept while open changes make `flags` differ.
    /// `awaitsUIDFrom`: set where the server has the message under a UID that is not known yet; the folder's
    /// UIDNEXT of that time.
    private static let messages = """
        CREATE TABLE body (
            id INTEGER PRIMARY KEY,
            messageID TEXT NOT NULL,
            size INTEGER NOT NULL,
            received INTEGER NOT NULL,
            isKept INTEGER NOT NULL DEFAULT 0 CHECK (isKept IN (0, 1)),
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX bodyKept ON body(messageID, size, received) WHERE isKept = 1;

        CREATE TABLE messagePart (
            body INTEGER NOT NULL REFERENCES body(id) ON DELETE CASCADE,
            section TEXT NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (body, section)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE message (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            folder INTEGER NOT NULL REFERENCES folder(id) ON DELETE CASCADE,
            uid INTEGER CHECK (uid BETWEEN 1 AND 4294967295),
            received INTEGER NOT NULL,
            receivedOffset INTEGER NOT NULL,
            sent INTEGER,
            sentOffset INTEGER,
            sender TEXT NOT NULL,
            recipients TEXT NOT NULL,
            cc TEXT NOT NULL,
            replyTo TEXT NOT NULL,
            subject TEXT NOT NULL,
            messageID TEXT NOT NULL,
            inReplyTo TEXT NOT NULL,
            refs TEXT NOT NULL,
            flags INTEGER NOT NULL CHECK (flags BETWEEN 0 AND 255),
            keywords TEXT NOT NULL,
            serverFlags INTEGER CHECK (serverFlags BETWEEN 0 AND 255),
            serverKeywords TEXT,
            size INTEGER NOT NULL CHECK (size >= 0),
            hasAttachments INTEGER NOT NULL CHECK (hasAttachments IN (0, 1)),
            isUnreadable INTEGER NOT NULL CHECK (isUnreadable IN (0, 1)),
            modSeq INTEGER,
            structure BLOB,
            body INTEGER REFERENCES body(id),
            openChanges INTEGER NOT NULL DEFAULT 0 CHECK (openChanges >= 0),
            presence INTEGER NOT NULL DEFAULT 0 CHECK (presence BETWEEN 0 AND 2),
            awaitsUIDFrom INTEGER,
            isShown INTEGER GENERATED ALWAYS AS (presence = 0) VIRTUAL,
            isShownUnread INTEGER GENERATED ALWAYS AS (presence = 0 AND flags & 1 = 0) VIRTUAL,
            isOnServer INTEGER GENERATED ALWAYS AS (uid IS NOT NULL AND presence <> 2) VIRTUAL,
            isServerUnread INTEGER GENERATED ALWAYS AS
                (uid IS NOT NULL AND presence <> 2 AND coalesce(serverFlags, flags) & 1 = 0) VIRTUAL,
            UNIQUE (folder, uid),
            CHECK ((serverFlags IS NULL) = (serverKeywords IS NULL))
        ) STRICT;
        CREATE INDEX messageByPlace ON message(folder, received DESC, id DESC) WHERE presence = 0;
        CREATE INDEX messageByBody ON message(body) WHERE body IS NOT NULL;
        CREATE INDEX messageWithoutUID ON message(folder, messageID) WHERE uid IS NULL;
        """

    /// `command` is the first entry of the same request of the user, whose entries one undo takes back; 0 where others
    /// stand for the entry by now.
    private static let journal = """
        CREATE TABLE payload (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            bytes BLOB NOT NULL,
            flags INTEGER NOT NULL,
            keywords TEXT NOT NULL
        ) STRICT;

        CREATE TABLE localChange (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN
                ('setFlag', 'move', 'copy', 'expunge', 'create', 'rename', 'delete', 'subscribe', 'append')),
            folder INTEGER REFERENCES folder(id) ON DELETE SET NULL,
            target INTEGER REFERENCES folder(id) ON DELETE SET NULL,
            systemFlag INTEGER,
            text TEXT,
            isSet INTEGER CHECK (isSet IN (0, 1)),
            payload INTEGER,
            uidValidity INTEGER,
            state TEXT NOT NULL DEFAULT 'pending'
                CHECK (state IN ('pending', 'sent', 'done', 'refused', 'undone')),
            attempts INTEGER NOT NULL DEFAULT 0,
            error TEXT,
            createdAt INTEGER NOT NULL,
            command INTEGER NOT NULL DEFAULT 0,
            isInverse INTEGER NOT NULL DEFAULT 0 CHECK (isInverse IN (0, 1)),
            isOpen INTEGER GENERATED ALWAYS AS (state IN ('pending', 'sent')) VIRTUAL
        ) STRICT;
        CREATE INDEX localChangeOpen ON localChange(account, id) WHERE state IN ('pending', 'sent');
        CREATE INDEX localChangeByFolder ON localChange(folder);
        CREATE INDEX localChangeByTarget ON localChange(target);

        CREATE TABLE localChangeMessage (
            change INTEGER NOT NULL REFERENCES localChange(id) ON DELETE CASCADE,
            message INTEGER NOT NULL,
            uid INTEGER CHECK (uid BETWEEN 1 AND 4294967295),
            copy INTEGER,
            PRIMARY KEY (change, message)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX localChangeByMessage ON localChangeMessage(message);
        CREATE INDEX localChangeByCopy ON localChangeMessage(copy) WHERE copy IS NOT NULL;

        CREATE TABLE localChangeFolder (
            change INTEGER NOT NULL REFERENCES localChange(id) ON DELETE CASCADE,
            folder INTEGER NOT NULL REFERENCES folder(id) ON DELETE CASCADE,
            oldName TEXT NOT NULL,
            PRIMARY KEY (change, folder)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX localChangeFolderByFolder ON localChangeFolder(folder);
        """

    /// `undoStep`: the user's commands that can be taken back, or done again. `inverseOf`: the entry that this one takes
    /// back.
    private static let undo = """
        ALTER TABLE localChange ADD COLUMN inverseOf INTEGER;
        CREATE INDEX localChangeByCommand ON localChange(command);
        CREATE INDEX localChangeByInverse ON localChange(inverseOf) WHERE inverseOf IS NOT NULL;

        CREATE TABLE undoStep (
            command INTEGER PRIMARY KEY REFERENCES localChange(id) ON DELETE CASCADE,
            isUndone INTEGER NOT NULL DEFAULT 0 CHECK (isUndone IN (0, 1))
        ) STRICT;
        """

    /// Contentless: the columns of `message` and `body` are the content, and the triggers hand them over to be
    /// forgotten. Contentless tables of SQLite 3.40 refuse DELETE but take the 'delete' command.
    ///
    /// New rows are learnt, and counted, by `StoreWriter.admit`, many at once and not by a trigger: a statement with
    /// triggers opens a savepoint, at which FTS5 writes what it has gathered, and that is ten times slower.
    private static let search = """
        CREATE VIRTUAL TABLE search USING fts5(
            subject, sender, recipients, body,
            content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
        );
        """

    /// `threadRoot`: the first message that this one refers to, or itself. Messages of one conversation mostly have one
    /// root in common; where a program names only the parent, the message's own identifier leads on.
    private static let conversations = """
        ALTER TABLE message ADD COLUMN threadRoot TEXT GENERATED ALWAYS AS (CASE
            WHEN refs <> '' THEN substr(refs, 1, instr(refs || ' ', ' ') - 1)
            WHEN inReplyTo <> '' THEN substr(inReplyTo, 1, instr(inReplyTo || ' ', ' ') - 1)
            ELSE messageID END) VIRTUAL;
        CREATE INDEX messageByThreadRoot ON message(threadRoot) WHERE threadRoot <> '';
        CREATE INDEX messageByIdentifier ON message(messageID) WHERE messageID <> '';
        """

    private static func words(_ row: String) -> String {
        """
        \(row).id, \(row).subject, \(row).sender, \(row).recipients || ' ' || \(row).cc,
        coalesce((SELECT text FROM body WHERE id = \(row).body), '')
        """
    }

    private static let learn = "INSERT INTO search(rowid, subject, sender, recipients, body)"
    private static let forget = "INSERT INTO search(search, rowid, subject, sender, recipients, body)"

    /// One trigger for each event, because the order of several is not defined and a body must outlive its words.
    private static let messageTriggers = """
        CREATE TRIGGER messageDeleted AFTER DELETE ON message BEGIN
            \(forget) VALUES ('delete', \(words("OLD")));
            DELETE FROM body WHERE id = OLD.body AND isKept = 0
                AND NOT EXISTS (SELECT 1 FROM message WHERE body = OLD.body);
            UPDATE folder SET rowCount = rowCount - OLD.isShown, unread = unread - OLD.isShownUnread,
                serverRows = serverRows - OLD.isOnServer,
                serverUnreadRows = serverUnreadRows - OLD.isServerUnread, revision = revision + 1
            WHERE id = OLD.folder;
        END;

        CREATE TRIGGER messageStays BEFORE UPDATE OF folder ON message WHEN NEW.folder <> OLD.folder BEGIN
            SELECT raise(ABORT, 'a row never changes its folder');
        END;

        CREATE TRIGGER messageChanged AFTER UPDATE OF
            uid, flags, keywords, serverFlags, presence, openChanges, hasAttachments, isUnreadable, subject, sender
        ON message BEGIN
            UPDATE folder SET rowCount = rowCount + NEW.isShown - OLD.isShown,
                unread = unread + NEW.isShownUnread - OLD.isShownUnread,
                serverRows = serverRows + NEW.isOnServer - OLD.isOnServer,
                serverUnreadRows = serverUnreadRows + NEW.isServerUnread - OLD.isServerUnread,
                revision = revision + 1
            WHERE id = NEW.folder;
        END;

        CREATE TRIGGER messageReworded AFTER UPDATE OF subject, sender, recipients, cc, body ON message BEGIN
            \(forget) VALUES ('delete', \(words("OLD")));
            \(learn) VALUES (\(words("NEW")));
        END;
        """

    private static let bodyTrigger = """
        CREATE TRIGGER bodyReworded BEFORE UPDATE OF text ON body WHEN NEW.text <> OLD.text BEGIN
            \(forget) SELECT 'delete', id, subject, sender, recipients || ' ' || cc, OLD.text
                FROM message WHERE body = OLD.id;
            \(learn) SELECT id, subject, sender, recipients || ' ' || cc, NEW.text
                FROM message WHERE body = OLD.id;
        END;
        """

    /// How many rows a folder's list has by time, in stretches of 65,536 seconds: where a row stands in a list of a million
    /// is the sum of some of these and a short count. New rows are counted by `StoreWriter.admit`.
    private static let places = """
        CREATE TABLE placeCount (
            folder INTEGER NOT NULL REFERENCES folder(id) ON DELETE CASCADE,
            stretch INTEGER NOT NULL,
            rows INTEGER NOT NULL CHECK (rows >= 0),
            PRIMARY KEY (folder, stretch)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO placeCount(folder, stretch, rows)
            SELECT folder, received >> 16, count(*) FROM message WHERE presence = 0 GROUP BY 1, 2;

        CREATE TRIGGER messageLeft AFTER DELETE ON message WHEN OLD.presence = 0 BEGIN
            UPDATE placeCount SET rows = rows - 1 WHERE folder = OLD.folder AND stretch = OLD.received >> 16;
        END;

        CREATE TRIGGER messageHidden AFTER UPDATE OF presence ON message
            WHEN OLD.presence = 0 AND NEW.presence <> 0
        BEGIN
            UPDATE placeCount SET rows = rows - 1 WHERE folder = OLD.folder AND stretch = OLD.received >> 16;
        END;

        CREATE TRIGGER messageShown AFTER UPDATE OF presence ON message
            WHEN OLD.presence <> 0 AND NEW.presence = 0
        BEGIN
            INSERT INTO placeCount(folder, stretch, rows) VALUES (NEW.folder, NEW.received >> 16, 1)
                ON CONFLICT(folder, stretch) DO UPDATE SET rows = rows + 1;
        END;
        """

    /// What the server calls a message wherever it lies (EMAILID of RFC 8474, or Gmail's), where it says so: by it a message
    /// is found again in a folder that was built anew.
    private static let identities = """
        ALTER TABLE message ADD COLUMN emailID TEXT;
        ALTER TABLE body ADD COLUMN emailID TEXT;
        CREATE INDEX bodyKeptByIdentity ON body(emailID) WHERE isKept = 1 AND emailID IS NOT NULL;
        """

    /// When a text was fetched or read last, and how much it takes: by these some go when there are too many.
    private static let texts = """
        ALTER TABLE body ADD COLUMN usedAt INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE body ADD COLUMN octets INTEGER NOT NULL DEFAULT 0;
        UPDATE body SET octets = length(text)
            + coalesce((SELECT sum(length(bytes)) FROM messagePart WHERE messagePart.body = body.id), 0);
        CREATE INDEX bodyByUse ON body(usedAt, id, octets);
        """

    /// The identifiers by which messages of a conversation are found: a row's own and its root's, each one word.
    ///
    /// They come in no order, so that a tree of them is written anew nearly whole with every few hundred messages: 1 GB for
    /// 100,000. The full-text index writes what is new by itself and merges it now and then, which is a fifth of that.
    /// It folds the case of ASCII letters: whoever asks compares the rows that it finds.
    private static let identifiers = """
        DROP INDEX messageByThreadRoot;
        DROP INDEX messageByIdentifier;

        CREATE VIRTUAL TABLE identifier USING fts5(
            names, content = '', columnsize = 0, tokenize = "ascii tokenchars '!#$%&*+-./=?^_`{|}~@<>:;,()[]\\'"
        );
        INSERT INTO identifier(rowid, names) SELECT id, messageID || ' ' || threadRoot FROM message;

        CREATE TRIGGER messageUnnamed AFTER DELETE ON message BEGIN
            INSERT INTO identifier(identifier, rowid, names)
                VALUES ('delete', OLD.id, OLD.messageID || ' ' || OLD.threadRoot);
        END;

        CREATE TRIGGER messageRenamed AFTER UPDATE OF messageID, inReplyTo, refs ON message BEGIN
            INSERT INTO identifier(identifier, rowid, names)
                VALUES ('delete', OLD.id, OLD.messageID || ' ' || OLD.threadRoot);
            INSERT INTO identifier(rowid, names) VALUES (NEW.id, NEW.messageID || ' ' || NEW.threadRoot);
        END;
        """

    /// How often the user opened a folder, and when last: each time counts half as much after a month.
    private static let use = """
        ALTER TABLE folder ADD COLUMN openings REAL NOT NULL DEFAULT 0;
        ALTER TABLE folder ADD COLUMN openedAt INTEGER NOT NULL DEFAULT 0;
        """

    /// By what the server calls a message the rows of it in other folders are found: where folders are labels (Gmail), most
    /// messages are in several.
    private static let labels = """
        CREATE INDEX messageByIdentity ON message(emailID) WHERE emailID IS NOT NULL;
        """

    /// `arrived`: the server has answered that the message of an open move or copy is in the target: its UID there, 0 where
    /// that was not told. `targetValidity`: the UIDVALIDITY that those UIDs are of.
    private static let copied = """
        ALTER TABLE localChange ADD COLUMN targetValidity INTEGER CHECK (targetValidity BETWEEN 0 AND 4294967295);
        ALTER TABLE localChangeMessage ADD COLUMN arrived INTEGER CHECK (arrived BETWEEN 0 AND 4294967295);
        """

    /// `horizon`: UIDNEXT of the target as it was before the entry was sent, where that was asked for. `horizonValidity`: the
    /// UIDVALIDITY that it is of.
    private static let horizon = """
        ALTER TABLE localChange ADD COLUMN horizon INTEGER CHECK (horizon BETWEEN 1 AND 4294967295);
        ALTER TABLE localChange ADD COLUMN horizonValidity INTEGER CHECK (horizonValidity BETWEEN 1 AND 4294967295);
        """
}
