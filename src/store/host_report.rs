//! Reports on hosts (REP-1): what each tells, and the hosts that are in it.

use super::mapping::mapping;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::host_report::HostReportFormat;
use crate::domain::host_report::HostReportState;
use crate::domain::matrix::Reach;
use crate::domain::query::Holds;
use crate::domain::record::HostReport;
use crate::domain::{Action, Actor, AddressRange, AddressSet, Id, ObjectKind, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};

mapping! {
    HostReport in "reports" from "reports o LEFT JOIN users w ON w.id = o.owner_id";
    keyed { name }
    json { targets }
    first { owner_id, format, state, template, created_at, host_count, error, schedule_id, due_at }
    read {
        owner = "COALESCE(w.login, o.former_owner, '')",
        schedule = "(SELECT c.name FROM configs c WHERE c.id = o.schedule_id)",
    }
    first_written { "former_owner" = former_owner, "body" = |report| report.body.as_deref() }
    derived { body = None }
}

impl Listed for HostReport {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Report);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::kept("owner", "o.owner_id", "w.login_key", "o.former_owner").indexed(),
        key::word("format", HostReportFormat::WORDS, "o.format"),
        key::word("state", HostReportState::WORDS, "o.state"),
        key::computed("targets", Holds::Text).several(),
        key::text("template", "o.template"),
        key::time("created_at", "o.created_at"),
        key::number("host_count", "o.host_count"),
        key::text("error", "o.error"),
        key::text("schedule", "(SELECT c.name FROM configs c WHERE c.id = o.schedule_id)"),
    ];
}

/// The login of an owner who is gone.
fn former_owner(report: &HostReport) -> Option<&str> {
    report.owner_id.is_none().then_some(report.owner.as_str())
}

/// Adds a report with what it tells, and the hosts that are in it; gives its id.
pub fn insert(tx: &Tx<'_>, report: &HostReport, hosts: &AddressSet) -> Result<Id> {
    let id = insert_row(tx, report)?;
    for range in hosts.ranges() {
        tx.later(
            "INSERT INTO report_ranges (report_id, first, last) VALUES (?1, ?2, ?3)",
            (id, range.first(), range.last()),
        )?;
    }
    Ok(id)
}

/// Reads a report.
pub fn find(conn: &Conn, id: Id) -> Result<HostReport> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// What a report tells, if it could be made.
pub fn body(conn: &Conn, id: Id) -> Result<Option<String>> {
    conn.one("SELECT body FROM reports WHERE id = ?1", [id], |row| row.get(0))
}

/// The hosts that are in a report.
pub fn hosts(conn: &Conn, id: Id) -> Result<AddressSet> {
    let sql = "SELECT first, last FROM report_ranges WHERE report_id = ?1 ORDER BY first";
    let ranges = conn.all(sql, [id], |row| Ok(AddressRange::new(row.get(0)?, row.get(1)?)))?;
    Ok(ranges.into_iter().flatten().collect())
}

/// Each report within reach, the newest first.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(HostReport) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::ReportView).clause(reach);
    let list = STATEMENTS.list::<HostReport>(clause, &["o.id DESC"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// The newest reports within reach, at most so many.
pub fn recent(conn: &Conn, actor: &Actor, reach: Reach, most: i64) -> Result<Vec<HostReport>> {
    let clause = Scope::of(Action::ReportView).clause(reach);
    let sql = format!("{} WHERE {clause} AND (?1 > 0 OR ?2 > 0) ORDER BY o.id DESC LIMIT ?3", STATEMENTS.select);
    conn.all(&sql, (actor.id, actor.unit_id(), most), record)
}

/// The report of that comparable name that a user owns.
pub fn of_owner(conn: &Conn, owner: Id, key: &str) -> Result<Option<Id>> {
    conn.maybe("SELECT id FROM reports WHERE owner_id = ?1 AND name_key = ?2", (owner, key), |row| row.get(0))
}

/// The reports of that name of one owner, who may be gone, by id.
pub fn alike(conn: &Conn, owner: Option<Id>, login: &str, key: &str) -> Result<Vec<Id>> {
    let sql = "SELECT id FROM reports WHERE owner_id IS NOT DISTINCT FROM ?1 AND (?1 IS NOT NULL OR former_owner = ?2) AND name_key = ?3 ORDER BY id";
    conn.all(sql, (owner, login, key), |row| row.get(0))
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM reports WHERE id = ?1", [id])?;
    Ok(())
}

/// The names of a user's reports, newest first.
pub fn names_of_owner(conn: &Conn, owner: Id) -> Result<Vec<String>> {
    conn.all("SELECT name FROM reports WHERE owner_id = ?1 ORDER BY id DESC", [owner], |row| row.get(0))
}

/// How many reports a user owns.
pub fn count_of_owner(conn: &Conn, owner: Id) -> Result<i64> {
    conn.one("SELECT count(*) FROM reports WHERE owner_id = ?1", [owner], |row| row.get(0))
}

/// Deletes all reports of a user.
pub fn delete_of_owner(tx: &Tx<'_>, owner: Id) -> Result<()> {
    tx.later("DELETE FROM reports WHERE owner_id = ?1", [owner])?;
    Ok(())
}

/// Takes an owner off its reports: its login stays as text (DEL-2).
pub fn release(tx: &Tx<'_>, owner: Id, login: &str) -> Result<()> {
    tx.later("UPDATE reports SET owner_id = NULL, former_owner = ?2 WHERE owner_id = ?1", (owner, login))?;
    Ok(())
}
