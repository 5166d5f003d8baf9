//! What differs between two times (TIME-2): objects, field by field, with the operations that did it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::journal::{DERIVED, says_something};
use super::operation::revert::name_of;
use super::past::moment;
use super::shown::shown;
use super::{App, Op};
use crate::domain::words::words;
use crate::domain::{Action, Error, Id, ObjectKind, Result, Time, When};
use crate::store;
use crate::store::history::between::{self, Changed};
use crate::store::history::operation;
use crate::store::history::past::Moment;

words! {
    /// What became of an object.
    ObjectChange is "kind of change" {
        Added = "added",
        Removed = "removed",
        Changed = "changed",
    }
}

/// A field that differs.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FieldDiff {
    pub field: String,
    pub old: Value,
    pub new: Value,
}

/// An object that differs.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ObjectDiff {
    /// Its kind and name, `user:ann@acme.example`.
    pub object: String,
    pub change: ObjectChange,
    pub fields: Vec<FieldDiff>,
    /// The operations that changed it, oldest first.
    pub operations: Vec<Id>,
}

/// What differs between two times.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Diff {
    pub from: Time,
    pub to: Time,
    pub changes: Vec<ObjectDiff>,
    /// How many objects differ that are not shown: gone, or outside the asker's reach.
    pub hidden_count: usize,
}

/// Between which times, and of which objects.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// None: right before the latest operation.
    pub from: Option<When>,
    /// None: now.
    pub to: Option<When>,
    /// `KIND:NAME`; none: all.
    pub objects: Vec<String>,
}

/// The two moments: the second no earlier than the first.
///
/// # Errors
/// `usage` if they are the other way round; `conflict` by TIME-1 for what is no longer kept.
pub fn span(op: &Op<'_>, from: Option<When>, to: Option<When>) -> Result<(Moment, Moment)> {
    let newest = operation::newest(op.conn)?;
    let from = match (from, newest) {
        (Some(when), _) => moment(op, when)?,
        (None, Some(newest)) => moment(op, When::Before(newest))?,
        (None, None) => moment(op, When::After(1))?,
    };
    let (head, _) = store::log::head(op.conn)?;
    let last = newest.unwrap_or_default();
    let now = Moment { operation: last, change: operation::last_change_at(op.conn, last)?, entry: head };
    let to = to.map_or(Ok(now), |when| moment(op, when))?;
    if to.change < from.change || to.operation < from.operation {
        return Err(Error::usage("`--to` lies before `--from`").rule("TIME-2").hint("exchange them"));
    }
    Ok((from, to))
}

/// Tells what differs.
///
/// # Errors
/// As [`span`]; `not-found` for an object that was there at neither time.
pub fn diff(app: &App<'_>, asked: &Asked) -> Result<Diff> {
    app.read(Action::Diff, |op| {
        let (from, to) = span(op, asked.from, asked.to)?;
        let changed = between::changed(op.conn, from, to)?;
        app.with_past(op, from, |before| {
            app.with_past(op, to, |after| {
                let wanted = wanted(&asked.objects, before, after)?;
                let (changes, hidden_count) = compare(op, (before, after), &changed, wanted.as_ref())?;
                Ok(Diff { from: time_of(op, from)?, to: time_of(op, to)?, changes, hidden_count })
            })
        })
    })
}

/// When the last operation of a moment was done.
pub fn time_of(op: &Op<'_>, moment: Moment) -> Result<Time> {
    Ok(match operation::time_of(op.conn, moment.operation)? {
        Some(at) => at,
        // Right before the oldest that is kept.
        None => operation::oldest(op.conn)?.map_or(op.now, |(_, at)| at),
    })
}

/// The objects that were named, found at either time.
fn wanted(names: &[String], before: &Op<'_>, after: &Op<'_>) -> Result<Option<BTreeSet<(ObjectKind, Id)>>> {
    if names.is_empty() {
        return Ok(None);
    }
    let mut wanted = BTreeSet::new();
    for typed in names {
        let (kind, name) = typed.split_once(':').ok_or_else(|| {
            Error::usage(format!("`{}` names no object", crate::domain::text::printable(typed)))
                .rule("TIME-2")
                .hint("write the kind before it: `user:ann@acme.example` or `bu:EMEA`")
        })?;
        let kind = ObjectKind::typed(kind, false)?;
        let found = before.find_in_sight(kind, name).ok().into_iter().chain(after.find_in_sight(kind, name).ok());
        let ids: Vec<Id> = found.map(|object| object.id).collect();
        if ids.is_empty() {
            return Err(after.unknown(kind, name)?);
        }
        wanted.extend(ids.into_iter().map(|id| (kind, id)));
    }
    Ok(Some(wanted))
}

/// Each object that differs, as far as the asker may see it; and how many more there are.
pub fn compare(
    op: &Op<'_>,
    (before, after): (&Op<'_>, &Op<'_>),
    changed: &Changed,
    wanted: Option<&BTreeSet<(ObjectKind, Id)>>,
) -> Result<(Vec<ObjectDiff>, usize)> {
    let (mut found, mut hidden) = (Vec::new(), 0);
    for ((kind, id), operations) in changed.iter().filter(|(object, _)| wanted.is_none_or(|set| set.contains(object))) {
        let (was, is) = (shown(before, *kind, *id)?, shown(after, *kind, *id)?);
        let Some(one) = was.as_ref().or(is.as_ref()) else {
            // What came and went in between is nothing to whoever would see it.
            hidden += usize::from(!op.holds_everywhere(kind.view()));
            continue;
        };
        let name = name_of(*kind, *id, is.as_ref().unwrap_or(one));
        let (change, fields) = match (&was, &is) {
            (None, Some(is)) => (ObjectChange::Added, fields(&Value::Null, is)),
            (Some(was), None) => (ObjectChange::Removed, fields(was, &Value::Null)),
            (Some(was), Some(is)) => (ObjectChange::Changed, fields(was, is)),
            (None, None) => continue,
        };
        if change != ObjectChange::Changed || !fields.is_empty() {
            let operations = told_operations(op, operations)?;
            found.push(ObjectDiff { object: format!("{kind}:{name}"), change, fields, operations });
        }
    }
    Ok((found, hidden))
}

/// The operations that the asker may see.
pub fn told_operations(op: &Op<'_>, operations: &BTreeSet<Id>) -> Result<Vec<Id>> {
    if op.holds_everywhere(Action::OpView) {
        return Ok(operations.iter().copied().collect());
    }
    let Some(reach) = op.reach_if_held(Action::OpView) else { return Ok(Vec::new()) };
    let mut told = Vec::new();
    for id in operations {
        if store::log::find(op.conn, &op.actor, reach, *id)?.is_some() {
            told.push(*id);
        }
    }
    Ok(told)
}

/// The fields in which two states differ; of one that was not there, those that say something.
pub fn fields(was: &Value, is: &Value) -> Vec<FieldDiff> {
    let nothing = Map::new();
    let (old, new) = (was.as_object().unwrap_or(&nothing), is.as_object().unwrap_or(&nothing));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let of = |fields: &Map<String, Value>, name: &str| fields.get(name).cloned().unwrap_or(Value::Null);
    let mut found: Vec<FieldDiff> = Vec::new();
    for name in names.into_iter().filter(|name| !DERIVED.contains(&name.as_str())) {
        let (old, new) = (of(old, name), of(new, name));
        if old != new && (says_something(&old) || says_something(&new)) {
            found.push(FieldDiff { field: name.clone(), old, new });
        }
    }
    found
}
