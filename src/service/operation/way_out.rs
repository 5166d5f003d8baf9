//! The operations that stand in the way of taking others back, and the one command that takes all of them back, tried before it is
//! named (OP-4).

use std::collections::BTreeSet;

use super::blockers::Blocked;
use super::find::{Told, known, why_not};
use super::stack::is_sign_in;
use crate::domain::text::printable;
use crate::domain::{Action, Error, Id, Kind, Result};
use crate::service::{Op, WriteOp};
use crate::store;
use crate::store::history::changes::{self, RowChange};
use crate::store::history::key::Key;
use crate::store::history::links::{self, Link};
use crate::store::history::operation;
use crate::store::history::tables::Kept;

/// So many operations are named.
const NAMED: usize = 8;
/// So many that could be in the way of a rule are tried.
const TRIED: usize = 6;
/// So many rows are looked at to find them.
const ROWS: usize = 300;

/// Takes operations back in a part of the transaction that is not kept; tells what stands in the way.
pub type Attempt<'a> = &'a dyn Fn(&mut WriteOp<'_>, &BTreeSet<Id>) -> Result<Option<Blocked>>;

/// What stands in the way, and whether taking all back together works.
struct WayOut {
    by: BTreeSet<Id>,
    works: bool,
}

/// The refusal with the operations in the way, newest first, and the command that takes all back.
pub fn refusal(op: &mut WriteOp<'_>, ids: &BTreeSet<Id>, blocked: Blocked, attempt: Attempt<'_>) -> Result<Error> {
    let Blocked { mut error, by } = blocked;
    let way = if by.is_empty() { among_related(op, ids, attempt)? } else { Some(grown(op, ids, by, attempt)?) };
    let Some(way) = way else { return Ok(error) };
    error.hints = named(op, &way.by)?;
    // They come in order.
    let mut all: Vec<String> = way.by.union(ids).map(ToString::to_string).collect();
    all.reverse();
    let command = format!("`provost op revert {}`", all.join(" "));
    Ok(error.hint(match stays(op, &way.by)? {
        Some(stays) => stays,
        None if way.works => format!("take all of them back: {command}"),
        None => format!("you may not take all of them back, or more is in the way: {command} tells what"),
    }))
}

/// What each of them was, newest first, as far as the asker may know of it.
fn named(op: &Op<'_>, by: &BTreeSet<Id>) -> Result<Vec<String>> {
    let mut named = Vec::new();
    for id in by.iter().rev().take(NAMED) {
        if is_seen(op, *id)? {
            let told = known(op.conn, *id)?;
            let (user, details) = (told.user.as_deref().unwrap_or("nobody"), printable(&told.details));
            named.push(format!("in the way: operation {id}, {user}, {}: {details}", told.operation.at));
        }
    }
    Ok(named)
}

/// Why all of them cannot be taken back by who asks.
fn stays(op: &Op<'_>, by: &BTreeSet<Id>) -> Result<Option<String>> {
    for id in by.iter().rev() {
        if !is_seen(op, *id)? {
            return Ok(Some("in the way: what somebody else did; ask a manager to take it back".to_owned()));
        }
        if is_irrevocable(&known(op.conn, *id)?) {
            return Ok(Some(format!("operation {id} cannot be taken back: change by hand what is left")));
        }
    }
    Ok(None)
}

fn is_seen(op: &Op<'_>, id: Id) -> Result<bool> {
    let reach = op.reach(Action::OpView)?;
    Ok(store::log::find(op.conn, &op.actor, reach, id)?.is_some())
}

fn is_irrevocable(told: &Told) -> bool {
    told.actions.iter().any(|action| why_not(*action).is_some())
}

/// What stands in the way of what stands in the way, and so on.
fn grown(op: &mut WriteOp<'_>, ids: &BTreeSet<Id>, by: BTreeSet<Id>, attempt: Attempt<'_>) -> Result<WayOut> {
    let mut by = by;
    for _ in 0..TRIED {
        let all = ids.union(&by).copied().collect();
        match tried(op, &all, attempt)? {
            Some(Some(more)) if !more.by.is_subset(&by) => by.extend(more.by),
            outcome => return Ok(WayOut { by, works: matches!(outcome, Some(None)) }),
        }
    }
    Ok(WayOut { by, works: false })
}

/// Where a rule forbids it: a later operation that has to do with the same rows, and without which the rule does not.
fn among_related(op: &mut WriteOp<'_>, ids: &BTreeSet<Id>, attempt: Attempt<'_>) -> Result<Option<WayOut>> {
    let related = related(op, ids)?;
    let alone = related.iter().map(|id| BTreeSet::from([*id]));
    let together = (related.len() > 1).then(|| related.iter().copied().collect());
    for by in alone.chain(together) {
        let all = ids.union(&by).copied().collect();
        if matches!(tried(op, &all, attempt)?, Some(None)) {
            return Ok(Some(WayOut { by, works: true }));
        }
    }
    Ok(None)
}

/// Nothing: it may not be done, whatever stands in the way.
fn tried(op: &mut WriteOp<'_>, all: &BTreeSet<Id>, attempt: Attempt<'_>) -> Result<Option<Option<Blocked>>> {
    match attempt(op, all) {
        Ok(outcome) => Ok(Some(outcome)),
        Err(error) if matches!(error.kind, Kind::Conflict | Kind::NotPermitted | Kind::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Later operations that changed rows which the operations changed, those that these name, and those that name them, or settings;
/// newest first.
fn related(op: &Op<'_>, ids: &BTreeSet<Id>) -> Result<Vec<Id>> {
    let links = links::all(op.conn)?;
    let mut found = BTreeSet::new();
    for id in ids {
        let told = known(op.conn, *id)?;
        let since = told.operation.last_change;
        for key in near(op, &changes::of(op.conn, &told.operation)?, &links)?.iter().take(ROWS) {
            found.extend(operation::that_changed(op.conn, key, since)?);
        }
        found.extend(operation::that_changed_settings(op.conn, since)?);
    }
    let first = ids.first().copied().unwrap_or_default();
    let mut related = Vec::new();
    for id in found.into_iter().rev().filter(|id| *id > first && !ids.contains(id)) {
        let told = known(op.conn, id)?;
        let can_be = told.operation.undone_by.is_none() && !is_irrevocable(&told) && !is_sign_in(&told.actions);
        related.extend(can_be.then_some(id));
        if related.len() == TRIED {
            break;
        }
    }
    Ok(related)
}

/// The rows, those that they name or named, and those that name them.
fn near(op: &Op<'_>, changes: &[RowChange], links: &[Link]) -> Result<BTreeSet<Key>> {
    let mut near = BTreeSet::new();
    for change in changes.iter().take(ROWS) {
        near.insert(change.key.clone());
        for link in links {
            let row = |id: Id, parent: &'static Kept| Key { table: parent.number(), first: id, second: String::new() };
            if let Some(parent) = Kept::named(&link.parent).filter(|_| link.child == change.table.name) {
                let named = [&change.before, &change.after].into_iter().flatten();
                near.extend(named.filter_map(|cells| cells.get(&link.column)?.as_i64()).map(|id| row(id, parent)));
            }
            if link.parent == change.table.name && change.is_thing() {
                near.extend(links::naming(op.conn, link, change.key.first)?.into_iter().take(ROWS));
            }
        }
    }
    Ok(near)
}
