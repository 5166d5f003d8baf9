//! Reading and verifying the activity log (LOG-2, LOG-3).

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::log::{Hash, Outcome, hex};
use crate::domain::matrix::Reach;
use crate::domain::record::LogEntry;
use crate::domain::text::{key, printable};
use crate::domain::words::{counted, fold, unlisted};
use crate::domain::{Action, Error, Id, Named, ObjectKind, ObjectRef, Result, Role, Time};
use crate::service::{Op, WriteOp};
use crate::store::log::Filter;
use crate::store::{self, Conn};

/// What a list of entries is narrowed to, as typed.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Not before.
    pub since: Option<String>,
    /// Not after.
    pub until: Option<String>,
    /// Touching this object, `KIND:ID` or `KIND:NAME`.
    pub on: Option<String>,
    /// With this text in the details, whatever the case.
    pub text: Option<String>,
    /// With this text in the reason, whatever the case.
    pub reason: Option<String>,
    pub user: Option<String>,
    /// By users of this role.
    pub role: Option<Role>,
    pub action: Option<Action>,
    pub module: Option<String>,
    pub outcome: Option<Outcome>,
}

/// Each entry the actor may see, newest first.
pub fn list(op: &Op<'_>, request: &Request, sink: &mut dyn FnMut(LogEntry) -> Result<()>) -> Result<()> {
    let time = |typed: &Option<String>| typed.as_deref().map(|typed| Time::parse(typed, op.now)).transpose();
    let of_monitoring = request.action.is_some_and(Action::is_monitoring)
        || request.module.as_deref().is_some_and(|module| module.starts_with("fim"));
    let on = request.on.as_deref().map(|on| object(op, on, of_monitoring)).transpose()?;
    let own = op.reach(Action::LogView)?;
    let reach = match on {
        Some((kind, id)) if is_seen_in_monitoring(op, kind, id)? => Reach::All,
        _ => own,
    };
    let filter = Filter {
        since: time(&request.since)?,
        until: time(&request.until)?,
        on: on.map(|(kind, id)| (kind.stored(), id)),
        kind: None,
        user: request.user.as_deref().map(|login| user(op, login)).transpose()?,
        role: request.role,
        actions: actions(request)?,
        outcome: request.outcome,
    };
    let wanted = |part: &Option<String>| part.as_ref().map(|part| part.to_lowercase());
    let (text, reason) = (wanted(&request.text), wanted(&request.reason));
    store::log::list(op.conn, &op.actor, reach, &filter, |entry| {
        let is_whole = reach == own || store::log::find(op.conn, &op.actor, own, entry.id)?.is_some();
        let entry = if is_whole { entry } else { narrowed(op, entry)? };
        let has =
            |shown: &str, part: &Option<String>| part.as_ref().is_none_or(|part| shown.to_lowercase().contains(part));
        let fits = has(&entry.details, &text) && has(entry.reason.as_deref().unwrap_or_default(), &reason);
        if fits { sink(entry) } else { Ok(()) }
    })
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

/// A login as it was at that time, and the user who bears it now; history outlives users.
fn user(op: &Op<'_>, login: &str) -> Result<(String, Option<Id>)> {
    let found = store::naming::by_key(op.conn, ObjectKind::User, login.trim())?;
    Ok((login.trim().to_owned(), found.first().map(|user| user.id)))
}

/// The actions that action and module leave; none: all.
fn actions(request: &Request) -> Result<Option<Vec<Action>>> {
    if request.action.is_none() && request.module.is_none() {
        return Ok(None);
    }
    let module = request.module.as_deref().map(fold);
    let of_module = |action: &&Action| module.as_deref().is_none_or(|module| action.noun() == module);
    if let Some(module) = module.as_deref().filter(|_| !Action::ALL.iter().any(|action| of_module(&action))) {
        let mut nouns: Vec<&str> = Action::ALL.iter().map(|action| action.noun()).collect();
        nouns.dedup();
        return Err(unlisted("module", module, &nouns).rule("LOG-2"));
    }
    let wanted = |action: &&Action| request.action.is_none_or(|wanted| wanted == **action);
    Ok(Some(Action::ALL.iter().filter(of_module).filter(wanted).copied().collect()))
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
    let filter = Filter { kind: Some(kind.stored()), ..Filter::default() };
    let mut bearers: Vec<Named> = Vec::new();
    store::log::list(op.conn, &op.actor, op.reach(Action::LogView)?, &filter, |entry| {
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
    let filter = Filter { on: Some((kind.stored(), id)), ..Filter::default() };
    let mut told = false;
    store::log::list(op.conn, &op.actor, op.reach(Action::LogView)?, &filter, |_| {
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

/// Whether the log is as it was written.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Verification {
    /// Whether no entry was changed, removed or put elsewhere.
    pub intact: bool,
    /// How many entries were read.
    pub entry_count: i64,
    /// How many older ones were pruned (LOG-3).
    pub pruned_count: i64,
    /// The hash of the newest entry: keep it elsewhere to find a cut tail later.
    pub head: String,
    /// The first entry that does not fit.
    pub broken_at: Option<Id>,
    /// What does not fit there.
    pub problem: Option<String>,
}

/// Why a head that was kept elsewhere may be gone.
fn head_missing(pruned_count: i64) -> String {
    let problem = "the head kept elsewhere is not in the log: its end was cut off or rewritten";
    match pruned_count {
        0 => problem.to_owned(),
        count => format!("{problem}, unless the head is older than the last prune, which took {count} entries"),
    }
}

/// A head is printed as hexadecimal digits; a slip is no sign that the log was tampered with.
fn check_head(head: &str) -> Result<()> {
    if head.len() == 2 * size_of::<Hash>() && head.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(());
    }
    Err(Error::invalid(format!("`{}` is no head of a log", printable(head)))
        .rule("LOG-3")
        .hint("give the 64 hexadecimal digits that `provost log verify` printed as `head`"))
}

/// Follows the chain from the first entry to the last; compares its end with a head kept elsewhere.
///
/// # Errors
/// `invalid` for a head that is no hash.
pub fn verify(conn: &Conn, expected_head: Option<&str>) -> Result<Verification> {
    if let Some(head) = expected_head {
        check_head(head)?;
    }
    let anchor = store::log::anchor(conn)?;
    let mut previous: Hash = anchor.hash;
    let mut last: Id = anchor.entry;
    let mut attested = anchor.entry == 0;
    let mut entry_count = 0;
    let mut broken: Option<(Id, String)> = None;
    // What stands before the first entry of all is the head of no log (LOG-3).
    let mut seen_head =
        expected_head.is_none_or(|head| anchor.entry > 0 && head.eq_ignore_ascii_case(&hex(&anchor.hash)));
    store::log::chain(conn, |(entry, hash)| {
        entry_count += 1;
        if broken.is_none() && entry.id != last + 1 {
            broken = Some((entry.id, format!("entry {} is missing", last + 1)));
        } else if broken.is_none() && entry.hash(&previous) != hash {
            broken = Some((entry.id, "the entry was changed, or put in this place".to_owned()));
        }
        attested |= entry.action == Action::LogPrune.as_str() && entry.changes.contains(&hex(&anchor.hash));
        seen_head |= expected_head.is_some_and(|head| head.eq_ignore_ascii_case(&hex(&hash)));
        last = entry.id;
        previous = hash;
        Ok(())
    })?;
    if broken.is_none() && entry_count == 0 {
        broken = Some((last + 1, format!("entry {} is missing: the log was emptied", last + 1)));
    }
    if broken.is_none() && !attested {
        broken = Some((last, "the oldest entries are gone, and no entry says that they were pruned".to_owned()));
    }
    if broken.is_none() {
        broken = store::log::first_index_mismatch(conn)?
            .map(|id| (id, "the index of objects does not fit the entry".to_owned()));
    }
    if broken.is_none() && !seen_head {
        broken = Some((last, head_missing(anchor.count)));
    }
    let (broken_at, problem) = broken.unzip();
    Ok(Verification {
        intact: broken_at.is_none(),
        entry_count,
        pruned_count: anchor.count,
        head: hex(&previous),
        broken_at,
        problem,
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
pub fn prune(op: &mut WriteOp<'_>, before: &str) -> Result<PruneBody> {
    let before = Time::parse(before, op.now)?;
    op.say("prune", "pruned", format!("log entries before {before}"));
    let Some((anchor, pruned_count)) = store::log::prune(op.tx(), before)? else {
        return Ok(PruneBody { pruned_count: 0, until: None, anchor: None });
    };
    let object = ObjectRef::subscription(store::subscription::find(op.conn)?.name);
    op.journal.change(&object, "log_entries", pruned_count.into(), 0.into());
    op.journal.change(&object, "log_anchor", serde_json::Value::Null, hex(&anchor.hash).into());
    Ok(PruneBody { pruned_count, until: Some(anchor.entry), anchor: Some(hex(&anchor.hash)) })
}
