//! What must hold in a whole database: one query for each rule, each finding what breaks it.

use super::{Conn, migrate};
use crate::domain::config::ConfigKind;
use crate::domain::{Address, AddressRange, ObjectKind, Permission, Result, Role};

/// A rule that one query can test.
pub struct Invariant {
    pub rule: &'static str,
    /// What must hold.
    pub name: &'static str,
    /// Finds what breaks it, as text.
    pub(super) sql: &'static str,
}

/// The rules that one query each can test.
pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        rule: "SUB-1",
        name: "one subscription",
        sql: "SELECT count(*) || ' subscriptions' FROM subscriptions HAVING count(*) <> 1",
    },
    Invariant {
        rule: "SUB-4",
        name: "no units in the edition `lite`",
        sql: "SELECT name FROM units WHERE EXISTS (SELECT 1 FROM settings WHERE key = 'edition' AND value = 'lite')",
    },
    Invariant {
        rule: "USER-2",
        name: "only who never signed in is pending",
        sql: "SELECT login FROM users WHERE status = 'pending' AND (role = 'contact' OR api_only = 1 OR last_login_at IS NOT NULL)",
    },
    Invariant {
        rule: "USER-3",
        name: "contacts have nothing to sign in with",
        sql: "SELECT u.login FROM users u WHERE u.role = 'contact' AND (
                  EXISTS (SELECT 1 FROM passwords x WHERE x.user_id = u.id)
               OR EXISTS (SELECT 1 FROM sessions x WHERE x.user_id = u.id)
               OR EXISTS (SELECT 1 FROM api_tokens x WHERE x.user_id = u.id)
               OR EXISTS (SELECT 1 FROM links x WHERE x.user_id = u.id AND x.ended IS NULL))",
    },
    Invariant {
        rule: "USER-6",
        name: "deactivated users have no sessions, tokens or links",
        sql: "SELECT u.login FROM users u WHERE u.status = 'inactive' AND (
                  EXISTS (SELECT 1 FROM sessions x WHERE x.user_id = u.id)
               OR EXISTS (SELECT 1 FROM api_tokens x WHERE x.user_id = u.id)
               OR EXISTS (SELECT 1 FROM links x WHERE x.user_id = u.id AND x.ended IS NULL))",
    },
    Invariant {
        rule: "UNIT-1",
        name: "units know how many users they have",
        sql: "SELECT u.name FROM units u WHERE u.user_count <> (SELECT count(*) FROM users w WHERE w.unit_id = u.id)",
    },
    Invariant {
        rule: "UNIT-4",
        name: "assets are counted",
        sql: "SELECT asset_count || ' counted' FROM subscriptions WHERE asset_count <> (SELECT count(*) FROM assets)",
    },
    Invariant {
        rule: "AG-1",
        name: "ranges of a group do not overlap",
        sql: "SELECT DISTINCT g.name FROM asset_group_ranges a JOIN asset_groups g ON g.id = a.group_id
               WHERE EXISTS (SELECT 1 FROM asset_group_ranges b WHERE b.group_id = a.group_id AND b.first > a.first AND b.first <= a.last)",
    },
    Invariant {
        rule: "AG-3",
        name: "users of a unit are assigned its groups alone",
        sql: "SELECT u.login || ': ' || g.name FROM asset_group_users a JOIN users u ON u.id = a.user_id JOIN asset_groups g ON g.id = a.group_id
               WHERE u.unit_id IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM asset_group_units l WHERE l.group_id = a.group_id AND l.unit_id = u.unit_id)",
    },
    Invariant {
        rule: "CONF-1",
        name: "only kinds with targets have them",
        sql: "SELECT DISTINCT c.name FROM configs c JOIN config_targets t ON t.config_id = c.id WHERE c.kind IN ('option-profile', 'search-list')",
    },
    Invariant {
        rule: "SCHED-1",
        name: "active schedules have a next launch",
        sql: "SELECT name FROM configs WHERE active = 1 AND next_launch_at IS NULL
               UNION ALL SELECT name FROM fim_report_rules WHERE active = 1 AND next_run_at IS NULL",
    },
    Invariant {
        rule: "SCAN-1",
        name: "a scan that ended says when",
        sql: "SELECT title FROM scans WHERE (state IN ('finished', 'failed')) AND finished_at IS NULL",
    },
    Invariant {
        rule: "TAG-1",
        name: "tags form a tree",
        sql: "WITH RECURSIVE up (tag_id, above_id) AS (
                  SELECT id, parent_id FROM tags WHERE parent_id IS NOT NULL
                   UNION
                  SELECT up.tag_id, t.parent_id FROM up JOIN tags t ON t.id = up.above_id WHERE t.parent_id IS NOT NULL)
              SELECT t.name FROM up JOIN tags t ON t.id = up.tag_id WHERE up.above_id = up.tag_id",
    },
    Invariant {
        rule: "TAG-1",
        name: "the index of the tree fits it",
        sql: "WITH RECURSIVE up (tag_id, above_id) AS (
                  SELECT id, id FROM tags
                   UNION
                  SELECT up.tag_id, t.parent_id FROM up JOIN tags t ON t.id = up.above_id WHERE t.parent_id IS NOT NULL)
              SELECT 'tag ' || tag_id FROM (
                  SELECT * FROM (SELECT tag_id, above_id FROM up EXCEPT SELECT tag_id, above_id FROM tag_closure) missing
                   UNION
                  SELECT * FROM (SELECT tag_id, above_id FROM tag_closure EXCEPT SELECT tag_id, above_id FROM up) needless) wrong",
    },
    Invariant {
        rule: "FIM-13",
        name: "nobody reviews what they made, and at most 10 review",
        sql: "SELECT 'incident ' || i.id FROM fim_incidents i JOIN fim_incident_reviewers r ON r.incident_id = i.id
               GROUP BY i.id HAVING count(*) > 10 OR max(CASE WHEN r.user_id = i.creator_id THEN 1 ELSE 0 END) = 1
               UNION ALL
              SELECT 'rule ' || max(i.name) FROM fim_rules i JOIN fim_rule_reviewers r ON r.rule_id = i.id
               GROUP BY i.id HAVING count(*) > 10 OR max(CASE WHEN r.user_id = i.creator_id THEN 1 ELSE 0 END) = 1",
    },
    Invariant {
        rule: "OP-2",
        name: "every change in the history belongs to one operation",
        sql: "SELECT 'operation ' || o.id FROM operations o JOIN operations p ON p.id = (SELECT max(q.id) FROM operations q WHERE q.id < o.id)
               WHERE o.first_change <> p.last_change + 1 OR o.last_change < o.first_change - 1
               UNION ALL
              SELECT 'change ' || h.id FROM history h WHERE h.id > COALESCE((SELECT max(last_change) FROM operations), 0)
                  OR h.id < COALESCE((SELECT min(first_change) FROM operations), 0)",
    },
    Invariant {
        rule: "OP-2",
        name: "what operations made and took back is theirs",
        sql: "SELECT 'ids of operation ' || m.operation_id FROM history_made m
               WHERE m.last_id < m.first_id OR NOT EXISTS (SELECT 1 FROM operations o WHERE o.id = m.operation_id)
               UNION ALL
              SELECT 'operation ' || o.id FROM operations o WHERE o.undone_by <= o.id
                  OR (o.undone_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM operations u WHERE u.id = o.undone_by))",
    },
    Invariant {
        rule: "PASS-3",
        name: "passwords and answers are hashed with argon2id",
        sql: "SELECT u.login FROM (SELECT user_id, phc FROM passwords UNION ALL SELECT user_id, phc FROM password_history
                                    UNION ALL SELECT user_id, phc FROM secret_questions) x JOIN users u ON u.id = x.user_id
               WHERE substr(x.phc, 1, 10) <> '$argon2id$'",
    },
    Invariant {
        rule: "PASS-6",
        name: "a user has one open link at most",
        sql: "SELECT max(u.login) FROM links l JOIN users u ON u.id = l.user_id WHERE l.ended IS NULL GROUP BY l.user_id HAVING count(*) > 1",
    },
    Invariant {
        rule: "PASS-7",
        name: "a user has three secret questions or none",
        sql: "SELECT max(u.login) FROM secret_questions q JOIN users u ON u.id = q.user_id GROUP BY q.user_id HAVING count(*) <> 3",
    },
    Invariant {
        rule: "SESS-2",
        name: "only api-only users have tokens",
        sql: "SELECT DISTINCT u.login FROM api_tokens t JOIN users u ON u.id = t.user_id WHERE u.api_only = 0",
    },
];

