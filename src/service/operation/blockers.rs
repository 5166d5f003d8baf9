//! What stands in the way of taking an operation back (OP-4): values that are others by now, rows that came to hang on what would go,
//! names that are taken. Compared are values, not history.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use super::find::Told;
use super::rights::shown_name;
use super::stack::is_sign_in;
use crate::domain::phrase::counted;
use crate::domain::text::printable;
use crate::domain::{Error, Id, ObjectKind, Result};
use crate::service::Op;
use crate::service::refusal::HIDDEN;
use crate::store;
use crate::store::engine::Kind as Holds;
use crate::store::history::apply::is_derived;
use crate::store::history::changes::{self, Columns, RowChange};
use crate::store::history::key::{Key, objects_of};
use crate::store::history::links::{self, Link};
use crate::store::history::operation;
use crate::store::history::tables::Kept;

/// One thing in the way.
struct Blocker {
    /// What of which row.
    what: String,
    /// The row.
    key: Key,
    /// The columns that are others now; nothing: it is the row as a whole.
    fields: Option<BTreeSet<String>>,
}

/// Why operations cannot be taken back, and which others are in the way; none are known where a rule forbids it.
pub struct Blocked {
    pub error: Error,
    pub by: BTreeSet<Id>,
}

/// What stands in the way of taking an operation back, if anything does.
pub fn find(op: &Op<'_>, told: &Told, changes: &[RowChange], links: &[Link]) -> Result<Option<Blocked>> {
    let mut found = Vec::new();
    let mut columns = Columns::new(op.conn);
    for change in changes.iter().filter(|change| !is_derived(change)) {
        let is = columns.present(change.table, &change.key)?;
        if let Some((what, fields)) = differs(change, is.as_ref()) {
            let what = format!("{} {what}", name(op, change.table, &change.key)?);
            found.push(Blocker { what, key: change.key.clone(), fields });
        }
    }
    let all: HashMap<&Key, &RowChange> = changes.iter().map(|change| (&change.key, change)).collect();
    let comes_back = |key: &Key| all.get(key).is_some_and(|change| change.before.is_some());
    let goes = |key: &Key| all.get(key).is_some_and(|change| change.before.is_none());
    for change in changes.iter().filter(|change| change.before.is_none() && change.is_thing()) {
        for link in links.iter().filter(|link| link.parent == change.table.name) {
            for key in links::naming(op.conn, link, change.key.first)? {
                let Some(child) = Kept::of(key.table).filter(|child| !goes(&key) && !child.is_derived) else {
                    continue;
                };
                if all.get(&key).is_some_and(|child| lets_go(child, &link.column, change.key.first)) {
                    continue;
                }
                if child.name == "asset_tags" && is_marked_by_rule(&key, &mut columns)? {
                    continue;
                }
                let what = format!("{} hangs on {}", name(op, child, &key)?, name(op, change.table, &change.key)?);
                found.push(Blocker { what, key, fields: None });
            }
        }
    }
    for change in changes.iter().filter(|change| change.before.is_some()) {
        for (parent, key) in parents(change, links) {
            if !comes_back(&key) && columns.present(parent, &key)?.is_none() {
                let what = format!(
                    "{} is gone since, which {} would name",
                    name(op, parent, &key)?,
                    name(op, change.table, &change.key)?
                );
                found.push(Blocker { what, key, fields: None });
            }
        }
    }
    for change in changes {
        let taken = links::taken(op.conn, change, &mut columns)?;
        for (key, column) in taken.into_iter().filter(|(key, _)| !all.contains_key(key)) {
            let what = format!("{} has {} again", name(op, change.table, &key)?, worded(&column));
            found.push(Blocker { what, key, fields: None });
        }
    }
    if found.is_empty() { Ok(None) } else { blocked(op, told, &found).map(Some) }
}

/// The rows that a row names as it will be, as far as it did not name them before.
fn parents(change: &RowChange, links: &[Link]) -> Vec<(&'static Kept, Key)> {
    let of_table = links.iter().filter(|link| link.child == change.table.name);
    let named = of_table.filter_map(|link| {
        let number = |row: &Option<store::history::row::Cells>| row.as_ref()?.get(&link.column)?.as_i64();
        let parent = Kept::named(&link.parent)?;
        let id = number(&change.before).filter(|id| number(&change.after) != Some(*id))?;
        Some((parent, Key { table: parent.number(), first: id, second: String::new() }))
    });
    named.collect()
}

/// Whether a row names another one by then.
fn lets_go(child: &RowChange, column: &str, parent: Id) -> bool {
    child.before.as_ref().is_some_and(|row| row.get(column).and_then(serde_json::Value::as_i64) != Some(parent))
}

