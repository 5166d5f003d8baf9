-- Logins fold by a stored key, as names do; who made what is found by it, too. The table is made anew, without the collation.
DROP VIEW group_reach;
CREATE TABLE users_8 (
    id                     INTEGER PRIMARY KEY AUTOINCREMENT,
    login                  TEXT    NOT NULL,
    login_key              TEXT    NOT NULL UNIQUE,
    first_name             TEXT,
    last_name              TEXT,
    email                  TEXT,
    title                  TEXT,
    phone                  TEXT,
    external_id            TEXT UNIQUE,
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
    created_by             TEXT,                       -- login, as text
    last_login_at          INTEGER,
    failed_sign_ins        INTEGER NOT NULL DEFAULT 0 CHECK (failed_sign_ins >= 0),
    created_by_id          INTEGER REFERENCES users (id) ON DELETE SET NULL,
    CHECK (role NOT IN ('manager', 'user-administrator', 'auditor') OR unit_id IS NULL),    -- UNIT-3
    CHECK (role <> 'unit-manager' OR unit_id IS NOT NULL)                                   -- UNIT-3
) STRICT;
INSERT INTO users_8
SELECT id, login, lower(login), first_name, last_name, email, title, phone, external_id, role, unit_id, level, monitoring_role, status,
       api_only, all_assigned, password_never_expires, must_change_password, notify_scans, notify_tickets, time_zone, created_at,
       created_by, last_login_at, failed_sign_ins, created_by_id
  FROM users ORDER BY id;
-- No id is given out twice.
UPDATE sqlite_sequence SET seq = (SELECT s.seq FROM sqlite_sequence s WHERE s.name = 'users') WHERE name = 'users_8';
DROP TABLE users;
ALTER TABLE users_8 RENAME TO users;
-- Each index of a filter holds the order of the list as well, so that a page of it reads a page.
CREATE INDEX users_unit ON users (unit_id, login_key) WHERE unit_id IS NOT NULL;
CREATE INDEX users_created_by ON users (created_by_id, login_key) WHERE created_by_id IS NOT NULL;
CREATE INDEX users_kept_creator ON users (lower(created_by), login_key) WHERE created_by_id IS NULL;
CREATE INDEX users_external_id ON users (lower(external_id)) WHERE external_id IS NOT NULL;
CREATE INDEX users_admin ON users (id) WHERE role = 'manager' OR level = 'admin';
CREATE INDEX users_all_assigned ON users (id) WHERE all_assigned = 1;
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

-- Logins that users once had: the log is asked by them as well (LOG-2).
CREATE TABLE former_logins (
    login_key TEXT    NOT NULL,
    user_id   INTEGER NOT NULL,                        -- without a foreign key: history outlives users
    PRIMARY KEY (login_key, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO former_logins (login_key, user_id)
SELECT DISTINCT lower(e.user_login), e.user_id FROM log_entries e
 WHERE e.user_id > 0 AND e.user_login IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = e.user_id AND u.login_key = lower(e.user_login));

CREATE INDEX log_entries_at ON log_entries (at);
CREATE INDEX log_entries_action ON log_entries (action);
CREATE INDEX log_entries_outcome ON log_entries (outcome) WHERE outcome <> 'done';
CREATE INDEX log_entries_login ON log_entries (lower(user_login)) WHERE COALESCE(user_id, 0) = 0;   -- nobody was signed in

CREATE INDEX scans_former_owner ON scans (lower(former_owner)) WHERE owner_id IS NULL;
CREATE INDEX reports_former_owner ON reports (lower(former_owner)) WHERE owner_id IS NULL;
