//! Taking operations back, all or none (OP-3, OP-4).

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

use super::blockers::Blocked;
use super::find::{self, Told};
use super::report::{RevertBody, Undone};
use super::stack::{to_redo, to_undo};
use super::{blockers, named, rights, settle, way_out};
use crate::domain::operation::Undoing;
use crate::domain::phrase::counted;
use crate::domain::{Error, Id, Kind, ObjectKind, ObjectRef, Result};
use crate::service::{WriteOp, invariant, record};
use crate::store::history::operation::Operation;
use crate::store::history::{apply, changes, links, noting, operation};

/// Which operations are meant.
#[derive(Debug, Clone)]
pub enum Which {
    /// The last so many of the actor's own.
    Undo(usize),
    /// The last so many undos of the actor.
    Redo(usize),
    /// Those of these ids, whoever did them.
    Named(Vec<String>),
}

/// What every refusal says.
const STAYS: &str = "cannot be taken back";

/// Takes operations back.
///
/// # Errors
/// `conflict` by OP-3, OP-4 and OP-7; `not-permitted` by OP-5 and ROLE-10; `not-found`.
pub fn revert(op: &mut WriteOp<'_>, which: &Which) -> Result<RevertBody> {
    let (kind, ids) = chosen(op, which)?;
    match attempt(op, kind, &ids, true)? {
        Ok(body) => Ok(body),
        Err(blocked) => {
            let trial = |op: &mut WriteOp<'_>, all: &BTreeSet<Id>| Ok(attempt(op, kind, all, false)?.err());
            Err(way_out::refusal(op, &ids, blocked, &trial)?)
        }
    }
}

/// How operations are taken back, and which.
fn chosen(op: &WriteOp<'_>, which: &Which) -> Result<(Undoing, BTreeSet<Id>)> {
    let ids = |found: Vec<Operation>| found.into_iter().map(|one| one.id).collect();
    Ok(match which {
        Which::Undo(count) => (Undoing::Undo, ids(to_undo(op, *count)?)),
        Which::Redo(count) => (Undoing::Redo, ids(to_redo(op, *count)?)),
        Which::Named(typed) => {
            let named = typed.iter().map(|id| Ok(find::named(op, id)?.operation.id));
            (Undoing::Revert, named.collect::<Result<_>>()?)
        }
    })
}

/// Takes operations back in a part of the transaction, which is kept if that is wanted and nothing stands in the way.
fn attempt(op: &mut WriteOp<'_>, kind: Undoing, ids: &BTreeSet<Id>, is_wanted: bool) -> Result<Attempted> {
    let part = op.tx().begin_write()?;
    let outcome = take_all_back(op, kind, ids)?;
    if is_wanted && outcome.is_ok() {
        part.commit()?;
    }
    Ok(outcome)
}

/// What became of an attempt.
type Attempted = std::result::Result<RevertBody, Blocked>;

fn take_all_back(op: &mut WriteOp<'_>, kind: Undoing, ids: &BTreeSet<Id>) -> Result<Attempted> {
    check_apart(op, ids)?;
    let told: Vec<Told> = ids.iter().rev().map(|id| find::known(op.conn, *id)).collect::<Result<_>>()?;
    told.iter().try_for_each(Told::check)?;
    let mut body = RevertBody { how: Some(kind), ..RevertBody::default() };
    let mut before: BTreeMap<(ObjectKind, Id), Option<Value>> = BTreeMap::new();
    let links = links::all(op.conn)?;
    for one in &told {
        if let Some(blocked) = by_a_rule(ids, take_back(op, one, &links, &mut before, &mut body))? {
            return Ok(Err(blocked));
        }
        body.undoes.push(Undone {
            id: one.operation.id,
            at: one.operation.at,
            user: one.user.clone(),
            details: one.details.clone(),
        });
    }
    let holds = settle::invariants(op).and_then(|()| invariant::check_all(op));
    if let Some(blocked) = by_a_rule(ids, holds.map(|()| None))? {
        return Ok(Err(blocked));
    }
    note_objects(op, &before, &mut body)?;
    say(op, kind, &told)?;
    op.tx().takes_back(kind, ids.iter().rev().copied().collect());
    Ok(Ok(body))
}

/// What a rule forbids stands in the way as well.
fn by_a_rule(ids: &BTreeSet<Id>, outcome: Result<Option<Blocked>>) -> Result<Option<Blocked>> {
    let mut error = match outcome {
        Err(error) if error.kind == Kind::Conflict => error,
        outcome => return outcome,
    };
    if !error.message.contains(STAYS) {
        let what = match (ids.len(), ids.first()) {
            (1, Some(id)) => format!("operation {id}"),
            (count, _) => counted(count, "operation"),
        };
        error.message = format!("{what} {STAYS}: {}", error.message);
    }
    Ok(Some(Blocked { error, by: BTreeSet::new() }))
}

