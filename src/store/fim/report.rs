//! Reports with what was produced (FIM-11).

use rusqlite::{Row, params};

use crate::domain::matrix::Reach;
use crate::domain::record::Report;
use crate::domain::{Action, Actor, Id, Result, text};
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

const SELECT: &str = "SELECT o.id, o.name, o.entity, o.format, o.filter, o.state, o.error, o.row_count, COALESCE(w.login, o.creator), r.name,
        o.created_at, o.produced_at, o.rule_id, o.creator_id
   FROM fim_reports o LEFT JOIN users w ON w.id = o.creator_id LEFT JOIN fim_report_rules r ON r.id = o.rule_id";

fn record(row: &Row<'_>) -> rusqlite::Result<Report> {
    Ok(Report {
        id: row.get(0)?,
        name: row.get(1)?,
        content: row.get(2)?,
        format: row.get(3)?,
        when: row.get(4)?,
        state: row.get(5)?,
        error: row.get(6)?,
        row_count: row.get(7)?,
        creator: row.get(8)?,
        rule: row.get(9)?,
        created_at: row.get(10)?,
        produced_at: row.get(11)?,
        rule_id: row.get(12)?,
        creator_id: row.get(13)?,
    })
}

/// Adds a report; gives its id.
pub fn insert(tx: &Tx<'_>, report: &Report, body: Option<&str>) -> Result<Id> {
    tx.insert(
        "INSERT INTO fim_reports (name, name_key, entity, format, filter, state, error, row_count, body, produced_at, rule_id,
                                  creator_id, creator, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            report.name,
            text::key(&report.name),
            report.content,
            report.format,
            report.when,
            report.state,
            report.error,
            report.row_count,
            body,
            report.produced_at,
            report.rule_id,
            report.creator_id,
            report.creator,
            report.created_at,
        ])
}

/// Writes the name.
pub fn rename(tx: &Tx<'_>, id: Id, name: &str) -> Result<()> {
    tx.run("UPDATE fim_reports SET name = ?2, name_key = ?3 WHERE id = ?1", (id, name, text::key(name)))?;
    Ok(())
}

/// Writes how the production went, and what came of it.
pub fn set_result(tx: &Tx<'_>, report: &Report, body: Option<&str>) -> Result<()> {
    tx.run(
        "UPDATE fim_reports SET state = ?2, error = ?3, row_count = ?4, body = ?5, produced_at = ?6 WHERE id = ?1",
        (report.id, report.state, &report.error, report.row_count, body, report.produced_at),
    )?;
    Ok(())
}

/// Reads a report.
pub fn find(conn: &Conn, id: Id) -> Result<Report> {
    conn.one(&format!("{SELECT} WHERE o.id = ?1"), [id], record)
}

/// What was produced, if it could be.
pub fn body(conn: &Conn, id: Id) -> Result<Option<String>> {
    conn.one("SELECT body FROM fim_reports WHERE id = ?1", [id], |row| row.get(0))
}

/// Each report within reach, newest first.
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(Report) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::FimReportView).clause(reach);
    conn.each(&format!("{SELECT} WHERE {clause} ORDER BY o.id DESC"), &[&actor.id, &actor.unit_id()], record, sink)
}

/// The report of that name that a user made.
pub fn of_creator(conn: &Conn, creator: Option<Id>, key: &str) -> Result<Option<Id>> {
    conn.maybe("SELECT id FROM fim_reports WHERE creator_id IS ?1 AND name_key = ?2", (creator, key), |row| row.get(0))
}

/// Deletes a report.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM fim_reports WHERE id = ?1", [id])?;
    Ok(())
}
