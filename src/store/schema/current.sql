CREATE VIEW group_reach (user_id, group_id) AS
    SELECT a.user_id, a.group_id                       -- assigned, inside the unit's groups
      FROM asset_group_users a JOIN users u ON u.id = a.user_id
     WHERE u.unit_id IS NULL
        OR EXISTS (SELECT 1 FROM asset_group_units l WHERE l.group_id = a.group_id AND l.unit_id = u.unit_id)
    UNION ALL
    SELECT g.owner_id, g.id                            -- owned, inside the unit's groups
      FROM asset_groups g JOIN users u ON u.id = g.owner_id
     WHERE u.unit_id IS NULL
        OR EXISTS (SELECT 1 FROM asset_group_units l WHERE l.group_id = g.id AND l.unit_id = u.unit_id)
    UNION ALL
    SELECT u.id, l.group_id                            -- everything in the unit
      FROM users u JOIN asset_group_units l ON l.unit_id = u.unit_id
     WHERE u.role = 'unit-manager' OR u.all_assigned = 1
    UNION ALL
    SELECT u.id, g.id                                  -- everything
      FROM users u CROSS JOIN asset_groups g
     WHERE u.role IN ('manager', 'auditor') OR (u.all_assigned = 1 AND u.unit_id IS NULL);
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
    last_used_at INTEGER, created_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    UNIQUE (user_id, name_key)
) STRICT;
CREATE TABLE appliances (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT    NOT NULL,
    name_key TEXT    NOT NULL UNIQUE,
    owner_id INTEGER NOT NULL REFERENCES users (id)
) STRICT;
CREATE TABLE asset_attributes (
    asset_id INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
    key      TEXT    NOT NULL,
    value    TEXT    NOT NULL,
    PRIMARY KEY (asset_id, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE asset_group_appliances (
    group_id     INTEGER NOT NULL REFERENCES asset_groups (id) ON DELETE CASCADE,
    appliance_id INTEGER NOT NULL REFERENCES appliances (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, appliance_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE asset_group_domains (
    group_id  INTEGER NOT NULL REFERENCES asset_groups (id) ON DELETE CASCADE,
    domain_id INTEGER NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, domain_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE "asset_group_ranges" (
    group_id INTEGER NOT NULL REFERENCES asset_groups (id) ON DELETE CASCADE,
    first    BLOB    NOT NULL,
    last     BLOB    NOT NULL CHECK (last >= first AND length(last) = length(first)),
    block    BLOB    NOT NULL CHECK (length(block) = length(first) + 1),
    PRIMARY KEY (group_id, first)
) STRICT, WITHOUT ROWID;
CREATE TABLE asset_group_units (
    group_id INTEGER NOT NULL REFERENCES asset_groups (id) ON DELETE CASCADE,
    unit_id  INTEGER NOT NULL REFERENCES units (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, unit_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE asset_group_users (
    user_id  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL REFERENCES asset_groups (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE asset_groups (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    name            TEXT    NOT NULL,
    name_key        TEXT    NOT NULL UNIQUE CHECK (name_key <> 'all'),   -- AG-4
    owner_id        INTEGER NOT NULL REFERENCES users (id),
    origin          TEXT    NOT NULL CHECK (origin IN ('manager', 'unit', 'personal')),
    business_impact TEXT    NOT NULL CHECK (business_impact IN ('critical', 'high', 'medium', 'low', 'none')),
    comments        TEXT
) STRICT;
CREATE TABLE asset_tags (
    asset_id INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
    tag_id   INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    by_rule  INTEGER NOT NULL DEFAULT 0 CHECK (by_rule IN (0, 1)),   -- set by the tag's rule, not by hand (TAG-2)
    PRIMARY KEY (asset_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE assets (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    address  BLOB    NOT NULL UNIQUE CHECK (length(address) IN (5, 17)),
    name     TEXT,                                     -- absent: the address
    name_key TEXT,
    dns_name TEXT,
    os       TEXT
) STRICT;
CREATE TABLE auth_record_targets (
    record_id INTEGER NOT NULL REFERENCES auth_records (id) ON DELETE CASCADE,
    group_id  INTEGER NOT NULL REFERENCES asset_groups (id) ON DELETE CASCADE,
    PRIMARY KEY (record_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE auth_records (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL UNIQUE,
    technology TEXT    NOT NULL CHECK (technology IN ('unix', 'windows', 'network-device', 'database', 'web-application')),
    account    TEXT,
    comments   TEXT
) STRICT;
CREATE TABLE config_addresses (
    config_id INTEGER NOT NULL REFERENCES configs (id) ON DELETE CASCADE,
    address   BLOB    NOT NULL CHECK (length(address) IN (5, 17)),
    PRIMARY KEY (config_id, address)
) STRICT, WITHOUT ROWID;
CREATE TABLE config_appliances (
    config_id    INTEGER NOT NULL REFERENCES configs (id) ON DELETE CASCADE,
    appliance_id INTEGER NOT NULL REFERENCES appliances (id) ON DELETE CASCADE,
    PRIMARY KEY (config_id, appliance_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE config_domains (
    config_id INTEGER NOT NULL REFERENCES configs (id) ON DELETE CASCADE,
    domain_id INTEGER NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
    PRIMARY KEY (config_id, domain_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE config_targets (
    config_id INTEGER NOT NULL REFERENCES configs (id) ON DELETE CASCADE,
    group_id  INTEGER NOT NULL REFERENCES asset_groups (id) ON DELETE CASCADE,
    PRIMARY KEY (config_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE configs (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    owner_id       INTEGER NOT NULL REFERENCES users (id),
    kind           TEXT    NOT NULL CHECK (kind = 'report-template' OR kind = 'option-profile' OR kind = 'scheduled-scan' OR kind = 'scheduled-report' OR kind = 'search-list'),
    name           TEXT    NOT NULL,
    name_key       TEXT    NOT NULL,
    global         INTEGER NOT NULL DEFAULT 0 CHECK (global IN (0, 1)),
    targets_all    INTEGER NOT NULL DEFAULT 0 CHECK (targets_all IN (0, 1)),   -- aims at `All` (AG-4)
    content        TEXT,                                                       -- JSON
    is_map         INTEGER NOT NULL DEFAULT 0 CHECK (is_map IN (0, 1) AND (is_map = 0 OR kind = 'scheduled-scan')),
    active         INTEGER CHECK (active IN (0, 1)),                           -- schedules only, as the next two
    next_launch_at INTEGER,
    recurrence     TEXT, option_profile_id INTEGER REFERENCES configs (id) ON DELETE SET NULL,                                                       -- JSON
    UNIQUE (owner_id, kind, name_key),
    CHECK ((recurrence IS NOT NULL AND active IS NOT NULL) = (kind IN ('scheduled-scan', 'scheduled-report')))
) STRICT;
CREATE TABLE domains (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT    NOT NULL,
    name_key TEXT    NOT NULL UNIQUE
) STRICT;
CREATE TABLE email_contacts (
    unit_id INTEGER REFERENCES units (id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    name    TEXT,
    address TEXT,
    CHECK ((user_id IS NULL) = (name IS NOT NULL) AND (name IS NULL) = (address IS NULL))
) STRICT;
CREATE TABLE engines (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL UNIQUE,
    description TEXT,
    state       TEXT    NOT NULL CHECK (state IN ('active', 'off')),
    content     TEXT                                   -- JSON
) STRICT;
CREATE TABLE fim_events (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    asset_id INTEGER REFERENCES assets (id) ON DELETE SET NULL,
    address  BLOB    NOT NULL CHECK (length(address) IN (5, 17)),
    at       INTEGER NOT NULL,
    process  TEXT,                                     -- the actor process
    path     TEXT    NOT NULL,
    action   TEXT    NOT NULL CHECK (action = 'create' OR action = 'modify' OR action = 'delete' OR action = 'attributes' OR action = 'rename'),
    severity INTEGER NOT NULL CHECK (severity BETWEEN 1 AND 5),
    ignored  INTEGER NOT NULL DEFAULT 0 CHECK (ignored IN (0, 1))
) STRICT;
CREATE TABLE fim_incident_events (
    incident_id INTEGER NOT NULL REFERENCES fim_incidents (id) ON DELETE CASCADE,
    event_id    INTEGER NOT NULL REFERENCES fim_events (id) ON DELETE CASCADE,
    PRIMARY KEY (incident_id, event_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE fim_incident_reviewers (
    incident_id INTEGER NOT NULL REFERENCES fim_incidents (id) ON DELETE CASCADE,
    user_id     INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (incident_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE fim_incidents (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    title       TEXT    NOT NULL,
    approval    TEXT    NOT NULL CHECK (approval IN ('pending', 'approved', 'unapproved', 'policy-violation')),
    comment     TEXT,                                  -- the reviewer's
    reviewed_by TEXT,                                  -- login, as text
    reviewed_at INTEGER,
    rule_id     INTEGER REFERENCES fim_rules (id) ON DELETE SET NULL,
    creator_id  INTEGER REFERENCES users (id) ON DELETE SET NULL,
    creator     TEXT    NOT NULL,
    created_at  INTEGER NOT NULL
, reviewed_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL) STRICT;
CREATE TABLE fim_profile_tags (
    profile_id INTEGER NOT NULL REFERENCES fim_profiles (id) ON DELETE CASCADE,
    tag_id     INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    PRIMARY KEY (profile_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE fim_profiles (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL UNIQUE,
    description TEXT,
    paths       TEXT    NOT NULL,                      -- JSON: the files and folders that are watched
    active      INTEGER NOT NULL DEFAULT 0 CHECK (active IN (0, 1)),
    creator_id  INTEGER REFERENCES users (id) ON DELETE SET NULL,
    creator     TEXT    NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;
CREATE TABLE fim_report_rules (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL,
    entity      TEXT    NOT NULL CHECK (entity IN ('events', 'incidents', 'assets', 'profiles', 'rules')),
    format      TEXT    NOT NULL CHECK (format IN ('csv', 'json')),
    filter      TEXT    CHECK (filter IS NULL OR entity = 'events'),
    recurrence  TEXT    NOT NULL,                      -- JSON
    active      INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    next_run_at INTEGER,
    creator_id  INTEGER REFERENCES users (id) ON DELETE SET NULL,
    creator     TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    UNIQUE (creator_id, name_key)
) STRICT;
CREATE TABLE fim_reports (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL,
    entity     TEXT    NOT NULL CHECK (entity IN ('events', 'incidents', 'assets', 'profiles', 'rules')),
    format     TEXT    NOT NULL CHECK (format IN ('csv', 'json')),
    filter     TEXT    CHECK (filter IS NULL OR entity = 'events'),
    state      TEXT    NOT NULL CHECK (state IN ('complete', 'failed')),
    error      TEXT    CHECK ((error IS NOT NULL) = (state = 'failed')),
    row_count  INTEGER NOT NULL DEFAULT 0,
    body       TEXT    CHECK ((body IS NOT NULL) = (state = 'complete')),
    produced_at INTEGER NOT NULL,
    rule_id    INTEGER REFERENCES fim_report_rules (id) ON DELETE SET NULL,
    creator_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    creator    TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (creator_id, name_key)
) STRICT;
CREATE TABLE fim_rule_reviewers (
    rule_id INTEGER NOT NULL REFERENCES fim_rules (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (rule_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE fim_rules (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT    NOT NULL,
    name_key      TEXT    NOT NULL UNIQUE,
    description   TEXT,
    filter        TEXT    NOT NULL,                    -- as typed
    active        INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    last_event_id INTEGER NOT NULL DEFAULT 0,          -- newer events are still to be evaluated
    creator_id    INTEGER REFERENCES users (id) ON DELETE SET NULL,
    creator       TEXT    NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT;
CREATE TABLE former_logins (
    login_key TEXT    NOT NULL,
    user_id   INTEGER NOT NULL,                        -- without a foreign key: history outlives users
    PRIMARY KEY (login_key, user_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE history (
    id       INTEGER PRIMARY KEY,
    table_id INTEGER NOT NULL,                         -- its number among the tables that are kept
    key1     INTEGER NOT NULL,                         -- the first column of the key
    key2     TEXT    NOT NULL,                         -- the second; '': there is none
    old      TEXT                                      -- JSON: the row before; absent: there was none
) STRICT;
CREATE TABLE history_made (
    table_id     INTEGER NOT NULL,
    operation_id INTEGER NOT NULL,
    first_id     INTEGER NOT NULL,
    last_id      INTEGER NOT NULL,
    PRIMARY KEY (table_id, operation_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE integrations (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL UNIQUE,
    description TEXT,
    state       TEXT    NOT NULL CHECK (state IN ('active', 'off')),
    kind        TEXT,
    address     TEXT,
    content     TEXT                                   -- JSON
) STRICT;
CREATE TABLE "links" (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL CHECK (kind IN ('registration', 'password-reset')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended      TEXT    CHECK (ended = 'used' OR ended = 'superseded' OR ended = 'deactivated' OR ended = 'changed' OR ended = 'restored')
) STRICT;
CREATE TABLE log_anchors (
    only_one    INTEGER PRIMARY KEY CHECK (only_one = 1),
    entry_id    INTEGER NOT NULL,
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    entry_count INTEGER NOT NULL
) STRICT;
CREATE TABLE log_entries (
    id          INTEGER PRIMARY KEY,
    occasion_id INTEGER NOT NULL,
    action_id   INTEGER NOT NULL,                      -- a word
    details     TEXT,                                  -- absent: as the occasion says
    outcome     TEXT    CHECK (outcome <> 'done'),     -- absent: done
    unit        TEXT,
    kind_id     INTEGER,                               -- the first object: a word
    object_id   INTEGER,
    object_name TEXT,
    objects     TEXT,                                  -- JSON: [[kind, id, name], …], the others; all, if there is no first
    made        TEXT,                                  -- JSON: values of the first object that had none, if that is all
    changes     TEXT,                                  -- JSON: [[place among objects, field, old, new] or [place, {field: new}], …]
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    CHECK ((kind_id IS NULL) = (object_id IS NULL) AND (object_id IS NULL) = (object_name IS NULL))
) STRICT;
CREATE TABLE log_objects (
    kind_id   INTEGER NOT NULL,
    object_id INTEGER NOT NULL,
    entry_id  INTEGER NOT NULL REFERENCES log_entries (id) ON DELETE CASCADE,
    PRIMARY KEY (kind_id, object_id, entry_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE log_occasions (
    id            INTEGER PRIMARY KEY,                 -- that of its first entry; all up to the next occasion are its entries
    operation_id  INTEGER,                             -- the first entry of the operation (OP-1); older logs do not know
    at            INTEGER NOT NULL,
    user_id       INTEGER,                             -- without a foreign key: history outlives users
    user_login    TEXT,
    user_role     TEXT,
    actor_unit_id INTEGER,
    address       TEXT    NOT NULL,
    reason        TEXT,
    details       TEXT    NOT NULL,                    -- of entries without any; U+001A is the name of their first object
    fields        TEXT                                 -- JSON: the names of the values in `made`
) STRICT;
CREATE TABLE log_words (
    id   INTEGER PRIMARY KEY,
    word TEXT    NOT NULL UNIQUE
) STRICT;
CREATE TABLE mails (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    kind            TEXT    NOT NULL CHECK (kind = 'registration' OR kind = 'password-reset' OR kind = 'account-locked' OR kind = 'password-changed' OR kind = 'scan-summary' OR kind = 'ticket-digest'),
    recipient       TEXT    NOT NULL,
    user_id         INTEGER REFERENCES users (id) ON DELETE SET NULL,
    facts           TEXT    NOT NULL,                  -- JSON
    state           TEXT    NOT NULL DEFAULT 'queued' CHECK (state = 'queued' OR state = 'sent' OR state = 'failed' OR state = 'cancelled'),
    attempts        INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    created_at      INTEGER NOT NULL,
    next_attempt_at INTEGER CHECK ((next_attempt_at IS NOT NULL) = (state = 'queued')),
    sent_at         INTEGER CHECK ((sent_at IS NOT NULL) = (state = 'sent')),
    last_error      TEXT
) STRICT;
CREATE TABLE operations (
    id           INTEGER PRIMARY KEY,                  -- that of its first log entry
    at           INTEGER NOT NULL,
    user_id      INTEGER,                              -- without a foreign key: history outlives users
    first_change INTEGER NOT NULL,                     -- among the rows of `history`
    last_change  INTEGER NOT NULL,                     -- before the first: it has none
    kind         TEXT    CHECK (kind IN ('undo', 'redo', 'revert')),
    undone_by    INTEGER                               -- the operation that took it back
) STRICT;
CREATE TABLE operations_undone (
    operation_id INTEGER NOT NULL,
    undone_id    INTEGER NOT NULL,
    PRIMARY KEY (operation_id, undone_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE password_history (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    set_at  INTEGER NOT NULL,
    phc     TEXT    NOT NULL,
    PRIMARY KEY (user_id, set_at, phc)
) STRICT, WITHOUT ROWID;
CREATE TABLE passwords (
    user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    phc     TEXT    NOT NULL,
    set_at  INTEGER NOT NULL
) STRICT;
CREATE TABLE project_groups (
    group_id   INTEGER NOT NULL REFERENCES user_groups (id) ON DELETE CASCADE,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    role       TEXT    NOT NULL CHECK (role IN ('viewer', 'engineer', 'admin')),
    PRIMARY KEY (group_id, project_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE project_integrations (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id     INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    integration_id INTEGER NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
    settings       TEXT,                               -- JSON
    UNIQUE (project_id, integration_id)
) STRICT;
CREATE TABLE project_profile_requirements (
    profile_id     INTEGER NOT NULL REFERENCES project_profiles (id) ON DELETE CASCADE,
    requirement_id INTEGER NOT NULL REFERENCES requirements (id) ON DELETE CASCADE,
    PRIMARY KEY (profile_id, requirement_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE project_profile_rules (
    profile_id INTEGER NOT NULL REFERENCES project_profiles (id) ON DELETE CASCADE,
    rule_id    INTEGER NOT NULL REFERENCES rules (id) ON DELETE CASCADE,
    PRIMARY KEY (profile_id, rule_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE project_profiles (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL,
    engine_id  INTEGER REFERENCES engines (id) ON DELETE SET NULL,
    settings   TEXT,                                   -- JSON
    UNIQUE (project_id, name_key)
) STRICT;
CREATE TABLE project_results (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    scan_id  INTEGER NOT NULL REFERENCES project_scans (id) ON DELETE CASCADE,
    title    TEXT    NOT NULL,
    severity INTEGER NOT NULL CHECK (severity BETWEEN 1 AND 5),
    rule_id  INTEGER REFERENCES rules (id) ON DELETE SET NULL,
    state    TEXT    NOT NULL CHECK (state IN ('open', 'confirmed', 'false-positive', 'fixed')),
    comment  TEXT
) STRICT;
CREATE TABLE project_scans (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id  INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL CHECK (number > 0),
    profile_id  INTEGER REFERENCES project_profiles (id) ON DELETE SET NULL,
    state       TEXT    NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    user_id     INTEGER REFERENCES users (id) ON DELETE SET NULL,
    user_login  TEXT,                                  -- what is left of a user who is gone
    started_at  INTEGER NOT NULL,
    finished_at INTEGER CHECK ((finished_at IS NULL) = (state IN ('queued', 'running'))),
    UNIQUE (project_id, number)
) STRICT;
CREATE TABLE project_test_cases (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL,
    steps      TEXT,
    profile_id INTEGER REFERENCES project_profiles (id) ON DELETE SET NULL,
    UNIQUE (project_id, name_key)
) STRICT;
CREATE TABLE project_users (
    user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    role       TEXT    NOT NULL CHECK (role IN ('viewer', 'engineer', 'admin')),
    PRIMARY KEY (user_id, project_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE projects (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT    NOT NULL,
    name_key TEXT    NOT NULL UNIQUE
, description TEXT, state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'archived'))) STRICT;
CREATE TABLE remediation_policies (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL UNIQUE,
    unit_id     INTEGER REFERENCES units (id) ON DELETE CASCADE,
    assignee_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    comments    TEXT
) STRICT;
CREATE TABLE report_ranges (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    first     BLOB    NOT NULL CHECK (length(first) IN (5, 17)),
    last      BLOB    NOT NULL CHECK (length(last) = length(first)),
    PRIMARY KEY (report_id, first)
) STRICT, WITHOUT ROWID;
CREATE TABLE reports (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    name         TEXT    NOT NULL,
    name_key     TEXT    NOT NULL,
    owner_id     INTEGER REFERENCES users (id) ON DELETE SET NULL,
    former_owner TEXT,
    format       TEXT    NOT NULL CHECK (format IN ('html', 'csv', 'json')),
    state        TEXT    NOT NULL CHECK (state IN ('complete', 'failed')),
    targets      TEXT    NOT NULL,                     -- JSON: what it was made of, as it was called then
    template     TEXT,                                 -- the template, as it was called then
    created_at   INTEGER NOT NULL,
    host_count   INTEGER NOT NULL CHECK (host_count >= 0),
    error        TEXT    CHECK ((error IS NOT NULL) = (state = 'failed')),
    body         TEXT,                                 -- JSON: what it tells
    schedule_id  INTEGER REFERENCES configs (id) ON DELETE SET NULL,
    due_at       INTEGER,                              -- the occurrence of the schedule
    UNIQUE (owner_id, name_key),
    UNIQUE (schedule_id, due_at)                       -- no occurrence makes two (SCHED-1)
) STRICT;
CREATE TABLE requirement_rules (
    requirement_id INTEGER NOT NULL REFERENCES requirements (id) ON DELETE CASCADE,
    rule_id        INTEGER NOT NULL REFERENCES rules (id) ON DELETE CASCADE,
    PRIMARY KEY (requirement_id, rule_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE requirements (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL UNIQUE,
    description TEXT,
    state       TEXT    NOT NULL CHECK (state IN ('active', 'off')),
    content     TEXT                                   -- JSON
) STRICT;
CREATE TABLE rules (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL UNIQUE,
    description TEXT,
    state       TEXT    NOT NULL CHECK (state IN ('active', 'off')),
    content     TEXT                                   -- JSON
) STRICT;
CREATE TABLE scan_addresses (
    scan_id INTEGER NOT NULL REFERENCES scans (id) ON DELETE CASCADE,
    address BLOB    NOT NULL CHECK (length(address) IN (5, 17)),
    PRIMARY KEY (scan_id, address)
) STRICT, WITHOUT ROWID;
CREATE TABLE scan_appliances (
    scan_id      INTEGER NOT NULL REFERENCES scans (id) ON DELETE CASCADE,
    appliance_id INTEGER NOT NULL REFERENCES appliances (id) ON DELETE CASCADE,
    PRIMARY KEY (scan_id, appliance_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE scan_domains (
    scan_id   INTEGER NOT NULL REFERENCES scans (id) ON DELETE CASCADE,
    domain_id INTEGER NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
    PRIMARY KEY (scan_id, domain_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE scan_targets (
    scan_id  INTEGER NOT NULL REFERENCES scans (id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL REFERENCES asset_groups (id) ON DELETE CASCADE,
    PRIMARY KEY (scan_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE scans (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT    NOT NULL CHECK (kind = 'scan' OR kind = 'map' OR kind = 'report'),
    title        TEXT    NOT NULL,
    owner_id     INTEGER REFERENCES users (id) ON DELETE SET NULL,
    former_owner TEXT,
    state        TEXT    NOT NULL CHECK (state = 'queued' OR state = 'finished' OR state = 'failed' OR state = 'cancelled'),
    targets_all  INTEGER NOT NULL DEFAULT 0 CHECK (targets_all IN (0, 1)),
    schedule_id  INTEGER REFERENCES configs (id) ON DELETE SET NULL,
    due_at       INTEGER,                              -- the occurrence of the schedule
    created_at   INTEGER NOT NULL,
    finished_at  INTEGER,
    result       TEXT, option_profile_id INTEGER REFERENCES configs (id) ON DELETE SET NULL,
    UNIQUE (schedule_id, due_at)                       -- no occurrence is launched twice (SCHED-1)
) STRICT;
CREATE TABLE secret_questions (
    user_id  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 3),
    question TEXT    NOT NULL,
    phc      TEXT    NOT NULL,
    PRIMARY KEY (user_id, position),
    UNIQUE (user_id, question)
) STRICT, WITHOUT ROWID;
CREATE TABLE sessions (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash   BLOB    NOT NULL UNIQUE,
    user_id      INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    address      TEXT    NOT NULL,
    client       TEXT    NOT NULL
) STRICT;
CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE subscriptions (
    only_one           INTEGER PRIMARY KEY CHECK (only_one = 1),
    id                 TEXT    NOT NULL,               -- 128 random bits in hexadecimal
    name               TEXT    NOT NULL,
    created_at         INTEGER NOT NULL,               -- seconds of Unix time, as everywhere
    primary_contact_id INTEGER NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED
, asset_count INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE tag_closure (
    tag_id   INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    above_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    PRIMARY KEY (tag_id, above_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE tag_scopes (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    tag_id  INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE tags (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT    NOT NULL,
    name_key TEXT    NOT NULL UNIQUE
, parent_id INTEGER REFERENCES tags (id), color TEXT, description TEXT, rule TEXT) STRICT;
CREATE TABLE ticket_digests (
    user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    day     TEXT    NOT NULL
) STRICT;
CREATE TABLE tickets (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    address     BLOB    NOT NULL CHECK (length(address) IN (5, 17)),
    title       TEXT    NOT NULL,
    severity    INTEGER NOT NULL CHECK (severity BETWEEN 1 AND 5),
    state       TEXT    NOT NULL CHECK (state = 'open' OR state = 'resolved' OR state = 'closed' OR state = 'ignored'),
    assignee_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    created_at  INTEGER NOT NULL
, title_key TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE units (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    name               TEXT    NOT NULL,
    name_key           TEXT    NOT NULL UNIQUE,
    division           TEXT,
    location           TEXT,
    comments           TEXT,
    primary_contact_id INTEGER REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    new_ip_limit       INTEGER CHECK (new_ip_limit >= 0),
    new_ips_used       INTEGER NOT NULL DEFAULT 0 CHECK (new_ips_used >= 0)
, user_count INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE user_group_members (
    user_id  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL REFERENCES user_groups (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE user_groups (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL UNIQUE,
    description TEXT,
    level       TEXT    NOT NULL CHECK (level IN ('default', 'viewer', 'manager', 'admin'))
) STRICT;
CREATE TABLE user_permissions (
    user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    permission TEXT    NOT NULL CHECK (permission IN ('add-assets', 'create-option-profiles', 'purge-host-data', 'edit-remediation-policies', 'edit-auth-records', 'manage-virtual-scanners')),
    PRIMARY KEY (user_id, permission)
) STRICT, WITHOUT ROWID;
CREATE TABLE "users" (
    id                     INTEGER PRIMARY KEY AUTOINCREMENT,
    login                  TEXT    NOT NULL,
    login_key              TEXT    NOT NULL UNIQUE,
    first_name             TEXT,
    last_name              TEXT,
    email                  TEXT,
    title                  TEXT,
    phone                  TEXT,
    external_id            TEXT,
    role                   TEXT    NOT NULL CHECK (role = 'manager' OR role = 'user-administrator' OR role = 'unit-manager' OR role = 'scanner' OR role = 'reader' OR role = 'auditor' OR role = 'remediation-user' OR role = 'contact'),
    unit_id                INTEGER REFERENCES units (id),
    level                  TEXT    NOT NULL CHECK (level = 'default' OR level = 'viewer' OR level = 'manager' OR level = 'admin'),
    monitoring_role        TEXT    CHECK (monitoring_role = 'none' OR monitoring_role = 'auditor' OR monitoring_role = 'author' OR monitoring_role = 'analyst' OR monitoring_role = 'manager'),
    status                 TEXT    NOT NULL CHECK (status = 'pending' OR status = 'active' OR status = 'inactive' OR status = 'locked'),
    api_only               INTEGER NOT NULL DEFAULT 0 CHECK (api_only IN (0, 1)),
    all_assigned           INTEGER NOT NULL DEFAULT 0 CHECK (all_assigned IN (0, 1)),   -- the virtual group `All` (AG-4)
    password_never_expires INTEGER NOT NULL DEFAULT 0 CHECK (password_never_expires IN (0, 1) AND password_never_expires <= api_only),
    must_change_password   INTEGER NOT NULL DEFAULT 0 CHECK (must_change_password IN (0, 1)),
    notify_scans           TEXT    NOT NULL DEFAULT 'own' CHECK (notify_scans = 'none' OR notify_scans = 'own' OR notify_scans = 'all'),
    notify_tickets         INTEGER NOT NULL DEFAULT 0 CHECK (notify_tickets IN (0, 1)),
    time_zone              TEXT,
    created_at             INTEGER NOT NULL,
    created_by             TEXT,                       -- login, once whoever made it is gone
    last_login_at          INTEGER,
    failed_sign_ins        INTEGER NOT NULL DEFAULT 0 CHECK (failed_sign_ins >= 0),
    created_by_id          INTEGER REFERENCES users (id) ON DELETE SET NULL,
    CHECK ((role <> 'manager' AND role <> 'user-administrator' AND role <> 'auditor') OR unit_id IS NULL),    -- UNIT-3
    CHECK (role <> 'unit-manager' OR unit_id IS NOT NULL)                                   -- UNIT-3
) STRICT;
CREATE INDEX api_tokens_created_by ON api_tokens (created_by_id) WHERE created_by_id IS NOT NULL;
CREATE INDEX appliances_owner ON appliances (owner_id);
CREATE INDEX asset_group_appliances_appliance ON asset_group_appliances (appliance_id);
CREATE INDEX asset_group_domains_domain ON asset_group_domains (domain_id);
CREATE INDEX asset_group_ranges_block ON asset_group_ranges (block, group_id);
CREATE INDEX asset_group_units_unit ON asset_group_units (unit_id);
CREATE INDEX asset_group_users_group ON asset_group_users (group_id);
CREATE INDEX asset_groups_owner ON asset_groups (owner_id);
CREATE INDEX asset_tags_tag ON asset_tags (tag_id);
CREATE INDEX assets_name ON assets (name_key) WHERE name_key IS NOT NULL;
CREATE INDEX auth_record_targets_group ON auth_record_targets (group_id);
CREATE INDEX config_appliances_appliance ON config_appliances (appliance_id);
CREATE INDEX config_domains_domain ON config_domains (domain_id);
CREATE INDEX config_targets_group ON config_targets (group_id);
CREATE INDEX configs_due ON configs (next_launch_at) WHERE active = 1;
CREATE INDEX configs_name ON configs (name_key);
CREATE INDEX configs_option_profile ON configs (option_profile_id) WHERE option_profile_id IS NOT NULL;
CREATE INDEX configs_schedules ON configs ((active = 0), next_launch_at, name_key) WHERE recurrence IS NOT NULL;
CREATE UNIQUE INDEX email_contacts_subscription ON email_contacts ((1)) WHERE unit_id IS NULL;
CREATE UNIQUE INDEX email_contacts_unit ON email_contacts (unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX email_contacts_user ON email_contacts (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX fim_events_asset ON fim_events (asset_id, at, path);
CREATE INDEX fim_events_at ON fim_events (at);
CREATE INDEX fim_incident_events_event ON fim_incident_events (event_id);
CREATE INDEX fim_incident_reviewers_user ON fim_incident_reviewers (user_id);
CREATE INDEX fim_incidents_creator ON fim_incidents (creator_id) WHERE creator_id IS NOT NULL;
CREATE INDEX fim_incidents_reviewed_by ON fim_incidents (reviewed_by_id) WHERE reviewed_by_id IS NOT NULL;
CREATE INDEX fim_incidents_rule ON fim_incidents (rule_id) WHERE rule_id IS NOT NULL;
CREATE INDEX fim_profile_tags_tag ON fim_profile_tags (tag_id);
CREATE INDEX fim_profiles_creator ON fim_profiles (creator_id) WHERE creator_id IS NOT NULL;
CREATE INDEX fim_report_rules_due ON fim_report_rules (next_run_at) WHERE active = 1;
CREATE INDEX fim_report_rules_name ON fim_report_rules (name_key);
CREATE INDEX fim_reports_name ON fim_reports (name_key);
CREATE INDEX fim_reports_rule ON fim_reports (rule_id) WHERE rule_id IS NOT NULL;
CREATE INDEX fim_rule_reviewers_user ON fim_rule_reviewers (user_id);
CREATE INDEX fim_rules_creator ON fim_rules (creator_id) WHERE creator_id IS NOT NULL;
CREATE INDEX history_addresses ON history (CAST(unhex(substr(COALESCE(old->>'$.block', old->>'$.address'), 3)) AS BLOB), table_id)
    WHERE old IS NOT NULL AND (table_id = 15 OR table_id = 21);
CREATE INDEX history_key ON history (key1, table_id, key2);
CREATE INDEX history_made_operation ON history_made (operation_id);
CREATE INDEX history_names ON history (table_id, CAST(COALESCE(old->>'$.login_key', old->>'$.name_key') AS TEXT))
    WHERE old IS NOT NULL AND key2 = '';
CREATE INDEX history_old ON history (table_id, id) WHERE old IS NOT NULL;
CREATE INDEX history_second_key ON history (CAST(key2 AS INTEGER), table_id) WHERE old IS NOT NULL AND key2 <> '';
CREATE INDEX links_open ON links (user_id) WHERE ended IS NULL;
CREATE INDEX links_user ON links (user_id);
CREATE INDEX log_entries_action ON log_entries (action_id);
CREATE INDEX log_entries_object ON log_entries (kind_id, object_id) WHERE kind_id IS NOT NULL;
CREATE INDEX log_entries_outcome ON log_entries (outcome) WHERE outcome IS NOT NULL;
CREATE INDEX log_objects_entry ON log_objects (entry_id);
CREATE INDEX log_occasions_actor_unit ON log_occasions (actor_unit_id) WHERE actor_unit_id IS NOT NULL;
CREATE INDEX log_occasions_at ON log_occasions (at);
CREATE INDEX log_occasions_login ON log_occasions (lower(user_login)) WHERE COALESCE(user_id, 0) = 0;
CREATE INDEX log_occasions_operation ON log_occasions (operation_id) WHERE operation_id IS NOT NULL;
CREATE INDEX log_occasions_user ON log_occasions (user_id);
CREATE INDEX mails_due ON mails (next_attempt_at) WHERE state = 'queued';
CREATE INDEX mails_user ON mails (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX mails_waiting ON mails (user_id) WHERE state IN ('queued', 'failed');
CREATE INDEX operations_undone_by ON operations (undone_by) WHERE undone_by IS NOT NULL;
CREATE INDEX operations_user ON operations (user_id, id);
CREATE INDEX project_groups_project ON project_groups (project_id);
CREATE INDEX project_integrations_integration ON project_integrations (integration_id);
CREATE INDEX project_profile_requirements_requirement ON project_profile_requirements (requirement_id);
CREATE INDEX project_profile_rules_rule ON project_profile_rules (rule_id);
CREATE INDEX project_profiles_engine ON project_profiles (engine_id) WHERE engine_id IS NOT NULL;
CREATE INDEX project_results_rule ON project_results (rule_id) WHERE rule_id IS NOT NULL;
CREATE INDEX project_results_scan ON project_results (scan_id);
CREATE INDEX project_scans_profile ON project_scans (profile_id) WHERE profile_id IS NOT NULL;
CREATE INDEX project_scans_user ON project_scans (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX project_test_cases_profile ON project_test_cases (profile_id) WHERE profile_id IS NOT NULL;
CREATE INDEX project_users_project ON project_users (project_id);
CREATE INDEX remediation_policies_assignee ON remediation_policies (assignee_id) WHERE assignee_id IS NOT NULL;
CREATE INDEX remediation_policies_unit ON remediation_policies (unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX reports_former_owner ON reports (lower(former_owner)) WHERE owner_id IS NULL;
CREATE INDEX reports_name ON reports (name_key);
CREATE INDEX requirement_rules_rule ON requirement_rules (rule_id);
CREATE INDEX scan_addresses_address ON scan_addresses (address);
CREATE INDEX scan_appliances_appliance ON scan_appliances (appliance_id);
CREATE INDEX scan_domains_domain ON scan_domains (domain_id);
CREATE INDEX scan_targets_group ON scan_targets (group_id);
CREATE INDEX scans_former_owner ON scans (lower(former_owner)) WHERE owner_id IS NULL;
CREATE INDEX scans_option_profile ON scans (option_profile_id) WHERE option_profile_id IS NOT NULL;
CREATE INDEX scans_owner ON scans (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX scans_results ON scans (id) WHERE result IS NOT NULL;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX tag_closure_above ON tag_closure (above_id);
CREATE INDEX tag_scopes_tag ON tag_scopes (tag_id);
CREATE INDEX tags_parent ON tags (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX tags_rule ON tags (name_key) WHERE rule IS NOT NULL;
CREATE INDEX tickets_address ON tickets (address, title_key);
CREATE INDEX tickets_assignee ON tickets (assignee_id) WHERE assignee_id IS NOT NULL;
CREATE INDEX units_primary_contact ON units (primary_contact_id);
CREATE INDEX units_reserving ON units (id) WHERE new_ip_limit > new_ips_used;
CREATE INDEX user_group_members_group ON user_group_members (group_id);
CREATE INDEX users_admin ON users (id) WHERE role = 'manager' OR level = 'admin';
CREATE INDEX users_all_assigned ON users (unit_id) WHERE all_assigned = 1;
CREATE INDEX users_created_by ON users (created_by_id, login_key) WHERE created_by_id IS NOT NULL;
CREATE UNIQUE INDEX users_external_id ON users (lower(external_id), external_id) WHERE external_id IS NOT NULL;
CREATE INDEX users_kept_creator ON users (lower(created_by), login_key) WHERE created_by_id IS NULL;
CREATE INDEX users_notify_scans_all ON users (id) WHERE notify_scans = 'all';
CREATE INDEX users_notify_tickets ON users (id) WHERE notify_tickets = 1;
CREATE INDEX users_unit ON users (unit_id, login_key) WHERE unit_id IS NOT NULL;
CREATE INDEX users_unit_managers ON users (unit_id) WHERE role = 'unit-manager';