/// Refuses to take back an operation together with what it took back or brought back: the one takes the other along (OP-3).
fn check_apart(op: &WriteOp<'_>, together: &BTreeSet<Id>) -> Result<()> {
    for later in together {
        let goes_along = operation::goes_back_to(op.conn, *later)?;
        if let Some(earlier) = together.iter().find(|id| goes_along.contains(id)) {
            let sentence = format!(
                "operation {later} took back or brought back operation {earlier}: they cannot be taken back together"
            );
            return Err(Error::conflict("OP-3", sentence)
                .code("goes-along")
                .hint(format!("what it would change: `provost op revert {later} --dry-run`")));
        }
    }
    Ok(())
}

fn take_back(
    op: &mut WriteOp<'_>,
    told: &Told,
    links: &[links::Link],
    before: &mut BTreeMap<(ObjectKind, Id), Option<Value>>,
    body: &mut RevertBody,
) -> Result<Option<Blocked>> {
    let mut changes = changes::of(op.conn, &told.operation)?;
    settle::without_secrets(&mut changes, body)?;
    let needed = rights::needed(&changes, &told.actions);
    rights::check(op, &needed)?;
    if let Some(blocked) = blockers::find(op, told, &changes, links)? {
        return Ok(Some(blocked));
    }
    for (kind, id) in changes.iter().filter(|change| !change.table.is_derived).flat_map(changes::RowChange::objects) {
        if let std::collections::btree_map::Entry::Vacant(entry) = before.entry((kind, id)) {
            entry.insert(record::of(op.conn, kind, id)?);
        }
    }
    rights::check_bans(op, &changes)?;
    changes.retain(|change| !apply::is_derived(change));
    let rules = settle::broken(op, &changes)?;
    for change in &changes {
        noting::note(op.tx(), change)?;
        settle::touch_units(op, change);
    }
    apply::apply(op.tx(), &changes, links).map_err(|error| settle::unfit(told, error))?;
    rights::check(op, &needed)?;
    settle::settle(op, told, &changes, body)?;
    named::check(op, told, &changes)?;
    settle::rules(op, told, &changes, &rules)?;
    Ok(None)
}

/// Notes every object that differs, as the log tells it.
fn note_objects(
    op: &mut WriteOp<'_>,
    before: &BTreeMap<(ObjectKind, Id), Option<Value>>,
    body: &mut RevertBody,
) -> Result<()> {
    for ((kind, id), was) in before {
        let is = record::of(op.conn, *kind, *id)?;
        let name = is.as_ref().or(was.as_ref()).map(|record| name_of(*kind, *id, record)).unwrap_or_default();
        let object = ObjectRef::new(*kind, *id, name);
        let differs = match (was, &is) {
            (Some(was), Some(is)) => op.journal.compare(&object, was, is)?,
            (None, Some(is)) => op.journal.created(&object, is).map(|()| true)?,
            (Some(_), None) => {
                op.journal.deleted(&object);
                true
            }
            (None, None) => false,
        };
        body.object_count += usize::from(differs);
    }
    // An operation whose objects look the same is an operation none the less.
    if op.journal.is_empty() {
        let name = crate::store::subscription::find(op.conn)?.name;
        op.journal.touch(&ObjectRef::subscription(name));
    }
    Ok(())
}

/// What an object is called, by what its `show` prints.
pub fn name_of(kind: ObjectKind, id: Id, record: &Value) -> String {
    let key = match kind {
        ObjectKind::User => "login",
        ObjectKind::Ticket | ObjectKind::Scan | ObjectKind::FimIncident | ObjectKind::Result => "title",
        ObjectKind::Event => "path",
        _ => "name",
    };
    let name = record.get(key).or_else(|| record.get("address")).and_then(Value::as_str);
    name.map_or_else(|| id.to_string(), str::to_owned)
}

fn say(op: &mut WriteOp<'_>, kind: Undoing, told: &[Told]) -> Result<()> {
    let rest = match told {
        [one] => {
            let brings_back = kind == Undoing::Redo || (kind == Undoing::Revert && one.operation.kind.is_some());
            let brought_back = if brings_back { operation::undone_by(op.conn, one.operation.id)? } else { Vec::new() };
            match brought_back.as_slice() {
                [original] => {
                    let (_, details) = crate::store::log::gist(op.conn, *original)?;
                    format!("operation {original}: {details}")
                }
                _ => format!("operation {}: {}", one.operation.id, one.details),
            }
        }
        several => counted(several.len(), "operation"),
    };
    match kind {
        Undoing::Undo => op.say("undo", "undid", rest),
        Undoing::Redo => op.say("redo", "redid", rest),
        Undoing::Revert if told.iter().all(|one| one.operation.kind.is_some()) => {
            op.say("bring back", "brought back", rest)
        }
        Undoing::Revert => op.say("take back", "took back", rest),
    }
    Ok(())
}

/// Refuses a number where a flag is meant.
///
/// # Errors
/// `usage`, with what to type instead.
pub fn bare_number(verb: &str, typed: &str) -> Error {
    Error::usage(format!("`provost {verb} {typed}`: a number alone could be a count or an operation"))
        .rule("OP-3")
        .hint(format!("operation {typed}: `provost op revert {typed}`"))
        .hint(format!("the last {typed} of yours: `provost {verb} --last {typed}`"))
}
