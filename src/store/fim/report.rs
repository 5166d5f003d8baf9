//! Reports with what was produced (FIM-11).

use crate::domain::matrix::Reach;
use crate::domain::monitoring::ReportEntity;
use crate::domain::monitoring::ReportFormat;
use crate::domain::monitoring::ReportState;
use crate::domain::record::Report;
use crate::domain::{Action, Actor, Id, ObjectKind, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::mapping::mapping;
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

mapping! {
    Report in "fim_reports"
        from "fim_reports o LEFT JOIN users w ON w.id = o.creator_id LEFT JOIN fim_report_rules r ON r.id = o.rule_id";
    keyed { name }
    renamed { content = "entity", when = "filter" }
    first { format, state, error, row_count, produced_at, rule_id, creator_id, created_at }
    read { creator = "COALESCE(w.login, o.creator)", rule = "r.name" }
    first_written { "creator" = |report| &report.creator, "body" = |report| &report.body }
    derived { body = None }
}

impl Listed for Report {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::FimReport);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::word("content", ReportEntity::WORDS, "o.entity"),
        key::word("format", ReportFormat::WORDS, "o.format"),
        key::text("when", "o.filter"),
        key::word("state", ReportState::WORDS, "o.state"),
        key::text("error", "o.error"),
        key::number("row_count", "o.row_count"),
        key::kept("creator", "o.creator_id", "w.login_key", "o.creator"),
        key::text("rule", "r.name"),
        key::time("created_at", "o.created_at"),
        key::time("produced_at", "o.produced_at"),
    ];
}

/// Adds a report; gives its id.
pub fn insert(tx: &Tx<'_>, report: &Report) -> Result<Id> {
    insert_row(tx, report)
}

/// Writes the name and what the report is about.
pub fn update(tx: &Tx<'_>, report: &Report) -> Result<()> {
    update_row(tx, report)
}

/// Writes how the production went, and what came of it.
pub fn set_result(tx: &Tx<'_>, report: &Report) -> Result<()> {
    tx.later(
        "UPDATE fim_reports SET state = ?2, error = ?3, row_count = ?4, body = ?5, produced_at = ?6 WHERE id = ?1",
        (report.id, report.state, &report.error, report.row_count, &report.body, report.produced_at),
    )?;
    Ok(())
}

/// Reads a report.
pub fn find(conn: &Conn, id: Id) -> Result<Report> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// What was produced, if it could be.
pub fn body(conn: &Conn, id: Id) -> Result<Option<String>> {
    conn.one("SELECT body FROM fim_reports WHERE id = ?1", [id], |row| row.get(0))
}

/// Each report within reach, newest first.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Report) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::FimReportView).clause(reach);
    let list = STATEMENTS.list::<Report>(clause, &["o.id DESC"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// Those of that name of one creator, who may be gone, by id.
pub fn alike(conn: &Conn, creator: Option<Id>, login: &str, key: &str) -> Result<Vec<Id>> {
    let sql = "SELECT id FROM fim_reports WHERE creator_id IS NOT DISTINCT FROM ?1 AND (?1 IS NOT NULL OR creator = ?2) AND name_key = ?3 ORDER BY id";
    conn.all(sql, (creator, login, key), |row| row.get(0))
}

/// The report of that name that a user made.
pub fn of_creator(conn: &Conn, creator: Option<Id>, key: &str) -> Result<Option<Id>> {
    conn.maybe(
        "SELECT id FROM fim_reports WHERE creator_id IS NOT DISTINCT FROM ?1 AND name_key = ?2",
        (creator, key),
        |row| row.get(0),
    )
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM fim_reports WHERE id = ?1", [id])?;
    Ok(())
}