/// What breaks a rule.
pub fn broken(conn: &Conn, invariant: &Invariant) -> Result<Vec<String>> {
    conn.all(invariant.sql, [], |row| row.get(0))
}

/// What the engine finds wrong with the file: pages, indexes, types, constraints. Of a server, that is for whoever looks after it.
pub fn integrity(conn: &Conn) -> Result<Vec<String>> {
    let found: Vec<String> = conn.all("PRAGMA integrity_check", [], |row| row.get(0))?;
    Ok(found.into_iter().filter(|line| line != "ok").collect())
}

/// Statements of the schema that are not those of this version, and those that are missing.
pub fn schema(conn: &Conn) -> Result<Vec<String>> {
    let found = migrate::dump(conn)?;
    let statements =
        |text: &str| -> Vec<String> { text.split(";\n").map(str::to_owned).filter(|one| !one.is_empty()).collect() };
    let (found, pinned) = (statements(&found), statements(migrate::pinned(conn)));
    let first_line = |statement: &String| statement.lines().next().unwrap_or_default().to_owned();
    let unknown = found.iter().filter(|one| !pinned.contains(one)).map(|one| format!("not ours: {}", first_line(one)));
    let missing = pinned.iter().filter(|one| !found.contains(one)).map(|one| format!("missing: {}", first_line(one)));
    Ok(unknown.chain(missing).collect())
}

