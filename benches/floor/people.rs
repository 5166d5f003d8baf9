//! Users: read, listed, added and imported.

use std::collections::HashMap;
use std::io::{BufWriter, Write};

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use rusqlite::Row;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::log::{Entry, Log};
use crate::open;

const USER: &str = "SELECT o.id, o.login, o.first_name, o.last_name, COALESCE(o.email, o.login), o.title, o.phone, o.external_id,
        o.role, n.name, o.level, o.monitoring_role, o.status, o.api_only, o.password_never_expires, o.must_change_password,
        o.notify_scans, o.notify_tickets, o.time_zone, o.created_at, o.last_login_at, o.all_assigned,
        COALESCE((SELECT c.login FROM users c WHERE c.id = o.created_by_id), o.created_by),
        EXISTS (SELECT 1 FROM units c WHERE c.primary_contact_id = o.id)
            OR EXISTS (SELECT 1 FROM subscriptions s WHERE s.primary_contact_id = o.id),
        (SELECT string_agg(p.permission, ',' ORDER BY p.permission) FROM user_permissions p WHERE p.user_id = o.id),
        (SELECT string_agg(g.name, ',' ORDER BY g.name_key) FROM user_group_members m JOIN user_groups g ON g.id = m.group_id WHERE m.user_id = o.id),
        (SELECT string_agg(p.name || ':' || x.role, ',' ORDER BY p.name_key) FROM project_users x JOIN projects p ON p.id = x.project_id WHERE x.user_id = o.id),
        (SELECT string_agg(g.name, ',' ORDER BY g.name_key) FROM asset_group_users a JOIN asset_groups g ON g.id = a.group_id WHERE a.user_id = o.id),
        (SELECT string_agg(t.name, ',' ORDER BY t.name_key) FROM tag_scopes x JOIN tags t ON t.id = x.tag_id WHERE x.user_id = o.id),
        (SELECT string_agg(g.level, ',') FROM user_group_members m JOIN user_groups g ON g.id = m.group_id WHERE m.user_id = o.id)
   FROM users o LEFT JOIN units n ON n.id = o.unit_id";

#[derive(Serialize)]
struct Notifications<'r> {
    scans: &'r str,
    tickets: bool,
}

#[derive(Serialize)]
struct Project<'r> {
    project: &'r str,
    role: &'r str,
}

/// A user as it is printed, straight from SQLite's memory.
#[derive(Serialize)]
struct User<'r> {
    id: i64,
    login: &'r str,
    first_name: Option<&'r str>,
    last_name: Option<&'r str>,
    email: &'r str,
    title: Option<&'r str>,
    phone: Option<&'r str>,
    external_id: Option<&'r str>,
    role: &'r str,
    unit: Option<&'r str>,
    level: &'r str,
    effective_level: &'r str,
    monitoring_role: Option<&'r str>,
    effective_monitoring_role: &'r str,
    status: &'r str,
    permissions: Vec<&'r str>,
    groups: Vec<&'r str>,
    projects: Vec<Project<'r>>,
    asset_groups: Vec<&'r str>,
    tag_scope: Vec<&'r str>,
    primary_contact: bool,
    api_only: bool,
    password_never_expires: bool,
    must_change_password: bool,
    notifications: Notifications<'r>,
    time_zone: Option<&'r str>,
    #[serde(serialize_with = "shown")]
    created_at: Timestamp,
    created_by: Option<&'r str>,
    last_login_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag_scope_covers: Option<Vec<&'r str>>,
}

fn shown<S: serde::Serializer>(at: &Timestamp, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(at)
}

const LEVELS: [&str; 4] = ["default", "viewer", "manager", "admin"];

impl<'r> User<'r> {
    fn of(row: &'r Row<'_>) -> Result<Self> {
        let text = |at: usize| -> Result<Option<&'r str>> { Ok(row.get_ref(at)?.as_str_or_null()?) };
        let word = |at: usize| -> Result<&'r str> { Ok(row.get_ref(at)?.as_str()?) };
        let list = |at: usize| -> Result<Vec<&'r str>> {
            Ok(text(at)?.map(|all| all.split(',').collect()).unwrap_or_default())
        };
        let flag = |at: usize| -> Result<bool> { Ok(row.get_ref(at)?.as_i64()? != 0) };
        let (role, level, monitoring_role) = (word(8)?, word(10)?, text(11)?);
        let of_role = match role {
            "manager" => "admin",
            "user-administrator" => "manager",
            _ => "default",
        };
        let lent = list(29)?;
        let rank = |level: &str| LEVELS.iter().position(|one| *one == level).unwrap_or_default();
        let implied = match role {
            "manager" => "manager",
            "unit-manager" => "analyst",
            "scanner" => "author",
            "reader" | "auditor" => "auditor",
            _ => "none",
        };
        let mut asset_groups = list(27)?;
        if flag(21)? {
            asset_groups.insert(0, "All");
        }
        Ok(Self {
            id: row.get(0)?,
            login: word(1)?,
            first_name: text(2)?,
            last_name: text(3)?,
            email: word(4)?,
            title: text(5)?,
            phone: text(6)?,
            external_id: text(7)?,
            role,
            unit: text(9)?,
            level,
            effective_level: lent.into_iter().chain([level, of_role]).max_by_key(|level| rank(level)).unwrap_or(level),
            monitoring_role,
            effective_monitoring_role: monitoring_role.filter(|_| role != "manager").unwrap_or(implied),
            status: word(12)?,
            permissions: list(24)?,
            groups: list(25)?,
            projects: list(26)?
                .into_iter()
                .filter_map(|one| one.rsplit_once(':'))
                .map(|(project, role)| Project { project, role })
                .collect(),
            asset_groups,
            tag_scope: list(28)?,
            primary_contact: flag(23)?,
            api_only: flag(13)?,
            password_never_expires: flag(14)?,
            must_change_password: flag(15)?,
            notifications: Notifications { scans: word(16)?, tickets: flag(17)? },
            time_zone: text(18)?,
            created_at: Timestamp::from_second(row.get(19)?)?,
            created_by: text(22)?,
            last_login_at: row
                .get::<_, Option<i64>>(20)?
                .map(|at| Timestamp::from_second(at).map(|at| at.to_string()))
                .transpose()?,
            tag_scope_covers: None,
        })
    }
}