fn is_marked_by_rule(key: &Key, columns: &mut Columns<'_>) -> Result<bool> {
    let Some(table) = Kept::of(key.table) else { return Ok(false) };
    let row = columns.present(table, key)?;
    Ok(row.and_then(|row| row.get("by_rule")?.as_i64()) == Some(1))
}

/// What of a row is other than the operation left it.
fn differs(change: &RowChange, is: Option<&store::history::row::Cells>) -> Option<(String, Option<BTreeSet<String>>)> {
    match (&change.before, &change.after, is) {
        (_, Some(_), None) => Some(("is gone since".to_owned(), None)),
        (_, None, Some(_)) => Some(("is there again".to_owned(), None)),
        (_, None, None) => None,
        (before, Some(left), Some(is)) => {
            let fields = if before.is_some() {
                change.fields()
            } else {
                left.keys().chain(is.keys()).map(String::as_str).collect()
            };
            let differing: BTreeSet<&str> = change.table.differing(fields, left, is).into_iter().collect();
            let words: Vec<String> = differing.iter().copied().map(worded).collect();
            let fields = differing.into_iter().map(str::to_owned).collect();
            (!words.is_empty()).then(|| (format!("has another {} since", words.join(", ")), Some(fields)))
        }
    }
}

/// A column as people call it.
fn worded(column: &str) -> String {
    let column = if column == "external_id" { "external id" } else { column };
    column.trim_end_matches("_key").trim_end_matches("_id").replace('_', " ")
}

/// A row by the objects that it belongs to.
fn name(op: &Op<'_>, table: &Kept, key: &Key) -> Result<String> {
    let objects = objects_of(table, key);
    let Some(first) = objects.first() else { return Ok(table.name.to_owned()) };
    let first = object_name(op, *first)?;
    Ok(match (objects.get(1), table.key2) {
        (Some(second), _) => format!("the link of {first} to {}", object_name(op, *second)?),
        (None, Some((_, Holds::Text))) => format!("`{}` of {first}", printable(&key.second)),
        _ => first,
    })
}

fn object_name(op: &Op<'_>, (kind, id): (ObjectKind, Id)) -> Result<String> {
    if kind == ObjectKind::Subscription {
        return Ok("the subscription".to_owned());
    }
    let seen = store::naming::by_id(op.conn, kind, id)?;
    let text = match seen {
        Some(one) if op.may_view(kind, id)? => printable(&shown_name(op, kind, one)?),
        Some(_) => HIDDEN.to_owned(),
        None => id.to_string(),
    };
    Ok(format!("{} `{text}`", kind.title()))
}

/// The refusal, and which operations did what is in the way.
fn blocked(op: &Op<'_>, told: &Told, found: &[Blocker]) -> Result<Blocked> {
    let id = told.operation.id;
    let (mut by, mut suspects) = (BTreeSet::new(), HashMap::new());
    for blocker in found {
        for other in operation::that_changed(op.conn, &blocker.key, told.operation.last_change)? {
            if other <= id || by.contains(&other) {
                continue;
            }
            let suspect = match suspects.entry(other) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(Suspect::of(op, other)?),
            };
            if suspect.as_ref().is_some_and(|suspect| suspect.did(blocker)) {
                by.insert(other);
            }
        }
    }
    let first = found.first().map_or("", |blocker| blocker.what.as_str());
    let more = match found.len() {
        1 => String::new(),
        several => format!(", and {} more", counted(several - 1, "thing")),
    };
    let sentence = format!("operation {id} cannot be taken back: {first}{more}");
    let error = Error::conflict("OP-4", sentence).code("in-the-way");
    Ok(Blocked { error: error.hint(format!("see what it changed: `provost op show {id}`")), by })
}

/// A later operation, by the fields that it changed of each row.
struct Suspect(HashMap<Key, BTreeSet<String>>);

impl Suspect {
    /// None for what is taken back by now, and for sign-ins: they are never in the way.
    fn of(op: &Op<'_>, id: Id) -> Result<Option<Self>> {
        let found = operation::find(op.conn, id)?.filter(|found| found.undone_by.is_none());
        let Some(found) = found else { return Ok(None) };
        if is_sign_in(&store::log::actions_of(op.conn, id)?) {
            return Ok(None);
        }
        let fields = |change: &RowChange| change.fields().into_iter().map(str::to_owned).collect();
        let changes = changes::of(op.conn, &found)?;
        Ok(Some(Self(changes.into_iter().map(|change| (change.key.clone(), fields(&change))).collect())))
    }

    /// Whether it did what is in the way: whoever changed other fields did not.
    fn did(&self, blocker: &Blocker) -> bool {
        match (&blocker.fields, self.0.get(&blocker.key)) {
            (Some(blocked), Some(changed)) => !blocked.is_disjoint(changed),
            _ => true,
        }
    }
}
