-- Registers of the organisation (ORG-1).
CREATE TABLE engines (
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
CREATE TABLE requirements (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL UNIQUE,
    description TEXT,
    state       TEXT    NOT NULL CHECK (state IN ('active', 'off')),
    content     TEXT                                   -- JSON
) STRICT;
CREATE TABLE requirement_rules (
    requirement_id INTEGER NOT NULL REFERENCES requirements (id) ON DELETE CASCADE,
    rule_id        INTEGER NOT NULL REFERENCES rules (id) ON DELETE CASCADE,
    PRIMARY KEY (requirement_id, rule_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX requirement_rules_rule ON requirement_rules (rule_id);
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

-- Work in projects (PRJ-4).
CREATE TABLE project_profiles (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL,
    engine_id  INTEGER REFERENCES engines (id) ON DELETE SET NULL,
    settings   TEXT,                                   -- JSON
    UNIQUE (project_id, name_key)
) STRICT;
CREATE INDEX project_profiles_engine ON project_profiles (engine_id) WHERE engine_id IS NOT NULL;
CREATE TABLE project_profile_rules (
    profile_id INTEGER NOT NULL REFERENCES project_profiles (id) ON DELETE CASCADE,
    rule_id    INTEGER NOT NULL REFERENCES rules (id) ON DELETE CASCADE,
    PRIMARY KEY (profile_id, rule_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX project_profile_rules_rule ON project_profile_rules (rule_id);
CREATE TABLE project_profile_requirements (
    profile_id     INTEGER NOT NULL REFERENCES project_profiles (id) ON DELETE CASCADE,
    requirement_id INTEGER NOT NULL REFERENCES requirements (id) ON DELETE CASCADE,
    PRIMARY KEY (profile_id, requirement_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX project_profile_requirements_requirement ON project_profile_requirements (requirement_id);
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
CREATE INDEX project_scans_profile ON project_scans (profile_id) WHERE profile_id IS NOT NULL;
CREATE INDEX project_scans_user ON project_scans (user_id) WHERE user_id IS NOT NULL;
CREATE TABLE project_results (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    scan_id  INTEGER NOT NULL REFERENCES project_scans (id) ON DELETE CASCADE,
    title    TEXT    NOT NULL,
    severity INTEGER NOT NULL CHECK (severity BETWEEN 1 AND 5),
    rule_id  INTEGER REFERENCES rules (id) ON DELETE SET NULL,
    state    TEXT    NOT NULL CHECK (state IN ('open', 'confirmed', 'false-positive', 'fixed')),
    comment  TEXT
) STRICT;
CREATE INDEX project_results_scan ON project_results (scan_id);
CREATE INDEX project_results_rule ON project_results (rule_id) WHERE rule_id IS NOT NULL;
CREATE TABLE project_test_cases (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL,
    steps      TEXT,
    profile_id INTEGER REFERENCES project_profiles (id) ON DELETE SET NULL,
    UNIQUE (project_id, name_key)
) STRICT;
CREATE INDEX project_test_cases_profile ON project_test_cases (profile_id) WHERE profile_id IS NOT NULL;
CREATE TABLE project_integrations (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id     INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    integration_id INTEGER NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
    settings       TEXT,                               -- JSON
    UNIQUE (project_id, integration_id)
) STRICT;
CREATE INDEX project_integrations_integration ON project_integrations (integration_id);

-- Words of actions that a token may be narrowed to, and that have other names now.
UPDATE api_tokens SET allow = replace(replace(replace(allow, '"profile.edit"', '"project.profile.edit"'),
        '"result.edit"', '"project.result.edit"'), '"test-case.edit"', '"project.test-case.edit"')
 WHERE allow IS NOT NULL;

CREATE INDEX users_unit_managers ON users (unit_id) WHERE role = 'unit-manager';

-- What a scan or schedule takes beside asset groups (SCAN-2).
CREATE TABLE scan_addresses (
    scan_id INTEGER NOT NULL REFERENCES scans (id) ON DELETE CASCADE,
    address BLOB    NOT NULL CHECK (length(address) IN (5, 17)),
    PRIMARY KEY (scan_id, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX scan_addresses_address ON scan_addresses (address);
CREATE TABLE scan_domains (
    scan_id   INTEGER NOT NULL REFERENCES scans (id) ON DELETE CASCADE,
    domain_id INTEGER NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
    PRIMARY KEY (scan_id, domain_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX scan_domains_domain ON scan_domains (domain_id);
CREATE TABLE scan_appliances (
    scan_id      INTEGER NOT NULL REFERENCES scans (id) ON DELETE CASCADE,
    appliance_id INTEGER NOT NULL REFERENCES appliances (id) ON DELETE CASCADE,
    PRIMARY KEY (scan_id, appliance_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX scan_appliances_appliance ON scan_appliances (appliance_id);
ALTER TABLE scans ADD COLUMN option_profile_id INTEGER REFERENCES configs (id) ON DELETE SET NULL;
CREATE INDEX scans_option_profile ON scans (option_profile_id) WHERE option_profile_id IS NOT NULL;
CREATE TABLE config_addresses (
    config_id INTEGER NOT NULL REFERENCES configs (id) ON DELETE CASCADE,
    address   BLOB    NOT NULL CHECK (length(address) IN (5, 17)),
    PRIMARY KEY (config_id, address)
) STRICT, WITHOUT ROWID;
CREATE TABLE config_domains (
    config_id INTEGER NOT NULL REFERENCES configs (id) ON DELETE CASCADE,
    domain_id INTEGER NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
    PRIMARY KEY (config_id, domain_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX config_domains_domain ON config_domains (domain_id);
CREATE TABLE config_appliances (
    config_id    INTEGER NOT NULL REFERENCES configs (id) ON DELETE CASCADE,
    appliance_id INTEGER NOT NULL REFERENCES appliances (id) ON DELETE CASCADE,
    PRIMARY KEY (config_id, appliance_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX config_appliances_appliance ON config_appliances (appliance_id);
ALTER TABLE configs ADD COLUMN option_profile_id INTEGER REFERENCES configs (id) ON DELETE SET NULL;
CREATE INDEX configs_option_profile ON configs (option_profile_id) WHERE option_profile_id IS NOT NULL;

-- Reports on hosts (REP-1): what was found when they were made, and on which hosts.
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
CREATE INDEX reports_name ON reports (name_key);
CREATE TABLE report_ranges (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    first     BLOB    NOT NULL CHECK (length(first) IN (5, 17)),
    last      BLOB    NOT NULL CHECK (length(last) = length(first)),
    PRIMARY KEY (report_id, first)
) STRICT, WITHOUT ROWID;

-- Who made an account or a token, or reviewed an incident, goes by its present login, and stays as text once it is gone (LOG-5).
ALTER TABLE users ADD COLUMN created_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL;
CREATE INDEX users_created_by ON users (created_by_id) WHERE created_by_id IS NOT NULL;
UPDATE users SET created_by_id = (SELECT c.id FROM users c WHERE c.login = users.created_by);
ALTER TABLE fim_incidents ADD COLUMN reviewed_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL;
CREATE INDEX fim_incidents_reviewed_by ON fim_incidents (reviewed_by_id) WHERE reviewed_by_id IS NOT NULL;
UPDATE fim_incidents SET reviewed_by_id = (SELECT c.id FROM users c WHERE c.login = fim_incidents.reviewed_by);
ALTER TABLE api_tokens ADD COLUMN created_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL;
CREATE INDEX api_tokens_created_by ON api_tokens (created_by_id) WHERE created_by_id IS NOT NULL;
UPDATE api_tokens SET created_by_id = (SELECT c.id FROM users c WHERE c.login = api_tokens.created_by);
