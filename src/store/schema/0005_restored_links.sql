-- Links that ended because the database was restored from a backup say so (LOG-4).
CREATE TABLE links_5 (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL CHECK (kind IN ('registration', 'password-reset')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended      TEXT    CHECK (ended IN ('used', 'superseded', 'deactivated', 'changed', 'restored'))
) STRICT;
INSERT INTO links_5 (id, token_hash, user_id, kind, created_at, expires_at, ended)
SELECT id, token_hash, user_id, kind, created_at, expires_at, ended FROM links;
DROP TABLE links;
ALTER TABLE links_5 RENAME TO links;
CREATE INDEX links_user ON links (user_id);
