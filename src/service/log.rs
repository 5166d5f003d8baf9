//! Reading and verifying the activity log (LOG-2, LOG-3).

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::log::hex;
use crate::domain::matrix::Reach;
use crate::domain::phrase::counted;
use crate::domain::query::{Condition, Operator, Word};
use crate::domain::record::LogEntry;
use crate::domain::text::{key, printable};
use crate::domain::words::{fold, unlisted};
use crate::domain::{Action, Error, Id, Named, ObjectKind, ObjectRef, Result};
use crate::domain::{Moment, Tense};
use crate::service::listing::{self, Request, Sink};
use crate::service::{Op, WriteOp};
use crate::store;
use crate::store::listing::{Listed, Selection};
use crate::store::log::About;

/// Which entries are wanted, beside what their keys say.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Touching this object, `KIND:ID` or `KIND:NAME`.
    pub on: Option<String>,
    /// Of this module.
    pub module: Option<String>,
    /// Whether monitoring is spoken of, whose things have short words.
    pub of_monitoring: bool,
}

/// Each entry the actor may see, newest first.
pub fn list(op: &Op<'_>, asked: &Asked, request: &Request, sink: Sink<'_, LogEntry>) -> Result<()> {
    let of_monitoring = asked.of_monitoring || asked.module.as_deref().is_some_and(|module| module.starts_with("fim"));
    let on = asked.on.as_deref().map(|on| object(op, on, of_monitoring)).transpose()?;
    let own = op.reach(Action::LogView)?;
    let reach = match on {
        Some((kind, id)) if is_seen_in_monitoring(op, kind, id)? => Reach::All,
        _ => own,
    };
    let about = on.map_or(About::Anything, |(kind, id)| About::Object(kind.stored(), id));
    let wanted = by_actions(asked, request)?;
    let read = |selection: &Selection, sink: Sink<'_, LogEntry>| {
        store::log::list(op.conn, &op.actor, reach, about, selection, |entry| {
            let is_whole = reach == own || store::log::find(op.conn, &op.actor, own, entry.id)?.is_some();
            sink(if is_whole { entry } else { narrowed(op, entry)? })
        })
    };
    if reach == own {
        listing::each(op, &wanted, sink, read)?;
    } else {
        // What is asked of an entry, it must answer by what is shown of it.
        listing::computed(op, &wanted, sink, |sink| read(&Selection::default(), sink))?;
    }
    request.notices.borrow_mut().extend(wanted.notices.take());
    Ok(())
}

/// The same request, with modules as the actions that they are.
fn by_actions(asked: &Asked, request: &Request) -> Result<Request> {
    let mut wanted = request.clone();
    for condition in wanted.conditions.iter_mut().filter(|condition| condition.key.name == "module") {
        let mut places = BTreeSet::new();
        for word in &condition.words {
            let Word::Text { typed, key } = word else { continue };
            let fits = |action: &Action| match condition.operator {
                Operator::Contains | Operator::Lacks => action.noun().contains(key.as_str()),
                Operator::Equal | Operator::Unequal => action.noun() == fold(typed),
                _ => condition.operator.orders(action.noun().cmp(key.as_str())),
            };
            let found: Vec<usize> = places_of(fits);
            if found.is_empty() && matches!(condition.operator, Operator::Equal | Operator::Unequal) {
                let unknown = unknown_module(typed);
                return Err(unknown.hints.iter().cloned().fold(Error::usage(unknown.message.clone()), Error::hint));
            }
            places.extend(found);
        }
        let negated = condition.operator.negated().is_some();
        *condition = of_actions(if negated { Operator::Unequal } else { Operator::Equal }, places)?;
    }
    if let Some(module) = &asked.module {
        let places = places_of(|action| action.noun() == fold(module));
        if places.is_empty() {
            return Err(unknown_module(module));
        }
        wanted.conditions.push(of_actions(Operator::Equal, places)?);
    }
    Ok(wanted)
}

fn places_of(fits: impl Fn(&Action) -> bool) -> Vec<usize> {
    Action::ALL.iter().enumerate().filter(|(_, action)| fits(action)).map(|(place, _)| place).collect()
}

fn of_actions(operator: Operator, places: impl IntoIterator<Item = usize>) -> Result<Condition> {
    let condition = condition("action", operator, &[])?;
    Ok(Condition { words: places.into_iter().map(Word::Listed).collect(), ..condition })
}

/// A condition on a key of entries.
pub fn condition(key: &str, operator: Operator, values: &[String]) -> Result<Condition> {
    let column = LogEntry::COLUMNS.iter().find(|column| column.key.name == key);
    let column = column.ok_or_else(|| Error::internal(format!("entries have no key `{key}`")))?;
    Condition::new(column.key, None, operator, values)
}

fn unknown_module(typed: &str) -> Error {
    let mut nouns: Vec<&str> = Action::ALL.iter().map(|action| action.noun()).collect();
    nouns.dedup();
    unlisted("module", typed, &nouns).rule("LOG-2")
}

/// An entry that is shown for one thing it touched tells nothing of others that may not be viewed (ROLE-8).
fn narrowed(op: &Op<'_>, mut entry: LogEntry) -> Result<LogEntry> {
    let mut hidden = BTreeSet::new();
    for object in &entry.objects {
        let is_seen = match object.kind.parse() {
            Ok(kind) => op.may_view(kind, object.id)? || is_seen_in_monitoring(op, kind, object.id)?,
            Err(_) => false,
        };
        if !is_seen {
            hidden.insert((object.kind.clone(), object.id, format!("{}:{}", object.kind, object.name)));
        }
    }
    if !hidden.is_empty() {
        entry.objects.retain(|object| !hidden.iter().any(|(kind, id, _)| *kind == object.kind && *id == object.id));
        entry.changes.retain(|change| !hidden.iter().any(|(.., label)| *label == change.object));
        entry.details.clone_from(&entry.action);
    }
    Ok(entry)
}

