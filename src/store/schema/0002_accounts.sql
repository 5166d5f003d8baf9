-- Failed sign-ins in a row; what they lead to is worked out by the program (PASS-1).
ALTER TABLE users ADD COLUMN failed_sign_ins INTEGER NOT NULL DEFAULT 0 CHECK (failed_sign_ins >= 0);
-- The few who want a mail beyond the default, so that nobody else is read when one is written (MAIL-3).
CREATE INDEX users_notify_scans_all ON users (id) WHERE notify_scans = 'all';
CREATE INDEX users_notify_tickets ON users (id) WHERE notify_tickets = 1;
CREATE INDEX users_all_assigned ON users (id) WHERE all_assigned = 1;

-- Hashes of earlier passwords, which cannot be chosen again (PASS-1); the newest first.
CREATE TABLE password_history (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    set_at  INTEGER NOT NULL,
    phc     TEXT    NOT NULL,
    PRIMARY KEY (user_id, set_at, phc)
) STRICT, WITHOUT ROWID;

-- Secret questions (PASS-7), in the order in which they are asked.
CREATE TABLE secret_questions (
    user_id  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 3),
    question TEXT    NOT NULL,
    phc      TEXT    NOT NULL,
    PRIMARY KEY (user_id, position),
    UNIQUE (user_id, question)
) STRICT, WITHOUT ROWID;

-- One-time links (PASS-6). Only the hash of the token is kept; an ended link stays for a while, so that whoever
-- uses it is told why it no longer works.
CREATE TABLE links (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL CHECK (kind IN ('registration', 'password-reset')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended      TEXT    CHECK (ended IN ('used', 'superseded', 'deactivated', 'changed'))
) STRICT;
CREATE INDEX links_user ON links (user_id);

-- Tokens of api-only users (SESS-2); `allow` names the actions that a token is narrowed to, as JSON.
CREATE TABLE api_tokens (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash   BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    user_id      INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name         TEXT    NOT NULL,
    name_key     TEXT    NOT NULL,
    allow        TEXT,
    created_at   INTEGER NOT NULL,
    created_by   TEXT    NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER,
    UNIQUE (user_id, name_key)
) STRICT;

-- Mails (MAIL-1): facts, never a token. `next_attempt_at` says when a queued mail is due.
CREATE TABLE mails (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    kind            TEXT    NOT NULL CHECK (kind IN ('registration', 'password-reset', 'account-locked', 'password-changed', 'scan-summary', 'ticket-digest')),
    recipient       TEXT    NOT NULL,
    user_id         INTEGER REFERENCES users (id) ON DELETE SET NULL,
    facts           TEXT    NOT NULL,                  -- JSON
    state           TEXT    NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed', 'cancelled')),
    attempts        INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    created_at      INTEGER NOT NULL,
    next_attempt_at INTEGER CHECK ((next_attempt_at IS NOT NULL) = (state = 'queued')),
    sent_at         INTEGER CHECK ((sent_at IS NOT NULL) = (state = 'sent')),
    last_error      TEXT
) STRICT;
CREATE INDEX mails_due ON mails (next_attempt_at) WHERE state = 'queued';
CREATE INDEX mails_user ON mails (user_id) WHERE user_id IS NOT NULL;

-- The day of each user's last ticket digest, so that there is one a day (MAIL-3).
CREATE TABLE ticket_digests (
    user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    day     TEXT    NOT NULL
) STRICT;

-- Whom scan notifications name instead of the primary contact (CONT-2); without a unit: in the subscription.
CREATE TABLE email_contacts (
    unit_id INTEGER REFERENCES units (id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    name    TEXT,
    address TEXT,
    CHECK ((user_id IS NULL) = (name IS NOT NULL) AND (name IS NULL) = (address IS NULL))
) STRICT;
CREATE UNIQUE INDEX email_contacts_unit ON email_contacts (unit_id) WHERE unit_id IS NOT NULL;
CREATE UNIQUE INDEX email_contacts_subscription ON email_contacts ((1)) WHERE unit_id IS NULL;
CREATE INDEX email_contacts_user ON email_contacts (user_id) WHERE user_id IS NOT NULL;

-- Scans, maps and reports that were launched (SCAN-1). Of a deleted owner the login stays as text (DEL-2).
CREATE TABLE scans (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT    NOT NULL CHECK (kind IN ('scan', 'map', 'report')),
    title        TEXT    NOT NULL,
    owner_id     INTEGER REFERENCES users (id) ON DELETE SET NULL,
    former_owner TEXT,
    state        TEXT    NOT NULL CHECK (state IN ('queued', 'finished', 'failed', 'cancelled')),
    targets_all  INTEGER NOT NULL DEFAULT 0 CHECK (targets_all IN (0, 1)),
    schedule_id  INTEGER REFERENCES configs (id) ON DELETE SET NULL,
    due_at       INTEGER,                              -- the occurrence of the schedule
    created_at   INTEGER NOT NULL,
    finished_at  INTEGER,
    result       TEXT,
    UNIQUE (schedule_id, due_at)                       -- no occurrence is launched twice (SCHED-1)
) STRICT;
CREATE INDEX scans_owner ON scans (owner_id) WHERE owner_id IS NOT NULL;
CREATE TABLE scan_targets (
    scan_id  INTEGER NOT NULL REFERENCES scans (id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL REFERENCES asset_groups (id) ON DELETE CASCADE,
    PRIMARY KEY (scan_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX scan_targets_group ON scan_targets (group_id);

-- Remediation policies (POL-1); without an assignee: the user who runs the scan.
CREATE TABLE remediation_policies (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL UNIQUE,
    unit_id     INTEGER REFERENCES units (id) ON DELETE CASCADE,
    assignee_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    comments    TEXT
) STRICT;
CREATE INDEX remediation_policies_unit ON remediation_policies (unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX remediation_policies_assignee ON remediation_policies (assignee_id) WHERE assignee_id IS NOT NULL;

-- Authentication records (AUTH-1): nobody owns them, and no secret stands here.
CREATE TABLE auth_records (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL UNIQUE,
    technology TEXT    NOT NULL CHECK (technology IN ('unix', 'windows', 'network-device', 'database', 'web-application')),
    account    TEXT,
    comments   TEXT
) STRICT;
CREATE TABLE auth_record_targets (
    record_id INTEGER NOT NULL REFERENCES auth_records (id) ON DELETE CASCADE,
    group_id  INTEGER NOT NULL REFERENCES asset_groups (id) ON DELETE CASCADE,
    PRIMARY KEY (record_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX auth_record_targets_group ON auth_record_targets (group_id);

-- What stands in place of pruned log entries: the last of them and its hash, to which the chain goes on (LOG-3).
CREATE TABLE log_anchors (
    only_one    INTEGER PRIMARY KEY CHECK (only_one = 1),
    entry_id    INTEGER NOT NULL,
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    entry_count INTEGER NOT NULL
) STRICT;
