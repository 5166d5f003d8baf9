-- Every tag with itself and with each tag above it, so that what a scope covers is looked up and not walked (SCOPE-2).
CREATE TABLE tag_closure (
    tag_id   INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    above_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    PRIMARY KEY (tag_id, above_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_closure_above ON tag_closure (above_id);
INSERT INTO tag_closure (tag_id, above_id)
    WITH RECURSIVE up (tag_id, above_id) AS (
        SELECT id, id FROM tags
        UNION SELECT up.tag_id, t.parent_id FROM up JOIN tags t ON t.id = up.above_id WHERE t.parent_id IS NOT NULL)
    SELECT tag_id, above_id FROM up;

-- Monitoring (section 11). `creator_id` is null once the creator is deleted; `creator` then keeps its login (DEL-3).
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
CREATE INDEX fim_profiles_creator ON fim_profiles (creator_id) WHERE creator_id IS NOT NULL;
CREATE TABLE fim_profile_tags (
    profile_id INTEGER NOT NULL REFERENCES fim_profiles (id) ON DELETE CASCADE,
    tag_id     INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    PRIMARY KEY (profile_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX fim_profile_tags_tag ON fim_profile_tags (tag_id);

-- What happened to files (FIM-15). The asset may be deleted; its address stays (AG-8).
CREATE TABLE fim_events (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    asset_id INTEGER REFERENCES assets (id) ON DELETE SET NULL,
    address  BLOB    NOT NULL CHECK (length(address) IN (5, 17)),
    at       INTEGER NOT NULL,
    process  TEXT,                                     -- the actor process
    path     TEXT    NOT NULL,
    action   TEXT    NOT NULL CHECK (action IN ('create', 'modify', 'delete', 'attributes', 'rename')),
    severity INTEGER NOT NULL CHECK (severity BETWEEN 1 AND 5),
    ignored  INTEGER NOT NULL DEFAULT 0 CHECK (ignored IN (0, 1))
) STRICT;
CREATE INDEX fim_events_asset ON fim_events (asset_id, at) WHERE asset_id IS NOT NULL;
CREATE INDEX fim_events_at ON fim_events (at);

-- Correlation rules: what their filter matches becomes an incident (FIM-15).
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
CREATE INDEX fim_rules_creator ON fim_rules (creator_id) WHERE creator_id IS NOT NULL;
CREATE TABLE fim_rule_reviewers (
    rule_id INTEGER NOT NULL REFERENCES fim_rules (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (rule_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX fim_rule_reviewers_user ON fim_rule_reviewers (user_id);

-- Incidents: events gathered for review (FIM-4 to FIM-8).
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
) STRICT;
CREATE INDEX fim_incidents_creator ON fim_incidents (creator_id) WHERE creator_id IS NOT NULL;
CREATE INDEX fim_incidents_rule ON fim_incidents (rule_id) WHERE rule_id IS NOT NULL;
CREATE TABLE fim_incident_reviewers (
    incident_id INTEGER NOT NULL REFERENCES fim_incidents (id) ON DELETE CASCADE,
    user_id     INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (incident_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX fim_incident_reviewers_user ON fim_incident_reviewers (user_id);
CREATE TABLE fim_incident_events (
    incident_id INTEGER NOT NULL REFERENCES fim_incidents (id) ON DELETE CASCADE,
    event_id    INTEGER NOT NULL REFERENCES fim_events (id) ON DELETE CASCADE,
    PRIMARY KEY (incident_id, event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX fim_incident_events_event ON fim_incident_events (event_id);

-- Report rules (FIM-12): reports that come by themselves. Names are unique with their creator, as for reports.
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
CREATE INDEX fim_report_rules_name ON fim_report_rules (name_key);
CREATE INDEX fim_report_rules_due ON fim_report_rules (next_run_at) WHERE active = 1;

-- Reports with what was produced (FIM-11).
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
CREATE INDEX fim_reports_name ON fim_reports (name_key);
CREATE INDEX fim_reports_rule ON fim_reports (rule_id) WHERE rule_id IS NOT NULL;