pub fn read(path: &str, login: &str) -> Result<()> {
    let db = open(path)?;
    let mut statement = db.prepare(&format!("{USER} WHERE o.login_key = lower(?1)"))?;
    let mut rows = statement.query([login])?;
    let row = rows.next()?.with_context(|| format!("there is no user `{login}`"))?;
    let covers = "SELECT DISTINCT t.name FROM tag_scopes x JOIN tag_closure c ON c.above_id = x.tag_id JOIN tags t ON t.id = c.tag_id
        WHERE x.user_id = ?1 ORDER BY t.name_key";
    let mut covered = db.prepare(covers)?;
    let covered: Vec<String> =
        covered.query_map([row.get::<_, i64>(0)?], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let user = User { tag_scope_covers: Some(covered.iter().map(String::as_str).collect()), ..User::of(row)? };
    println!("{}", serde_json::to_string(&user)?);
    Ok(())
}

pub fn list(path: &str) -> Result<()> {
    let db = open(path)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut statement = db.prepare(&format!("{USER} ORDER BY o.login_key"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        serde_json::to_writer(&mut out, &User::of(row)?)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

pub fn write(path: &str, login: &str) -> Result<()> {
    let db = open(path)?;
    db.execute_batch("BEGIN IMMEDIATE")?;
    db.execute(
        "INSERT INTO users (login, login_key, role, level, status, created_at, created_by_id) VALUES (?1, ?1, 'reader', 'default', 'pending', 1, 1)",
        [login],
    )?;
    let id = db.last_insert_rowid();
    let token: [u8; 32] = Sha256::digest(login).into();
    db.execute(
        "INSERT INTO links (token_hash, user_id, kind, created_at, expires_at) VALUES (?1, ?2, 'registration', 1, 2)",
        (token, id),
    )?;
    Log::open(&db)?.append(&Entry {
        action: "user.add",
        details: "added user `\u{1a}`",
        unit: None,
        objects: &[("user", id, login.to_owned())],
        made: Some(("[\"role\"]", "[\"reader\"]")),
        changes: None,
    })?;
    db.execute_batch("COMMIT")?;
    Ok(())
}

/// Adds each user of a file, with the log entry that provost writes, in one transaction.
pub fn import(path: &str, file: &str, invites: bool) -> Result<()> {
    let db = open(path)?;
    let units: HashMap<String, i64> = db
        .prepare("SELECT name, id FROM units")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    db.execute_batch("BEGIN IMMEDIATE")?;
    let mut log = Log::open(&db)?;
    let mut user = db.prepare(
        "INSERT INTO users (login, login_key, first_name, last_name, title, external_id, role, unit_id, level, status, created_at, created_by_id)
         VALUES (?1, lower(?1), ?2, ?3, ?4, ?5, ?6, ?7, 'default', 'pending', 1, 1)",
    )?;
    let mut count = db.prepare("UPDATE units SET user_count = user_count + 1 WHERE id = ?1")?;
    let mut mail = db.prepare(
        "INSERT INTO mails (kind, recipient, user_id, facts, created_at, next_attempt_at)
             VALUES ('registration', ?1, ?2, ?3, 1, 1)",
    )?;
    let mut rows = csv::Reader::from_path(file)?;
    let mut row = csv::StringRecord::new();
    while rows.read_record(&mut row)? {
        let [login, first, last, title, external, role, unit] =
            [0, 1, 2, 3, 4, 5, 6].map(|at| row.get(at).unwrap_or_default());
        user.execute((login, first, last, title, external, role, units.get(unit)))?;
        let id = db.last_insert_rowid();
        if let Some(unit) = units.get(unit) {
            count.execute([unit])?;
        }
        let values = serde_json::to_string(&[role, first, last, title, external])?;
        log.append(&Entry {
            action: "user.add",
            details: "added user `\u{1a}`",
            unit: Some(unit).filter(|unit| !unit.is_empty()),
            objects: &[("user", id, login.to_owned())],
            made: Some(("[\"role\",\"first_name\",\"last_name\",\"title\",\"external_id\"]", &values)),
            changes: None,
        })?;
        if invites {
            let facts = serde_json::to_string(&[("kind", "registration"), ("login", login)])?;
            mail.execute((login, id, facts))?;
        }
    }
    drop((user, count, mail, log));
    db.execute_batch("COMMIT")?;
    Ok(())
}
