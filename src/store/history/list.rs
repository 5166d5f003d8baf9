//! Operations as a list.

use super::operation::Operation;
use crate::domain::matrix::Reach;
use crate::domain::record::{OperationEntry, OperationState};
use crate::domain::{Action, Actor, Id, Result};
use crate::store::Conn;
use crate::store::engine::Row;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::listing::{List, Selection};
use crate::store::log::{ACTION, DETAILS, PRUNED, done_by, in_all};

impl Listed for OperationEntry {
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::time("at", "o.at").indexed(),
        key::actor("user", "c.user_id", "c.user_login"),
        key::interned("action", Action::WORDS, "e.action_id", ACTION),
        key::text("details", DETAILS).describing(),
        key::text("reason", "c.reason").describing(),
        key::word("state", OperationState::WORDS, STATE),
        key::number("undone_by", "o.undone_by"),
        key::numbers("undoes", key::rows("u.operation_id", "operations_undone u", "u.undone_id", "u.undone_id")),
    ];
}

const STATE: &str = "CASE WHEN o.undone_by IS NULL THEN 'done' ELSE 'undone' END";
const FROM: &str =
    "operations o LEFT JOIN log_entries e ON e.id = o.id LEFT JOIN log_occasions c ON c.id = e.occasion_id";
/// How many entries of the log it has: they stand one behind the other.
const ENTRIES: &str = "(SELECT COALESCE((SELECT min(n.id) FROM log_occasions n WHERE n.id > o.id AND n.operation_id IS DISTINCT FROM o.id),
    (SELECT max(l.id) + 1 FROM log_entries l)) - o.id)";
/// Sign-ins change a status at most, and are no operations.
const NO_SIGN_IN: &str = "(e.action_id IN (SELECT w.id FROM log_words w
    WHERE w.word IN ('login', 'logout', 'redeem', 'reset-password', 'account.password'))) IS NOT TRUE";

/// What is read of an operation.
fn columns() -> String {
    format!(
        "o.id, o.at, c.user_login, {ACTION}, {DETAILS}, c.reason, {STATE}, o.undone_by,
         {ENTRIES}, (SELECT string_agg(CAST(u.undone_id AS TEXT), ',') FROM operations_undone u WHERE u.operation_id = o.id)"
    )
}

fn record(row: &Row<'_>) -> Result<OperationEntry> {
    let mut cells = row.cells();
    let (id, at, user) = (cells.take()?, cells.take()?, cells.take()?);
    let (action, details) = (cells.take::<Option<String>>()?, cells.take::<Option<String>>()?);
    let (reason, state, undone_by) = (cells.take()?, cells.take()?, cells.take()?);
    let entries = cells.take::<Option<i64>>()?.unwrap_or(1);
    let undoes = cells.take::<Option<String>>()?;
    let mut undoes: Vec<Id> = undoes.iter().flat_map(|ids| ids.split(',')).filter_map(|id| id.parse().ok()).collect();
    undoes.sort_unstable();
    let (action, details) = match action {
        Some(action) => (action, in_all(details.unwrap_or_default(), entries)),
        None => (String::new(), PRUNED.to_owned()),
    };
    Ok(OperationEntry { id, at, user, action, details, reason, state, undone_by, undoes })
}

/// Each operation that the actor sees, newest first.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(OperationEntry) -> Result<()>,
) -> Result<()> {
    let list = List {
        columns: OperationEntry::COLUMNS,
        read: &columns(),
        from: FROM,
        found: FROM,
        scopes: done_by(reach).iter().map(|done| format!("{done} AND {NO_SIGN_IN}")).collect(),
        order: &["o.id DESC"],
        id: "o.id",
    };
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// One operation as the list prints it.
pub fn entry(conn: &Conn, operation: &Operation) -> Result<OperationEntry> {
    conn.one(&format!("SELECT {} FROM {FROM} WHERE o.id = ?1", columns()), [operation.id], record)
}
