//! Report rules: reports that come by themselves (FIM-12).

use crate::domain::matrix::Reach;
use crate::domain::monitoring::ReportEntity;
use crate::domain::monitoring::ReportFormat;
use crate::domain::query::Holds;
use crate::domain::record::ReportRule;
use crate::domain::recurrence::Frequency;
use crate::domain::{Action, Actor, Id, ObjectKind, Result, Time};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::mapping::mapping;
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

mapping! {
    ReportRule in "fim_report_rules" from "fim_report_rules o LEFT JOIN users w ON w.id = o.creator_id";
    keyed { name }
    stored { format, active, next_run_at }
    renamed { content = "entity", when = "filter" }
    json { recurrence }
    first { creator_id, created_at }
    read { creator = "COALESCE(w.login, o.creator)" }
    first_written { "creator" = |rule| &rule.creator }
}

impl Listed for ReportRule {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::ReportRule);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::word("content", ReportEntity::WORDS, "o.entity"),
        key::word("format", ReportFormat::WORDS, "o.format"),
        key::text("when", "o.filter"),
        key::flag("active", "o.active"),
        key::time_ahead("next_run_at", "o.next_run_at"),
        key::parts("recurrence"),
        key::computed("recurrence.frequency", Holds::Word(Frequency::WORDS)),
        key::computed("recurrence.time", Holds::Text),
        key::computed("recurrence.time_zone", Holds::Text),
        key::kept("creator", "o.creator_id", "w.login_key", "o.creator"),
        key::time("created_at", "o.created_at"),
    ];
}

/// Adds a rule; gives its id.
pub fn insert(tx: &Tx<'_>, rule: &ReportRule) -> Result<Id> {
    insert_row(tx, rule)
}

/// Writes everything but who made it and when.
pub fn update(tx: &Tx<'_>, rule: &ReportRule) -> Result<()> {
    update_row(tx, rule)
}

/// Reads a rule.
pub fn find(conn: &Conn, id: Id) -> Result<ReportRule> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each rule within reach, by name.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(ReportRule) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::FimReportRuleView).clause(reach);
    let list = STATEMENTS.list::<ReportRule>(clause, &["o.name_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// The active rules whose time has come, the longest due first.
pub fn due(conn: &Conn, now: Time) -> Result<Vec<ReportRule>> {
    conn.all(
        &format!("{} WHERE o.active = 1 AND o.next_run_at <= ?1 ORDER BY o.next_run_at, o.id", STATEMENTS.select),
        [now],
        record,
    )
}

/// The active rules of a user, by name.
pub fn active_of(conn: &Conn, creator: Id) -> Result<Vec<ReportRule>> {
    conn.all(
        &format!("{} WHERE o.active = 1 AND o.creator_id = ?1 ORDER BY o.name_key", STATEMENTS.select),
        [creator],
        record,
    )
}

/// Those of that name of one creator, who may be gone, by id.
pub fn alike(conn: &Conn, creator: Option<Id>, login: &str, key: &str) -> Result<Vec<Id>> {
    let sql = "SELECT id FROM fim_report_rules WHERE creator_id IS NOT DISTINCT FROM ?1 AND (?1 IS NOT NULL OR creator = ?2) AND name_key = ?3 ORDER BY id";
    conn.all(sql, (creator, login, key), |row| row.get(0))
}

/// The rule of that name that a user made.
pub fn of_creator(conn: &Conn, creator: Option<Id>, key: &str) -> Result<Option<Id>> {
    let sql = "SELECT id FROM fim_report_rules WHERE creator_id IS NOT DISTINCT FROM ?1 AND name_key = ?2";
    conn.maybe(sql, (creator, key), |row| row.get(0))
}

/// Deletes a rule; the reports it produced stay.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM fim_report_rules WHERE id = ?1", [id])?;
    Ok(())
}