/// Each extended permission that is held, with its holder and the holder's role.
pub fn permissions(conn: &Conn, mut sink: impl FnMut(&str, Role, Permission) -> Result<()>) -> Result<()> {
    let sql = "SELECT u.login, u.role, p.permission FROM user_permissions p JOIN users u ON u.id = p.user_id";
    conn.each(sql, &[], |row| row.read(), |(login, role, permission): (String, _, _)| sink(&login, role, permission))
}

/// Each configuration as kind and name, with its owner's role and whether it is global.
pub fn configs(conn: &Conn, mut sink: impl FnMut((ConfigKind, &str), Role, bool) -> Result<()>) -> Result<()> {
    let sql = "SELECT c.kind, c.name, u.role, c.global FROM configs c JOIN users u ON u.id = c.owner_id";
    conn.each(
        sql,
        &[],
        |row| row.read(),
        |(kind, name, role, global): (_, String, _, _)| sink((kind, &name), role, global),
    )
}

/// Each range of each asset group, with the block that it is found by.
pub fn ranges(conn: &Conn, mut sink: impl FnMut(&str, AddressRange, Vec<u8>) -> Result<()>) -> Result<()> {
    let sql =
        "SELECT g.name, r.first, r.last, r.block FROM asset_group_ranges r JOIN asset_groups g ON g.id = r.group_id";
    conn.each(
        sql,
        &[],
        |row| row.read::<(String, Address, Address, Vec<u8>)>(),
        |(group, first, last, block)| AddressRange::new(first, last).map_or(Ok(()), |range| sink(&group, range, block)),
    )
}

/// Each asset group with its owner's role.
pub fn group_owners(conn: &Conn, mut sink: impl FnMut(&str, Role) -> Result<()>) -> Result<()> {
    let sql = "SELECT g.name, u.role FROM asset_groups g JOIN users u ON u.id = g.owner_id";
    conn.each(sql, &[], |row| Ok((row.get::<String>(0)?, row.get(1)?)), |(name, role)| sink(&name, role))
}

/// Each stored filter of events, with what it stands in.
pub fn filters(conn: &Conn, mut sink: impl FnMut(&str, &str) -> Result<()>) -> Result<()> {
    let sql = "SELECT 'rule ' || name, filter FROM fim_rules UNION ALL SELECT 'report ' || name, filter FROM fim_reports WHERE filter IS NOT NULL
                UNION ALL SELECT 'report rule ' || name, filter FROM fim_report_rules WHERE filter IS NOT NULL";
    conn.each(sql, &[], |row| row.read(), |(place, filter): (String, String)| sink(&place, &filter))
}

/// Each name of a kind, with the form in which it is compared.
pub fn names(conn: &Conn, kind: ObjectKind, mut sink: impl FnMut(&str, &str) -> Result<()>) -> Result<()> {
    super::naming::keys(conn, kind, |name, key| sink(&name, &key))
}

/// Each setting as it is stored.
pub fn settings(conn: &Conn) -> Result<Vec<(String, String)>> {
    conn.all("SELECT key, value FROM settings ORDER BY key", [], |row| Ok((row.get(0)?, row.get(1)?)))
}
