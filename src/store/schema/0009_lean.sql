-- The log in fewer bytes. What a command did at once was done by somebody, at one time, from one place, for one reason: that
-- stands once, and so does what most of its entries say. `log::packing` says how entries are put together again.
DROP INDEX log_entries_user;
DROP INDEX log_entries_actor_unit;
DROP INDEX log_entries_at;
DROP INDEX log_entries_action;
DROP INDEX log_entries_outcome;
DROP INDEX log_entries_login;
ALTER TABLE log_entries RENAME TO log_entries_8;
ALTER TABLE log_objects RENAME TO log_objects_8;
CREATE TABLE log_words (
    id   INTEGER PRIMARY KEY,
    word TEXT    NOT NULL UNIQUE
) STRICT;
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
-- The objects but for the first of each entry.
CREATE TABLE log_objects (
    kind_id   INTEGER NOT NULL,
    object_id INTEGER NOT NULL,
    entry_id  INTEGER NOT NULL REFERENCES log_entries (id) ON DELETE CASCADE,
    PRIMARY KEY (kind_id, object_id, entry_id)
) STRICT, WITHOUT ROWID;

-- Ranges are found by the addresses in them: each by the smallest CIDR block that holds it.
CREATE TABLE asset_group_ranges_9 (
    group_id INTEGER NOT NULL REFERENCES asset_groups (id) ON DELETE CASCADE,
    first    BLOB    NOT NULL,
    last     BLOB    NOT NULL CHECK (last >= first AND length(last) = length(first)),
    block    BLOB    NOT NULL CHECK (length(block) = length(first) + 1),
    PRIMARY KEY (group_id, first)
) STRICT, WITHOUT ROWID;

-- Counted as they come and go.
ALTER TABLE units ADD COLUMN user_count INTEGER NOT NULL DEFAULT 0;
UPDATE units SET user_count = (SELECT count(*) FROM users u WHERE u.unit_id = units.id);
ALTER TABLE subscriptions ADD COLUMN asset_count INTEGER NOT NULL DEFAULT 0;
UPDATE subscriptions SET asset_count = (SELECT count(*) FROM assets);

-- What single commands look for, without the rest.
DROP INDEX tags_rule;
CREATE INDEX tags_rule ON tags (name_key) WHERE rule IS NOT NULL;
CREATE INDEX units_reserving ON units (id) WHERE new_ip_limit > new_ips_used;
CREATE INDEX mails_waiting ON mails (user_id) WHERE state IN ('queued', 'failed');
CREATE INDEX scans_results ON scans (id) WHERE result IS NOT NULL;
CREATE INDEX links_open ON links (user_id) WHERE ended IS NULL;
CREATE INDEX configs_schedules ON configs ((active = 0), next_launch_at, name_key) WHERE recurrence IS NOT NULL;

-- Accounts: one index finds external ids in whatever case, and who made somebody stands as text only when that one is gone.
DROP VIEW group_reach;
CREATE TABLE users_9 (
    id                     INTEGER PRIMARY KEY AUTOINCREMENT,
    login                  TEXT    NOT NULL,
    login_key              TEXT    NOT NULL UNIQUE,
    first_name             TEXT,
    last_name              TEXT,
    email                  TEXT,
    title                  TEXT,
    phone                  TEXT,
    external_id            TEXT,
    role                   TEXT    NOT NULL CHECK (role IN ('manager', 'user-administrator', 'unit-manager', 'scanner', 'reader', 'auditor', 'remediation-user', 'contact')),
    unit_id                INTEGER REFERENCES units (id),
    level                  TEXT    NOT NULL CHECK (level IN ('default', 'viewer', 'manager', 'admin')),
    monitoring_role        TEXT    CHECK (monitoring_role IN ('none', 'auditor', 'author', 'analyst', 'manager')),
    status                 TEXT    NOT NULL CHECK (status IN ('pending', 'active', 'inactive', 'locked')),
    api_only               INTEGER NOT NULL DEFAULT 0 CHECK (api_only IN (0, 1)),
    all_assigned           INTEGER NOT NULL DEFAULT 0 CHECK (all_assigned IN (0, 1)),   -- the virtual group `All` (AG-4)
    password_never_expires INTEGER NOT NULL DEFAULT 0 CHECK (password_never_expires IN (0, 1) AND password_never_expires <= api_only),
    must_change_password   INTEGER NOT NULL DEFAULT 0 CHECK (must_change_password IN (0, 1)),
    notify_scans           TEXT    NOT NULL DEFAULT 'own' CHECK (notify_scans IN ('none', 'own', 'all')),
    notify_tickets         INTEGER NOT NULL DEFAULT 0 CHECK (notify_tickets IN (0, 1)),
    time_zone              TEXT,
    created_at             INTEGER NOT NULL,
    created_by             TEXT,                       -- login, once whoever made it is gone
    last_login_at          INTEGER,
    failed_sign_ins        INTEGER NOT NULL DEFAULT 0 CHECK (failed_sign_ins >= 0),
    created_by_id          INTEGER REFERENCES users (id) ON DELETE SET NULL,
    CHECK (role NOT IN ('manager', 'user-administrator', 'auditor') OR unit_id IS NULL),    -- UNIT-3
    CHECK (role <> 'unit-manager' OR unit_id IS NOT NULL)                                   -- UNIT-3
) STRICT;
INSERT INTO users_9
SELECT id, login, login_key, first_name, last_name, email, title, phone, external_id, role, unit_id, level, monitoring_role, status,
       api_only, all_assigned, password_never_expires, must_change_password, notify_scans, notify_tickets, time_zone, created_at,
       CASE WHEN created_by_id IS NULL THEN created_by END, last_login_at, failed_sign_ins, created_by_id
  FROM users ORDER BY id;
-- No id is given out twice.
UPDATE sqlite_sequence SET seq = (SELECT s.seq FROM sqlite_sequence s WHERE s.name = 'users') WHERE name = 'users_9';
DROP TABLE users;
ALTER TABLE users_9 RENAME TO users;
-- Each index of a filter holds the order of the list as well, so that a page of it reads a page.
CREATE INDEX users_unit ON users (unit_id, login_key) WHERE unit_id IS NOT NULL;
CREATE INDEX users_created_by ON users (created_by_id, login_key) WHERE created_by_id IS NOT NULL;
CREATE INDEX users_kept_creator ON users (lower(created_by), login_key) WHERE created_by_id IS NULL;
CREATE UNIQUE INDEX users_external_id ON users (lower(external_id), external_id) WHERE external_id IS NOT NULL;
CREATE INDEX users_admin ON users (id) WHERE role = 'manager' OR level = 'admin';
CREATE INDEX users_all_assigned ON users (unit_id) WHERE all_assigned = 1;
CREATE INDEX users_notify_scans_all ON users (id) WHERE notify_scans = 'all';
CREATE INDEX users_notify_tickets ON users (id) WHERE notify_tickets = 1;
CREATE INDEX users_unit_managers ON users (unit_id) WHERE role = 'unit-manager';
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
