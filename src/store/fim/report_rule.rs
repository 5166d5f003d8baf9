//! Report rules: reports that come by themselves (FIM-12).

use rusqlite::{Row, params};

use crate::domain::matrix::Reach;
use crate::domain::record::ReportRule;
use crate::domain::{Action, Actor, Id, Result, Time, text};
use crate::store::columns::Json;
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

const SELECT: &str = "SELECT o.id, o.name, o.entity, o.format, o.filter, o.active, o.next_run_at, o.recurrence, COALESCE(w.login, o.creator),
        o.created_at, o.creator_id
   FROM fim_report_rules o LEFT JOIN users w ON w.id = o.creator_id";

fn record(row: &Row<'_>) -> rusqlite::Result<ReportRule> {
    Ok(ReportRule {
        id: row.get(0)?,
        name: row.get(1)?,
        content: row.get(2)?,
        format: row.get(3)?,
        when: row.get(4)?,
        active: row.get(5)?,
        next_run_at: row.get(6)?,
        recurrence: row.get::<_, Json<_>>(7)?.0,
        creator: row.get(8)?,
        created_at: row.get(9)?,
        creator_id: row.get(10)?,
    })
}

/// Adds a rule; gives its id.
pub fn insert(tx: &Tx<'_>, rule: &ReportRule) -> Result<Id> {
    tx.insert(
        "INSERT INTO fim_report_rules (name, name_key, entity, format, filter, recurrence, active, next_run_at, creator_id, creator, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            rule.name,
            text::key(&rule.name),
            rule.content,
            rule.format,
            rule.when,
            Json(&rule.recurrence),
            rule.active,
            rule.next_run_at,
            rule.creator_id,
            rule.creator,
            rule.created_at,
        ])
}

/// Writes everything but who made it and when.
pub fn update(tx: &Tx<'_>, rule: &ReportRule) -> Result<()> {
    tx.run(
        "UPDATE fim_report_rules SET name = ?2, name_key = ?3, entity = ?4, format = ?5, filter = ?6, recurrence = ?7, active = ?8,
                next_run_at = ?9 WHERE id = ?1",
        params![
            rule.id,
            rule.name,
            text::key(&rule.name),
            rule.content,
            rule.format,
            rule.when,
            Json(&rule.recurrence),
            rule.active,
            rule.next_run_at,
        ],
    )?;
    Ok(())
}

/// Reads a rule.
pub fn find(conn: &Conn, id: Id) -> Result<ReportRule> {
    conn.one(&format!("{SELECT} WHERE o.id = ?1"), [id], record)
}

/// Each rule within reach, by name.
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(ReportRule) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::FimReportRuleView).clause(reach);
    conn.each(&format!("{SELECT} WHERE {clause} ORDER BY o.name_key"), &[&actor.id, &actor.unit_id()], record, sink)
}

/// The active rules whose time has come, the longest due first.
pub fn due(conn: &Conn, now: Time) -> Result<Vec<ReportRule>> {
    conn.all(
        &format!("{SELECT} WHERE o.active = 1 AND o.next_run_at <= ?1 ORDER BY o.next_run_at, o.id"),
        [now],
        record,
    )
}

/// The active rules of a user, by name.
pub fn active_of(conn: &Conn, creator: Id) -> Result<Vec<ReportRule>> {
    conn.all(&format!("{SELECT} WHERE o.active = 1 AND o.creator_id = ?1 ORDER BY o.name_key"), [creator], record)
}

/// The rule of that name that a user made.
pub fn of_creator(conn: &Conn, creator: Option<Id>, key: &str) -> Result<Option<Id>> {
    let sql = "SELECT id FROM fim_report_rules WHERE creator_id IS ?1 AND name_key = ?2";
    conn.maybe(sql, (creator, key), |row| row.get(0))
}

/// Deletes a rule; the reports it produced stay.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM fim_report_rules WHERE id = ?1", [id])?;
    Ok(())
}