/// Whoever sees a thing in monitoring sees what was done to it, whoever did it (FIM-10).
fn is_seen_in_monitoring(op: &Op<'_>, kind: ObjectKind, id: Id) -> Result<bool> {
    let action = if kind == ObjectKind::Asset { Action::FimAssetView } else { kind.view() };
    Ok(action.is_monitoring() && op.may(action, kind, id)?)
}

/// The object of `KIND:ID` or `KIND:NAME`: one that may be viewed, or of which entries that may be seen still tell.
fn object(op: &Op<'_>, typed: &str, of_monitoring: bool) -> Result<(ObjectKind, Id)> {
    let (kind, name) = typed.split_once(':').ok_or_else(|| {
        Error::usage(format!("`{}` names no object", printable(typed)))
            .rule("LOG-2")
            .hint("write the kind before it: `--on user:ann@acme.example` or `--on bu:7`")
    })?;
    let kind = ObjectKind::typed(kind, of_monitoring)?;
    let found = op.find_in_sight(kind, name);
    match (found, name.trim_start_matches("id:").parse::<Id>()) {
        (Ok(object), _) => Ok((kind, object.id)),
        (Err(_), Ok(id)) if is_told_of(op, kind, id)? => Ok((kind, id)),
        (Err(error), _) => match bearers(op, kind, name)?.as_slice() {
            [] => Err(error),
            [one] => Ok((kind, one.id)),
            several => Err(several_bore(kind, name, several)),
        },
    }
}

/// What bore a name once, as far as entries that the actor may see tell; the latest first (LOG-5).
fn bearers(op: &Op<'_>, kind: ObjectKind, name: &str) -> Result<Vec<Named>> {
    let name = key(name.trim());
    let mut bearers: Vec<Named> = Vec::new();
    let (reach, about) = (op.reach(Action::LogView)?, About::Kind(kind.stored()));
    store::log::list(op.conn, &op.actor, reach, about, &Selection::default(), |entry| {
        let named =
            entry.objects.into_iter().filter(|object| object.kind == kind.as_str() && key(&object.name) == name);
        for object in named {
            if !bearers.iter().any(|known| known.id == object.id) {
                bearers.push(Named { id: object.id, name: object.name });
            }
        }
        Ok(())
    })?;
    Ok(bearers)
}

fn several_bore(kind: ObjectKind, typed: &str, several: &[Named]) -> Error {
    let error = Error::not_found(format!(
        "{} of kind {} bore the name `{}` once",
        counted(several.len(), "object"),
        kind.title(),
        printable(typed)
    ))
    .code("ambiguous")
    .rule("LOG-5");
    several.iter().take(8).fold(error, |error, one| error.hint(format!("provost log list --on {kind}:id:{}", one.id)))
}

fn is_told_of(op: &Op<'_>, kind: ObjectKind, id: Id) -> Result<bool> {
    let mut told = false;
    let (reach, about) = (op.reach(Action::LogView)?, About::Object(kind.stored(), id));
    let any = Selection { limit: Some(1), ..Selection::default() };
    store::log::list(op.conn, &op.actor, reach, about, &any, |_| {
        told = true;
        Ok(())
    })?;
    Ok(told)
}

/// One entry.
///
/// # Errors
/// `not-found` if there is none, or it may not be seen.
pub fn show(op: &Op<'_>, id: &str) -> Result<LogEntry> {
    let typed = id.trim().trim_start_matches("id:");
    let reach = op.reach(Action::LogView)?;
    let entry = typed.parse().ok().map(|id| store::log::find(op.conn, &op.actor, reach, id)).transpose()?.flatten();
    entry.ok_or_else(|| {
        Error::not_found(format!("there is no log entry {}", printable(typed)))
            .rule("LOG-2")
            .hint("provost log list --limit 20")
    })
}

/// What was pruned.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PruneBody {
    /// How many entries went.
    pub pruned_count: i64,
    /// The last of them.
    pub until: Option<Id>,
    /// Its hash, to which the chain goes on.
    pub anchor: Option<String>,
}

/// Replaces entries older than a point in time by an anchor that keeps the chain verifiable (LOG-3).
///
/// # Errors
/// `invalid` for a malformed time; `not-permitted` by ROLE-7.
pub fn prune(op: &mut WriteOp<'_>, before: Moment) -> Result<PruneBody> {
    let before = before.first(&op.here()?, Tense::Past)?;
    op.say("prune", "pruned", format!("log entries before {before}"));
    let Some((anchor, pruned_count)) = store::log::prune(op.tx(), before)? else {
        return Ok(PruneBody { pruned_count: 0, until: None, anchor: None });
    };
    let object = ObjectRef::subscription(store::subscription::find(op.conn)?.name);
    op.journal.change(&object, "log_entries", pruned_count.into(), 0.into());
    op.journal.change(&object, "log_anchor", serde_json::Value::Null, hex(&anchor.hash).into());
    Ok(PruneBody { pruned_count, until: Some(anchor.entry), anchor: Some(hex(&anchor.hash)) })
}
