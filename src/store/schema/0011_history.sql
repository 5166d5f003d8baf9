-- What every operation changed, row by row, so that it can be looked at and taken back (OP-2). The rows are written by triggers of
-- the connection that writes (`history.sql`), which nobody who reads has to parse.

-- One row for each change, in sequence.
CREATE TABLE history (
    id       INTEGER PRIMARY KEY,
    table_id INTEGER NOT NULL,                         -- its number among the tables that are kept
    key1     INTEGER NOT NULL,                         -- the first column of the key
    key2     TEXT    NOT NULL,                         -- the second; '': there is none
    old      TEXT                                      -- JSON: the row before; absent: there was none
) STRICT;
CREATE INDEX history_key ON history (table_id, key1, key2);
CREATE INDEX history_old ON history (table_id, id) WHERE old IS NOT NULL;

-- Rows with new ids, which only ever rise: those from the first to the last.
CREATE TABLE history_made (
    table_id     INTEGER NOT NULL,
    operation_id INTEGER NOT NULL,
    first_id     INTEGER NOT NULL,
    last_id      INTEGER NOT NULL,
    PRIMARY KEY (table_id, operation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX history_made_operation ON history_made (operation_id);

-- What one command did in one transaction (OP-1).
CREATE TABLE operations (
    id           INTEGER PRIMARY KEY,                  -- that of its first log entry
    at           INTEGER NOT NULL,
    user_id      INTEGER,                              -- without a foreign key: history outlives users
    first_change INTEGER NOT NULL,                     -- among the rows of `history`
    last_change  INTEGER NOT NULL,                     -- before the first: it has none
    kind         TEXT    CHECK (kind IN ('undo', 'redo', 'revert')),
    undone_by    INTEGER                               -- the operation that took it back
) STRICT;
CREATE INDEX operations_user ON operations (user_id, id);
CREATE INDEX operations_undone_by ON operations (undone_by) WHERE undone_by IS NOT NULL;

-- Which operations took back which: for good, whatever became of them since.
CREATE TABLE operations_undone (
    operation_id INTEGER NOT NULL,
    undone_id    INTEGER NOT NULL,
    PRIMARY KEY (operation_id, undone_id)
) STRICT, WITHOUT ROWID;
